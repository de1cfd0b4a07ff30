/** The services that a site switches on: a section that is there is on. */
import { z } from "zod";
import { dmtn084 } from "../sizing";
import { backup } from "./backup";
import { virtualLabs } from "./labs";
import { cpu, cron, fqdn, host, httpsUrl, memory, name, resources } from "./values";

const replicas = (usual: number) => z.int().min(1).default(usual).describe("Pods.");

/** Of services that have no login of their own. */
const access = z.enum(["password", "public"]).default("password");

const landingPage = z
  .strictObject({
    host: host.describe("Host name below dns.zone, without the zone."),
    title: z.string().default("Science platform").describe("Title of the page."),
    messageOfTheDay: httpsUrl
      .optional()
      .describe(
        "Address of a plain text shown on top of it, which browsers fetch: its server must let other sites read it (CORS), as raw.githubusercontent.com does. Default: none.",
      ),
    replicas: replicas(2),
    resources: resources
      .default({ cpu: { request: "10m", limit: "100m" }, memory: { request: "32Mi", limit: "64Mi" } })
      .describe("Resources of each."),
  })
  .describe("The front page.");

const portal = z
  .strictObject({
    host: host.describe("Host name below dns.zone."),
    replicas: replicas(1),
    workArea: z
      .string()
      .min(1)
      .optional()
      .describe("Export that all pods share for uploads and results; required with more than one."),
    access: access.describe(
      "Who may use it. password: one user and password for all, from the Secret portal-keys. public: anybody who reaches the address.",
    ),
    resources: resources
      .default({ cpu: { request: "500m", limit: "2" }, memory: { request: "2Gi", limit: "8Gi" } })
      .describe("Resources of each."),
  })
  .describe("Portal (Firefly).");

const tap = z
  .strictObject({
    host: host.describe("Host name below dns.zone."),
    replicas: replicas(1),
    resultsBucket: name.default("tap-results").describe("Bucket of objectStore that results go to."),
    backend: z
      .discriminatedUnion("kind", [
        z.strictObject({
          kind: z.literal("qserv").describe("Qserv."),
          host: z.string().min(1).describe("Address."),
          port: z.int().min(1).max(65535).default(30040).describe("Port."),
          user: z.string().min(1).default("qsmaster").describe("User there, who needs no password."),
        }),
        z.strictObject({
          kind: z
            .literal("postgresql")
            .describe(
              "The database section's PostgreSQL, external or cloudsql, with pgSphere and the site's own tables.",
            ),
          database: z.string().min(1).describe("Name of the database; with cloudsql one of cloudSql.databases."),
          user: z
            .string()
            .min(1)
            .default("tap")
            .describe(
              "User that queries run as, with an external server; the password is the stack secret database-tap-password. With cloudsql it is that of the database.",
            ),
        }),
        z.strictObject({
          kind: z.literal("sample").describe("A made-up catalogue of stars in the cluster, to try queries on."),
        }),
      ])
      .describe("Where the data are."),
    access: access.describe(
      "Who may ask. password: one user and password for all, from the Secret tap-keys. public: anybody who reaches the address.",
    ),
    storage: memory.default("10Gi").describe("Volume for TAP_SCHEMA, jobs and the sample."),
    resources: resources
      .default({ cpu: { request: "500m", limit: "4" }, memory: { request: "2Gi", limit: "16Gi" } })
      .describe("Resources of each pod."),
  })
  .describe("Table Access Protocol service with TAP_SCHEMA and UWS.");

const monitoring = z
  .strictObject({
    host: host.default("grafana").describe("Host name of Grafana below dns.zone."),
    retentionDays: z.int().min(1).default(30).describe("Days that metrics are kept."),
    storage: memory.default("50Gi").describe("Volume of Prometheus."),
    alerts: z
      .discriminatedUnion("to", [
        z.strictObject({
          to: z.literal("mail").describe("Mail."),
          address: z.email().describe("Address."),
          server: z.string().min(1).describe("Mail server, host:port."),
        }),
        z.strictObject({
          to: z.literal("slack").describe("Slack; the webhook is the stack secret slack-webhook."),
          channel: z.string().startsWith("#").describe("Channel."),
        }),
        z.strictObject({ to: z.literal("nobody").describe("Alerts are only shown.") }),
      ])
      .optional()
      .describe("Who is told. Default: nobody, which a site in production says itself."),
    heartbeat: z
      .boolean()
      .default(false)
      .describe(
        "A message every five minutes to the address in the stack secret alerts-heartbeat, of a service outside that tells when it stops coming (a dead man's switch, like healthchecks.io): no alert says that alerts no longer get out.",
      ),
    openstackExporter: z
      .boolean()
      .default(false)
      .describe(
        "Numbers of the OpenStack project, with alerts: quota of cores, memory, volumes and floating IPs that is nearly used, load balancers and pools that are not online.",
      ),
    kubeBench: z
      .strictObject({
        schedule: cron.default("0 3 * * 1").describe("Cron line, UTC."),
        accepted: z
          .array(z.string().regex(/^\d+(\.\d+)+$/, 'the number of a check, like "4.2.6"'))
          .default([])
          .describe("Checks of which nobody is told when they fail: what is known and cannot be mended here."),
      })
      .optional()
      .describe(
        "Nodes are checked against the CIS benchmark (kube-bench), one of each pool. Default: not, because it reads nodes as root, and what it finds only who builds their images can mend.",
      ),
  })
  .describe("Prometheus, Alertmanager and Grafana.");

const uptime = z
  .strictObject({
    host: host.default("status").describe("Host name below dns.zone."),
    monitors: z
      .record(name, httpsUrl)
      .default({})
      .describe(
        "Further addresses to watch, by the name that the status page shows; the platform's own are watched always.",
      ),
  })
  .describe("Checks of every public endpoint, and a status page of them (Gatus) that everybody may see.");

const logging = z
  .discriminatedUnion("kind", [
    z.strictObject({
      kind: z.literal("loki").describe("Loki in the cluster."),
      retentionDays: z.int().min(1).default(30).describe("Days that logs are kept."),
      bucket: name.default("logs").describe("Bucket of objectStore that holds them."),
    }),
    z.strictObject({
      kind: z.literal("collector").describe("A collector that somebody runs."),
      address: z
        .url({ protocol: /^https?$/ })
        .describe("Its address (OpenTelemetry over http, so /v1/logs below it); http only for one in the cluster."),
    }),
  ])
  .describe("Logs of all pods.");

const registry = z
  .strictObject({
    kind: z
      .enum(["harbor", "cache"])
      .describe(
        "harbor: a registry for images of our own, and a cache of others. cache: only a cache of others. Every node asks either first.",
      ),
    host: host.default("registry").describe("Host name below dns.zone."),
    storage: memory.default(dmtn084.imageCache).describe("Volume for images."),
    bucket: name
      .optional()
      .describe(
        "Of Harbor: the bucket of objectStore that holds images, instead of the volume. Default: the volume does. Images do not move from one " +
          "to the other.",
      ),
    upstreams: z
      .array(fqdn)
      .min(1)
      .default(["docker.io", "ghcr.io", "quay.io", "registry.k8s.io"])
      .describe("Registries that are cached, as images name them. Harbor has a project for each, of the same name."),
    logins: z
      .array(fqdn)
      .default([])
      .describe(
        "Those of them where the cache or Harbor logs in, to be counted as a user and not as an address: Docker Hub is the usual one. User and password " +
          "are the stack secrets registry-<name>-user and registry-<name>-password, where docker.io is docker-io.",
      ),
  })
  .describe("Container images.");

const batch = z
  .strictObject({
    condor: z
      .strictObject({
        executors: z
          .strictObject({
            min: z.int().min(0).default(0).describe("Fewest."),
            max: z.int().min(1).describe("Most."),
          })
          .describe("Number of executors."),
        cpu: cpu.default("4").describe("Cores of each executor."),
        memory: memory.default("16Gi").describe("Memory of each executor."),
        nodePool: z.string().min(1).optional().describe("Node pool that executors run on."),
        image: z
          .string()
          .regex(
            /^[a-z0-9.-]+(:\d+)?\/\S+:[^:@\s]+(@sha256:[0-9a-f]{64})?$/,
            'a whole image like "ghcr.io/org/name:1.2.3"',
          )
          .optional()
          .describe("Image of executors: HTCondor and what jobs need. Default: HTCondor's own."),
      })
      .optional()
      .describe("HTCondor pool: central manager, submit node, executors as needed."),
    queues: z
      .record(
        name,
        z.strictObject({
          cpu: cpu.describe("Cores of all its jobs together."),
          memory: memory.describe("Memory of all its jobs together."),
        }),
      )
      .default({})
      .describe("Kueue queues: name to quota."),
  })
  .describe("Batch jobs.");

export const services = z
  .strictObject({
    landingPage: landingPage.optional(),
    virtualLabs: virtualLabs.optional(),
    portal: portal.optional(),
    tap: tap.optional(),
    monitoring: monitoring.optional(),
    uptime: uptime.optional(),
    logging: logging.optional(),
    backup: backup.optional(),
    registry: registry.optional(),
    batch: batch.optional(),
  })
  .prefault({})
  .describe("Services; each is on when its section is there, even if it is only {}.");
