/** Loki: values of its chart, and how it reaches its bucket. Pure. */
import type { Config } from "../../../config/schema";
import type { ContainerResources, Value, Values } from "../../foundation/values";
import { bucketKey } from "../../secrets/bucket-key";
import { bucketOf } from "../bucket";
import type { Given, InstanceSecret } from "../service";

export type LokiSettings = Extract<NonNullable<Config["services"]["logging"]>, { kind: "loki" }>;

/** Namespace, release, Service and port, as the collector and Grafana find it. */
export const loki = { namespace: "logging", name: "loki", port: 3100 } as const;
export const lokiAddress = `http://${loki.name}.${loki.namespace}.svc:${loki.port}`;
export const lokiPods = { "app.kubernetes.io/name": "loki" };
/** Ports on which its parts speak with each other: also the parts of one pod, by its address. */
export const innerPorts = [7946, 9095];

/** Hours: what is older when it comes is refused, and is not sent. */
export const oldest = 7 * 24;

export const lokiResources: Record<string, ContainerResources> = {
  "singleBinary.resources": { requests: { cpu: "200m", memory: "512Mi" }, limits: { cpu: "2", memory: "2Gi" } },
};

/** Volume for what is not in the bucket yet: the last hours. */
export const lokiStorage = "10Gi";

const secretName = "logging-bucket";
const keys = { accessKey: "access-key", secretKey: "secret-key" } as const;

/** Keys to the bucket. Google's is reached as the service's account, without any. */
export function bucketSecret({ bucket }: LokiSettings, { cloud }: Pick<Config, "cloud">): InstanceSecret | undefined {
  if (cloud === "gcp") return undefined;
  return {
    name: secretName,
    declared: {
      service: "logging",
      delivery: "platform",
      keys: {
        [keys.accessKey]: {
          description: "Access key of the bucket of logs.",
          source: { kind: "wired", name: bucketKey(bucket, "access") },
        },
        [keys.secretKey]: {
          description: "Secret key of the bucket of logs.",
          source: { kind: "wired", name: bucketKey(bucket, "secret") },
        },
      },
    },
  };
}

/** One pod that does everything: enough for some hundred GB of logs a day, and nothing that a small team has to tune. */
export function lokiValues(settings: LokiSettings, { cloud }: Pick<Config, "cloud">, given: Given): Values {
  const kind = cloud === "gcp" ? "gcs" : "s3";
  const account = cloud === "gcp" ? given.accounts?.["logging"] : undefined;
  return {
    fullnameOverride: loki.name,
    deploymentMode: "Monolithic",
    serviceAccount: {
      name: loki.name,
      // It asks nothing of Kubernetes.
      automountServiceAccountToken: false,
      ...(account === undefined ? {} : { annotations: { "iam.gke.io/gcp-service-account": account } }),
    },
    defaults: { automountServiceAccountToken: false },
    rbac: { namespaced: true },
    // It finds itself by this name before it is ready.
    memberlist: { service: { publishNotReadyAddresses: true } },
    loki: {
      // One tenant. Who may reach it at all is what the network policies say.
      auth_enabled: false,
      commonConfig: { replication_factor: 1 },
      analytics: { reporting_enabled: false },
      storage: storage(settings, kind, given),
      schemaConfig: { configs: [schema(kind)] },
      limits_config: {
        retention_period: `${settings.retentionDays * 24}h`,
        reject_old_samples_max_age: `${oldest}h`,
      },
      // Nothing else deletes: a rule of the bucket would leave the index with what is gone.
      compactor: { retention_enabled: true, delete_request_store: kind },
    },
    singleBinary: {
      replicas: 1,
      priorityClassName: given.priority.service,
      persistence: { enabled: true, size: lokiStorage },
      // With one pod it would only keep nodes from being emptied.
      podDisruptionBudget: { enabled: false },
      // Made in an upgrade, by a pod that is not allowed here: who enlarges the volume does it by hand.
      statefulSetRecreateJob: { enabled: false },
      extraEnv: kind === "s3" ? s3Environment : [],
    },
    // What only a large Loki needs, and what tests one.
    ...Object.fromEntries(
      ["gateway", "lokiCanary", "test", "chunksCache", "resultsCache"].map((one) => [one, { enabled: false }]),
    ),
    // Parts of the form with many pods, which otherwise are there as well.
    ...Object.fromEntries(["read", "write", "backend"].map((one) => [one, { replicas: 0 }])),
    // Alerts are Prometheus': nobody writes rules for logs.
    ruler: { enabled: false },
    sidecar: { rules: { enabled: false } },
  };
}

/** Since when logs are kept in which form. Never change an entry: what it says of the past must stay true. */
const schema = (kind: "s3" | "gcs"): Values => ({
  from: "2026-01-01",
  store: "tsdb",
  object_store: kind,
  schema: "v13",
  index: { prefix: "index_", period: "24h" },
});

/** @throws Error when the layer lacks what config/checks has seen to. */
function storage(settings: LokiSettings, kind: "s3" | "gcs", given: Pick<Given, "objectStore">): Values {
  const { bucket: name, store } = bucketOf(given, settings.bucket);
  const { endpoint, region, pathStyle } = store;
  return {
    type: kind,
    bucketNames: { chunks: name },
    ...(kind === "s3" ? { s3: { endpoint, region, s3ForcePathStyle: pathStyle } } : {}),
  };
}

/** The client takes its keys, and its habits, from where every S3 client of this kind looks for them. */
const s3Environment: Value[] = [
  fromSecret("AWS_ACCESS_KEY_ID", keys.accessKey),
  fromSecret("AWS_SECRET_ACCESS_KEY", keys.secretKey),
  // Ceph's gateway and Swift know none of the newer checksums, and refuse what has one.
  { name: "AWS_REQUEST_CHECKSUM_CALCULATION", value: "when_required" },
  { name: "AWS_RESPONSE_CHECKSUM_VALIDATION", value: "when_required" },
];

function fromSecret(name: string, key: string): Value {
  return { name, valueFrom: { secretKeyRef: { name: secretName, key } } };
}
