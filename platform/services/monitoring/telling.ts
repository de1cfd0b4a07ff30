/** How Alertmanager tells of alerts: its configuration, the addresses in its Secret, and the ports of the ways out. Pure. */
import type { Config } from "../../../config/schema";
import type { Value, Values } from "../../foundation/values";
import type { SecretDeclaration } from "../../secrets/contract";
import { machineDown } from "../file-server/machine";

type Monitoring = NonNullable<Config["services"]["monitoring"]>;
type Somebody = Exclude<NonNullable<Monitoring["alerts"]>, { to: "nobody" }>;

/** Where the Secret with addresses that nobody else may know is mounted, and its keys, which are the names of the files. */
const folder = "/etc/alertmanager/addresses";
const slackKey = "slack-webhook";
const heartbeatKey = "alerts-heartbeat";

/**
 * What is not told while something is told that says the same, or more. The first is the chart's own, which a list of ours replaces; the
 * chart's TargetDown is about everything that Prometheus reads, a file server that is down as well.
 */
const inhibited: Value[] = [
  {
    source_matchers: ['severity = "critical"'],
    target_matchers: ['severity =~ "warning|info"'],
    equal: ["namespace", "alertname"],
  },
  {
    source_matchers: [`alertname = "${machineDown}"`],
    target_matchers: ['alertname = "TargetDown"'],
    equal: ["job"],
  },
];

const nobody = "null";
const somebody = "told";
const heartbeat = "heartbeat";

/** undefined: nobody is told. */
const toldTo = ({ alerts }: Monitoring): Somebody | undefined =>
  alerts === undefined || alerts.to === "nobody" ? undefined : alerts;

/**
 * Alertmanager's configuration: what is worth knowing goes to who is named, once for each namespace, and again twice a day while it
 * lasts. What is only information goes to nobody; the alert that always fires (the chart's Watchdog) is the heartbeat.
 *
 * @param zone Zone of the platform, without its closing dot; mails come from there.
 */
export function alertmanagerConfig(monitoring: Monitoring, zone: string): Values {
  const told = toldTo(monitoring);
  return {
    ...(told?.to === "mail"
      ? { global: { smtp_smarthost: told.server, smtp_from: `alerts@${zone}`, smtp_require_tls: true } }
      : {}),
    route: {
      group_by: ["namespace", "alertname"],
      group_wait: "30s",
      group_interval: "5m",
      repeat_interval: "12h",
      receiver: told === undefined ? nobody : somebody,
      routes: [
        ...(monitoring.heartbeat ? [heartbeatRoute] : []),
        { receiver: nobody, matchers: ['severity =~ "info|none"'] },
      ],
    },
    inhibit_rules: inhibited,
    receivers: [
      { name: nobody },
      ...(told === undefined ? [] : [{ name: somebody, ...way(told) }]),
      ...(monitoring.heartbeat ? [heartbeatReceiver] : []),
    ],
  };
}

const heartbeatRoute: Values = {
  ...{ receiver: heartbeat, matchers: ['alertname = "Watchdog"'] },
  ...{ group_wait: "0s", group_interval: "1m", repeat_interval: "5m" },
};

const heartbeatReceiver: Values = {
  name: heartbeat,
  webhook_configs: [{ url_file: `${folder}/${heartbeatKey}`, send_resolved: false }],
};

function way(told: Somebody): Values {
  const common: Values = { send_resolved: true };
  const list: Value[] =
    told.to === "mail"
      ? [{ ...common, to: told.address }]
      : [{ ...common, channel: told.channel, api_url_file: `${folder}/${slackKey}`, ...slackText }];
  return told.to === "mail" ? { email_configs: list } : { slack_configs: list };
}

const slackText: Values = {
  title: "{{ .CommonLabels.alertname }} ({{ .Status }})",
  text: "{{ range .Alerts }}{{ .Annotations.summary }} {{ .Annotations.description }}\n{{ end }}",
};

/** The addresses that are secret, as keys of the monitoring's Secret. */
export function tellingKeys(monitoring: Monitoring): Record<string, SecretDeclaration> {
  return {
    ...(toldTo(monitoring)?.to === "slack"
      ? {
          [slackKey]: {
            description: "Address at which Slack takes alerts.",
            source: { kind: "stack", secret: "slack-webhook" } as const,
          },
        }
      : {}),
    ...(monitoring.heartbeat
      ? {
          [heartbeatKey]: {
            description: "Address to which a message goes as long as alerts get out.",
            source: { kind: "stack", secret: "alerts-heartbeat" } as const,
          },
        }
      : {}),
  };
}

/** Those keys as files of Alertmanager, and not the Secret as a whole: the rest of it is Grafana's. */
export function tellingFiles(monitoring: Monitoring, secretName: string): Values {
  const items = Object.keys(tellingKeys(monitoring)).map((key) => ({ key, path: key }));
  if (items.length === 0) return {};
  return {
    volumes: [{ name: "addresses", secret: { secretName, items } }],
    volumeMounts: [{ name: "addresses", mountPath: folder, readOnly: true }],
  };
}

/** Ports at which whoever is told is reached. Addresses are names, so only the ports are known. */
export function tellingPorts(monitoring: Monitoring): number[] {
  const told = toldTo(monitoring);
  const mail = told?.to === "mail" ? [Number(/:(\d+)$/.exec(told.server)?.[1] ?? 25)] : [];
  return [...mail, ...(told?.to === "slack" || monitoring.heartbeat ? [443] : [])];
}
