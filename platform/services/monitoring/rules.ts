/** From declared alerts to the rules that Prometheus reads, and to the routes by which Alertmanager tells of them. Pure. */
import type { Config } from "../../../config/schema";
import type { Alert } from "../../foundation/watch";
import type { Value, Values } from "../../foundation/values";
import { machineDown } from "../file-server/machine";
import type { Watched } from "../watched";

type Alerts = NonNullable<Config["services"]["monitoring"]>["alerts"];

/** A group of rules, as Prometheus writes it. */
export interface RuleGroup {
  name: string;
  rules: Rule[];
}

interface Rule {
  alert: string;
  expr: string;
  for: string;
  keep_firing_for?: string;
  labels: { severity: Alert["severity"] };
  annotations: { summary: string; description: string };
}

/** One group for each part of the platform that has alerts, in the order of `watched`. */
export function ruleGroups(watched: Watched): RuleGroup[] {
  return Object.entries(watched)
    .filter(([, { alerts }]) => alerts.length > 0)
    .map(([name, { alerts }]) => ({ name, rules: alerts.map(rule) }));
}

function rule({ name, expr, for: held, keepFiringFor, severity, summary, action }: Alert): Rule {
  return {
    alert: name,
    expr,
    for: held,
    ...(keepFiringFor === undefined ? {} : { keep_firing_for: keepFiringFor }),
    labels: { severity },
    annotations: { summary, description: action },
  };
}

/** Alerts of the chart that ours say too, with tests. */
export const replaced = [
  "KubeNodeNotReady",
  "KubeNodePressure",
  "KubePersistentVolumeFillingUp",
  "KubePodCrashLooping",
  "KubeQuotaAlmostFull",
  "KubeQuotaFullyUsed",
  "NodeFilesystemAlmostOutOfSpace",
  "NodeFilesystemSpaceFillingUp",
] as const;

/** Where the Secret with Slack's address is mounted. */
export const slackFolder = "/etc/alertmanager/slack";
/** Key of that Secret, and name of the file. */
export const slackKey = "slack-webhook";

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

/**
 * Alertmanager's configuration: what is worth knowing goes to who is named, once for each namespace, and again twice a day while it
 * lasts. What is only information, and the alert that always fires, goes to nobody.
 *
 * @param zone Zone of the platform, without its closing dot; mails come from there.
 */
export function alertmanagerConfig(alerts: Alerts, zone: string): Values {
  const receiver = alerts.to === "nobody" ? nobody : somebody;
  return {
    ...(alerts.to === "mail"
      ? { global: { smtp_smarthost: alerts.server, smtp_from: `alerts@${zone}`, smtp_require_tls: true } }
      : {}),
    route: {
      group_by: ["namespace", "alertname"],
      group_wait: "30s",
      group_interval: "5m",
      repeat_interval: "12h",
      receiver,
      routes: [{ receiver: nobody, matchers: ['severity =~ "info|none"'] }],
    },
    inhibit_rules: inhibited,
    receivers: [{ name: nobody }, ...(alerts.to === "nobody" ? [] : [{ name: somebody, ...way(alerts) }])],
  };
}

function way(alerts: Exclude<Alerts, { to: "nobody" }>): Values {
  const common: Values = { send_resolved: true };
  const list: Value[] =
    alerts.to === "mail"
      ? [{ ...common, to: alerts.address }]
      : [{ ...common, channel: alerts.channel, api_url_file: `${slackFolder}/${slackKey}`, ...slackText }];
  return alerts.to === "mail" ? { email_configs: list } : { slack_configs: list };
}

const slackText: Values = {
  title: "{{ .CommonLabels.alertname }} ({{ .Status }})",
  text: "{{ range .Alerts }}{{ .Annotations.summary }} {{ .Annotations.description }}\n{{ end }}",
};
