/** Values of the TAP service's chart, and keys of its Secret. Pure. */
import * as pulumi from "@pulumi/pulumi";
import type { Config } from "../../../config/schema";
import { catalog } from "../../catalog";
import { ingressClass } from "../../foundation/ingress-values";
import { containerResources, type ContainerResources, type Values } from "../../foundation/values";
import { fullName } from "../../full-name";
import { bucketKey } from "../../secrets/bucket-key";
import type { SecretDeclaration } from "../../secrets/contract";
import { passwordAt } from "../access";
import { bucketOf } from "../bucket";
import { passwordOf, placeOf } from "../database/place";
import type { Given } from "../service";

export type Tap = NonNullable<Config["services"]["tap"]>;

export const release = catalog.tap.namespace;
export const secretName = "tap-keys";

/**
 * The service for each backend. Qserv is asked by SQL: from version 3 on the service wants Kafka and qserv-kafka in between, which only
 * Phalanx has.
 */
const images: Record<Tap["backend"]["kind"], { repository: string; tag: string }> = {
  sample: { repository: "ghcr.io/lsst-sqre/tap-postgres-service", tag: "1.26.0" },
  postgresql: { repository: "ghcr.io/lsst-sqre/tap-postgres-service", tag: "1.26.0" },
  qserv: { repository: "ghcr.io/lsst-sqre/lsst-tap-service", tag: "2.15.1" },
};

/** PostgreSQL for what there is to ask, for jobs, and for the sample. */
export const database: ContainerResources = {
  requests: { cpu: "100m", memory: "256Mi" },
  limits: { cpu: "1", memory: "1Gi" },
};

/** @throws Error when the layer lacks what config/checks has seen to. */
export function tapValues(tap: Tap, config: Config, given: Given): Values {
  const { bucket, store } = bucketOf(given, tap.resultsBucket);
  const account = given.accounts?.[release];
  return {
    host: fullName(tap.host, config.dns.zone),
    replicaCount: tap.replicas,
    image: { ...images[tap.backend.kind] },
    access: tap.access,
    secretName,
    backend: backendValues(tap.backend, config, given),
    results: {
      type: keyless(config) ? "GCS" : "S3",
      bucket,
      url: pulumi.output(store.endpoint).apply((endpoint) => endpoint.replace(/\/+$/, "")),
    },
    database: { storage: tap.storage },
    ...(account === undefined
      ? {}
      : { serviceAccount: { annotations: { "iam.gke.io/gcp-service-account": account } } }),
    priorityClassName: given.priority.service,
    ingressClassName: ingressClass,
  };
}

function backendValues(backend: Tap["backend"], config: Config, given: Pick<Given, "database">): Values {
  if (backend.kind === "sample") return { kind: backend.kind };
  if (backend.kind === "qserv") {
    const { kind, host, port, user } = backend;
    return { kind, host, port, user };
  }
  const { kind, database: name, user } = backend;
  const place = placeOf(config, name, given);
  // Cloud SQL's has the user that the layer made; elsewhere somebody has made one.
  return { kind, ...place, ...(config.database?.kind === "external" ? { user } : {}) };
}

export function tapResources(tap: Tap): Record<string, ContainerResources> {
  return { resources: containerResources(tap.resources), "database.resources": database };
}

/** Google's buckets are written as the service's account, without a key. */
function keyless({ cloud }: Pick<Config, "cloud">): boolean {
  return cloud === "gcp";
}

/** Keys of the Secret, as the chart reads them. */
export function tapSecrets(tap: Tap, config: Config): Record<string, SecretDeclaration> {
  const { access, backend, resultsBucket } = tap;
  const asked = backendPassword(backend, config);
  return {
    UWS_PASSWORD: { description: "Of the database of jobs.", source: { kind: "password" } },
    TAP_SCHEMA_PASSWORD: {
      description: "Of the database that says what there is to ask, user `tap_schema`.",
      source: { kind: "password" },
    },
    ...(asked === undefined
      ? {}
      : { TAP_PASSWORD: { description: "Of the user that queries run as.", source: asked } }),
    ...(keyless(config)
      ? {}
      : {
          AWS_ACCESS_KEY_ID: {
            description: "Access key of the bucket for results.",
            source: { kind: "wired", name: bucketKey(resultsBucket, "access") },
          },
          AWS_SECRET_ACCESS_KEY: {
            description: "Secret key of the bucket for results.",
            source: { kind: "wired", name: bucketKey(resultsBucket, "secret") },
          },
        }),
    ...(access === "password" ? passwordAt("tap", "Who may use the service.") : {}),
  };
}

function backendPassword(backend: Tap["backend"], config: Config): SecretDeclaration["source"] | undefined {
  switch (backend.kind) {
    case "qserv":
      return undefined;
    case "sample":
      return { kind: "password" };
    case "postgresql":
      return passwordOf(config, config.database?.kind === "external" ? "tap" : backend.database);
  }
}
