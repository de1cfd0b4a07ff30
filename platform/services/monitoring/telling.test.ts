import type { OpenstackInput } from "../../../config/schema";
import type { Instance } from "../service";
import { exampleGiven, exampleSite } from "../testing";
import { monitoring } from ".";
import { alertmanagerConfig } from "./telling";

type Settings = NonNullable<NonNullable<OpenstackInput["services"]>["monitoring"]>;
type Alerts = Settings["alerts"];

const site = (settings: Settings) => exampleSite({ services: { monitoring: settings } });

function instance(settings: Settings): Instance {
  const [stack] = monitoring.instances(site(settings));
  if (stack === undefined) throw new Error("nothing is made");
  return stack;
}

/** Values of Alertmanager in the chart. */
const alertmanager = (settings: Settings) =>
  (instance(settings).values(exampleGiven) as { alertmanager: Record<string, unknown> }).alertmanager;

function config(settings: Settings) {
  const { monitoring: parsed } = site(settings).services;
  if (parsed === undefined) throw new Error("there is no monitoring");
  return alertmanagerConfig(parsed, "example.org");
}

describe("who is told", () => {
  test("nobody", () => {
    expect(config({ alerts: { to: "nobody" } })).toMatchObject({
      route: { receiver: "null", routes: [{ receiver: "null", matchers: ['severity =~ "info|none"'] }] },
      receivers: [{ name: "null" }],
    });
  });

  test("once of what is the same: of a file server that is down, and of a warning beside what is critical", () => {
    expect(config({}).inhibit_rules).toEqual([
      {
        source_matchers: ['severity = "critical"'],
        target_matchers: ['severity =~ "warning|info"'],
        equal: ["namespace", "alertname"],
      },
      {
        source_matchers: ['alertname = "FileServerMachineDown"'],
        target_matchers: ['alertname = "TargetDown"'],
        equal: ["job"],
      },
    ]);
  });

  test("by mail", () => {
    expect(
      config({ alerts: { to: "mail", address: "ops@example.org", server: "mail.example.org:587" } }),
    ).toMatchObject({
      global: {
        smtp_smarthost: "mail.example.org:587",
        smtp_from: "alerts@example.org",
        smtp_require_tls: true,
      },
      route: { receiver: "told" },
      receivers: [{ name: "null" }, { name: "told", email_configs: [{ to: "ops@example.org", send_resolved: true }] }],
    });
  });

  test("in Slack, whose address is a file of a Secret and in no value", () => {
    const slack: Alerts = { to: "slack", channel: "#platform" };
    expect(config({ alerts: slack })).toMatchObject({
      route: { receiver: "told" },
      receivers: [
        { name: "null" },
        {
          name: "told",
          slack_configs: [{ channel: "#platform", api_url_file: "/etc/alertmanager/addresses/slack-webhook" }],
        },
      ],
    });
    expect(alertmanager({ alerts: slack }).alertmanagerSpec).toMatchObject({
      volumes: [
        {
          name: "addresses",
          secret: { secretName: "monitoring-keys", items: [{ key: "slack-webhook", path: "slack-webhook" }] },
        },
      ],
      volumeMounts: [{ name: "addresses", mountPath: "/etc/alertmanager/addresses", readOnly: true }],
    });
  });

  test("and a service elsewhere hears every five minutes that alerts get out", () => {
    expect(config({ heartbeat: true })).toMatchObject({
      route: {
        ...{ group_by: ["namespace", "alertname"], group_wait: "30s", group_interval: "5m", repeat_interval: "12h" },
        receiver: "null",
        routes: [
          {
            ...{ receiver: "heartbeat", matchers: ['alertname = "Watchdog"'] },
            ...{ group_wait: "0s", group_interval: "1m", repeat_interval: "5m" },
          },
          { receiver: "null", matchers: ['severity =~ "info|none"'] },
        ],
      },
      receivers: [
        { name: "null" },
        {
          name: "heartbeat",
          webhook_configs: [{ url_file: "/etc/alertmanager/addresses/alerts-heartbeat", send_resolved: false }],
        },
      ],
    });
  });

  test.each<[Settings, number[]]>([
    [{}, []],
    [{ alerts: { to: "nobody" } }, []],
    [{ alerts: { to: "slack", channel: "#platform" } }, [443]],
    [{ alerts: { to: "mail", address: "ops@example.org", server: "mail.example.org:587" } }, [587]],
    [{ alerts: { to: "mail", address: "ops@example.org", server: "mail.example.org" }, heartbeat: true }, [25, 443]],
    [{ alerts: { to: "slack", channel: "#platform" }, heartbeat: true }, [443]],
  ])("%j: Alertmanager reaches the ports %j", (settings, ports) => {
    const pods = { "app.kubernetes.io/name": "alertmanager" };
    expect(instance(settings).openings["telling"]).toEqual(
      ports.length === 0 ? undefined : { kind: "to-anywhere", pods, ports },
    );
  });

  test.each<[Settings, string[]]>([
    [{}, []],
    [{ alerts: { to: "slack", channel: "#x" } }, ["slack-webhook"]],
    [{ alerts: { to: "slack", channel: "#x" }, heartbeat: true }, ["slack-webhook", "alerts-heartbeat"]],
  ])("%j: of the stack's secrets it has %j", (settings, keys) => {
    expect(Object.keys(instance(settings).secret?.declared.keys ?? {})).toEqual([
      "admin-user",
      "admin-password",
      ...keys,
    ]);
  });
});
