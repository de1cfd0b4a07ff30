/** Harbor: values of its chart, and its secrets. Pure. */
import { amount } from "../../../config/quantity";
import { ingressClass } from "../../foundation/ingress-values";
import type { ContainerResources, Values } from "../../foundation/values";
import { bucketKey } from "../../secrets/bucket-key";
import type { SecretDeclaration } from "../../secrets/contract";
import { bucketOf } from "../bucket";
import type { Given } from "../service";
import type { Registry } from "./cache";

/** The chart names what it makes so, and a dash. */
export const harborName = "harbor";

/** Pods of one of its parts. */
export const harborPods = (component: string) => ({ app: harborName, component });

const small: ContainerResources = {
  requests: { cpu: "50m", memory: "64Mi" },
  limits: { cpu: "500m", memory: "256Mi" },
};
const usual: ContainerResources = {
  requests: { cpu: "100m", memory: "256Mi" },
  limits: { cpu: "1", memory: "1Gi" },
};

/** Bounds of every container of the chart, by the path in its values. */
export const harborResources: Record<string, ContainerResources> = {
  "core.resources": usual,
  "portal.resources": small,
  "jobservice.resources": usual,
  "registry.registry.resources": usual,
  "registry.controller.resources": small,
  "database.internal.resources": usual,
  "database.internal.initContainer.permissions.resources": small,
  "redis.internal.resources": small,
};

/** Volumes of its database, and of what Redis keeps over a restart. */
const volumes = { database: "8Gi", redis: "1Gi" } as const;

/** Sum of what its claims ask for. */
export function harborStorage({ bucket, storage }: Pick<Registry, "bucket" | "storage">): string {
  const all = [...(bucket === undefined ? [storage] : []), ...Object.values(volumes)].reduce(
    (sum, each) => sum + amount(each),
    0,
  );
  return `${Math.ceil(all / 2 ** 20)}Mi`;
}

/** Keys of the Secret that others read too. */
export const harborSecretKeys = { admin: "HARBOR_ADMIN_PASSWORD" } as const;

const bucketSecretKeys = { access: "bucket-access-key", secret: "bucket-secret-key" } as const;

/** User as which Harbor's parts ask its own registry. */
const registryUser = "harbor_registry_user";

/** Keys of the Secret with the login at the bucket, if images are in one. */
export function bucketKeys({ bucket }: Pick<Registry, "bucket">): Record<string, SecretDeclaration> {
  if (bucket === undefined) return {};
  const key = (part: "access" | "secret"): SecretDeclaration => ({
    description: `The ${part} key of the bucket of images.`,
    source: { kind: "wired", name: bucketKey(bucket, part) },
  });
  return { [bucketSecretKeys.access]: key("access"), [bucketSecretKeys.secret]: key("secret") };
}

/** Keys of the Secret, by the names under which the chart looks for each. */
export const harborKeys: Record<string, SecretDeclaration> = {
  [harborSecretKeys.admin]: {
    description: "Password of the user admin.",
    source: { kind: "password" },
  },
  // Harbor takes exactly 16 characters.
  secretKey: {
    description: "What Harbor encrypts passwords of other registries with; another one makes them unreadable.",
    source: {
      kind: "password",
      length: 16,
      lasting: "Harbor could not read any more what it has encrypted",
    },
  },
  secret: { description: "By which Harbor's core is known to its other parts.", source: { kind: "password" } },
  JOBSERVICE_SECRET: {
    description: "By which its job service is known to its other parts.",
    source: { kind: "password" },
  },
  CSRF_KEY: { description: "What guards its pages' forms.", source: { kind: "password" } },
  "tls.key": { description: "Signs tokens for pushing and pulling.", source: { kind: "rsa-key" } },
  REGISTRY_HTTP_SECRET: { description: "Signs the states of uploads.", source: { kind: "password" } },
  REGISTRY_PASSWD: { description: "Password of Harbor's parts at its own registry.", source: { kind: "password" } },
  REGISTRY_HTPASSWD: {
    description: "User and hash of that.",
    source: { kind: "bcrypt", of: "REGISTRY_PASSWD", user: registryUser },
  },
  password: {
    description: "Password of its database, when that is new.",
    source: {
      kind: "password",
      lasting: "its database keeps the first one, and Harbor could not log in any more",
    },
  },
};

export function harborValues(
  registry: Registry,
  host: string,
  secretName: string,
  given: Pick<Given, "objectStore" | "priority">,
): Values {
  const { service: priorityClassName } = given.priority;
  const atBucket = bucketEnvironment(registry, secretName);
  return {
    fullnameOverride: harborName,
    externalURL: `https://${host}`,
    expose: {
      type: "ingress",
      // The controller's default certificate is the platform's.
      tls: { enabled: true, certSource: "none" },
      ingress: { className: ingressClass, hosts: { core: host } },
    },
    // Two pods cannot share its volumes.
    updateStrategy: { type: "Recreate" },
    persistence: {
      ...imageStorage(registry, given),
      persistentVolumeClaim: {
        registry: { size: registry.storage },
        database: { size: volumes.database },
        redis: { size: volumes.redis },
      },
    },
    existingSecretAdminPassword: secretName,
    existingSecretSecretKey: secretName,
    core: { priorityClassName, existingSecret: secretName, secretName, existingXsrfSecret: secretName },
    portal: { priorityClassName },
    // Logs of jobs go into the database, not to a volume of their own.
    jobservice: { priorityClassName, existingSecret: secretName, jobLoggers: ["database"] },
    registry: {
      priorityClassName,
      existingSecret: secretName,
      credentials: { username: registryUser, existingSecret: secretName },
      ...atBucket,
    },
    database: {
      type: "internal",
      // Read for the internal one too, by all that ask it.
      external: { existingSecret: secretName },
      internal: {
        priorityClassName,
        // The chart has no Secret for this one; what it would have put there itself is the same everywhere.
        extraEnvVars: [
          { name: "POSTGRES_PASSWORD", valueFrom: { secretKeyRef: { name: secretName, key: "password" } } },
        ],
      },
    },
    redis: { internal: { priorityClassName } },
    // It would fetch its database of weaknesses from elsewhere every few hours; a site may want that.
    trivy: { enabled: false },
  };
}

/** Where images are: on the volume, which the chart makes by itself, or in a bucket. */
function imageStorage({ bucket: purpose }: Registry, given: Pick<Given, "objectStore">): Values {
  if (purpose === undefined) return {};
  const { bucket, store } = bucketOf(given, purpose);
  const s3 = { bucket, region: store.region, regionendpoint: store.endpoint };
  // Images come through Harbor: not everybody who reaches it reaches the store.
  return { imageChartStorage: { type: "s3", disableredirect: true, s3 } };
}

/** The chart would put all keys of a Secret into the environment; its two parts that reach the bucket need these. */
function bucketEnvironment({ bucket }: Registry, secretName: string): Values {
  if (bucket === undefined) return {};
  const from = (name: string, key: string) => ({ name, valueFrom: { secretKeyRef: { name: secretName, key } } });
  const extraEnvVars = [
    from("REGISTRY_STORAGE_S3_ACCESSKEY", bucketSecretKeys.access),
    from("REGISTRY_STORAGE_S3_SECRETKEY", bucketSecretKeys.secret),
  ];
  return { registry: { extraEnvVars }, controller: { extraEnvVars } };
}
