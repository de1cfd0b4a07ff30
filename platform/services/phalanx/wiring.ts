/**
 * Every value that Phalanx's files hold and our outputs know: the one table of what goes where. A line says where a value comes from, which
 * application takes it, and under which key of its values; `science-platform phalanx diff` and Argo CD get it from here.
 */
import { enabled, providedByPlatform } from "../../../config/checks/phalanx-applications";
import * as pulumi from "@pulumi/pulumi";
import type { Config } from "../../../config/schema";
import type { SharedFiles } from "../../../infra/contract";
import type { Value } from "../../foundation/values";
import { appOfApps, type PhalanxConfig } from "./applications";
import { secretsPath } from "./vault";
import { type Context, environmentFile, Missing, type Wire } from "./wire";
import { cloudSqlWires, externalDatabaseWires } from "./wiring-databases";
import { identityWires } from "./wiring-identity";

/** Purpose of the bucket for results of queries. */
const resultsBucket = "tap-results";

const environment = (key: string, source: string, value: Wire["value"]): Wire => ({
  application: environmentFile,
  key,
  source,
  value,
});

const environmentWires: readonly Wire[] = [
  environment("name", "phalanx.environment", ({ phalanx }) => phalanx.environment),
  environment("fqdn", "phalanx.fqdn", ({ phalanx }) => phalanx.fqdn),
  environment("appOfAppsName", "platform: name of the app of apps", () => appOfApps),
  environment("repoUrl", "phalanx.repository", ({ phalanx }) => phalanx.repository),
  environment("vaultUrl", "secrets: address of Vault", ({ vault }) => vault.address),
  environment("vaultPathPrefix", "secrets: mount and path", ({ vault }) => secretsPath(vault)),
  environment("gcp.projectId", "gcp.project", ({ config }) => onGcp(config)?.gcp.project),
  environment("gcp.region", "gcp.region", ({ config }) => onGcp(config)?.gcp.region),
  environment(
    "gcp.clusterName",
    "infra: cluster.name",
    ({ config, infrastructure }) => onGcp(config) && infrastructure.cluster.name,
  ),
];

const applicationWires: readonly Wire[] = [
  {
    application: "argocd",
    key: "argo-cd.configs.cm.url",
    source: "phalanx.fqdn",
    value: ({ phalanx }) => argocdUrl(phalanx),
  },
  {
    application: "argocd",
    key: "argo-cd.server.ingress.hostname",
    source: "phalanx.fqdn",
    value: ({ phalanx }) => phalanx.fqdn,
  },
  {
    application: "cert-manager",
    key: "config.route53.hostedZone",
    source: "certificates.solver",
    value: ({ config }) => route53(config)?.hostedZone,
  },
  {
    application: "cert-manager",
    key: "config.route53.awsAccessKeyId",
    source: "certificates.solver",
    value: ({ config }) => route53(config)?.accessKeyId,
  },
  {
    application: "ingress-nginx",
    key: "ingress-nginx.controller.service.loadBalancerIP",
    source: "infra: ingress.address",
    value: ({ infrastructure: { ingress } }) => (ingress.kind === "service" ? ingress.address : undefined),
  },
  {
    application: "ingress-nginx",
    key: "ingress-nginx.controller.service.annotations",
    source: "infra: ingress.loadBalancerAnnotations",
    value: ({ infrastructure: { ingress } }) =>
      ingress.kind === "service" && Object.keys(ingress.loadBalancerAnnotations).length > 0
        ? ingress.loadBalancerAnnotations
        : undefined,
  },
  {
    application: "nublado",
    key: "controller.config.lab.volumes",
    source: "infra: storage.sharedFiles",
    value: (context) => labVolumes(context)?.volumes,
  },
  {
    application: "nublado",
    key: "controller.config.lab.volumeMounts",
    source: "phalanx.sharedFiles",
    value: (context) => labVolumes(context)?.mounts,
  },
  {
    application: "portal",
    key: "replicaCount",
    source: "phalanx.portal",
    value: ({ phalanx }) => phalanx.portal.replicas,
  },
  {
    application: "portal",
    key: "config.volumes.sharedWorkarea.nfs.server",
    source: "infra: storage.sharedFiles",
    value: (context) => workArea(context)?.server,
  },
  {
    application: "portal",
    key: "config.volumes.sharedWorkarea.nfs.path",
    source: "infra: storage.sharedFiles",
    value: (context) => workArea(context)?.path,
  },
  {
    application: "postgres",
    key: "postgresStorageClass",
    source: "infra: storage.classes",
    value: ({ phalanx, infrastructure: { storage } }) =>
      phalanx.postgresStorageClass ??
      storage.classes.find((one) => one.default)?.name ??
      new Missing(
        "storage.classes",
        "Phalanx's postgres needs a volume, and there is no default class: name one in phalanx.postgresStorageClass",
      ),
  },
  {
    application: "squareone",
    key: "config.semaphoreUrl",
    source: "phalanx.fqdn",
    value: ({ phalanx }) =>
      phalanx.applications.includes("semaphore") ? `https://${phalanx.fqdn}/semaphore` : undefined,
  },
  {
    application: "squareone",
    key: "config.timesSquareUrl",
    source: "phalanx.fqdn",
    value: ({ phalanx }) =>
      phalanx.applications.includes("times-square") ? `https://${phalanx.fqdn}/times-square/api` : undefined,
  },
  ...["tap", "ssotap"].flatMap(resultWires),
  {
    application: "tap",
    key: "cadc-tap.config.qserv.host",
    source: "phalanx.qserv",
    value: ({ phalanx: { qserv } }) => qserv && `${qserv.host}:${qserv.port}`,
  },
  {
    application: "ssotap",
    key: "cadc-tap.config.pg.host",
    source: "phalanx.ssotap",
    value: ({ phalanx: { ssotap } }) => ssotap && `${ssotap.host}:${ssotap.port}`,
  },
  {
    application: "ssotap",
    key: "cadc-tap.config.pg.database",
    source: "phalanx.ssotap",
    value: ({ phalanx }) => phalanx.ssotap?.database,
  },
  {
    application: "ssotap",
    key: "cadc-tap.config.pg.username",
    source: "phalanx.ssotap",
    value: ({ phalanx }) => phalanx.ssotap?.user,
  },
  {
    application: "nublado",
    key: "controller.googleServiceAccount",
    source: "infra: identity.serviceAccounts",
    value: ({ infrastructure }) => infrastructure.identity?.serviceAccounts["nublado-controller"]?.email,
  },
];

/** The whole table. */
export const wires: readonly Wire[] = [
  ...environmentWires,
  ...applicationWires,
  ...externalDatabaseWires,
  ...cloudSqlWires,
  ...identityWires,
];

/** Where the results of queries go, for one of the TAP services. */
function resultWires(application: string): Wire[] {
  const bucket = ({ infrastructure }: Context) => infrastructure.objectStore?.buckets[resultsBucket];
  return [
    {
      application,
      key: "cadc-tap.config.gcsBucket",
      source: `infra: objectStore.buckets.${resultsBucket}`,
      value: (context) =>
        bucket(context) ??
        new Missing(
          "objectStore.buckets",
          `${application} writes results of queries into a bucket, and there is none for them: add ${resultsBucket}`,
        ),
    },
    {
      application,
      key: "cadc-tap.config.gcsBucketUrl",
      source: "infra: objectStore.endpoint",
      value: (context) => bucket(context) && context.infrastructure.objectStore?.endpoint,
    },
    {
      application,
      key: "cadc-tap.config.gcsBucketType",
      source: "cloud",
      value: (context) => bucket(context) && (onGcp(context.config) ? "GCS" : "S3"),
    },
  ];
}

/** Address of Argo CD for people. */
export function argocdUrl({ fqdn }: Pick<PhalanxConfig, "fqdn">): string {
  return `https://${fqdn}/argo-cd`;
}

function onGcp(config: Config) {
  return config.cloud === "gcp" ? config : undefined;
}

function route53({ certificates }: Config) {
  return certificates.issuer === "dns01" && certificates.solver.provider === "route53"
    ? certificates.solver
    : undefined;
}

function sharedFiles({ infrastructure }: Context, name: string): SharedFiles | undefined {
  return infrastructure.storage.sharedFiles.find((one) => one.name === name);
}

function workArea(context: Context): SharedFiles | undefined {
  const { workArea: name } = context.phalanx.portal;
  return name === undefined ? undefined : sharedFiles(context, name);
}

/** Volumes of users' notebooks, with where they are mounted. A volume is named after its export, so it may be mounted twice. */
function labVolumes(context: Context): { volumes: Value; mounts: Value } | undefined {
  const mounts = Object.entries(context.phalanx.sharedFiles);
  if (mounts.length === 0) return undefined;
  const volumes = [...new Set(mounts.map(([, name]) => name))].flatMap((name) => {
    const files = sharedFiles(context, name);
    if (files === undefined) return [];
    const { server, path, readOnly } = files;
    return [{ name, source: { type: "nfs", server, serverPath: path, ...(readOnly ? { readOnly } : {}) } }];
  });
  return {
    volumes,
    mounts: mounts.map(([containerPath, volumeName]) => ({ containerPath, volumeName })),
  };
}

/** A line of the table with its value, as the stack output `phalanx` has it. */
export interface Wired {
  application: string;
  key: string;
  source: string;
  value: Value;
}

/**
 * The lines that this site fills: of the environment, of the applications that it has, and of those that the platform installs itself.
 *
 * @throws pulumi.RunError that lists every value that is missing, with its cure.
 */
export function wired(context: Context): Wired[] {
  const applications = [environmentFile, ...enabled(context.phalanx), ...providedByPlatform];
  const missing: Missing[] = [];
  const found = wires
    .filter(({ application }) => applications.includes(application))
    .flatMap(({ application, key, source, value: read }) => {
      const value = read(context);
      if (value instanceof Missing) missing.push(value);
      return value === undefined || value instanceof Missing ? [] : [{ application, key, source, value }];
    });
  if (missing.length === 0) return found;
  const lines = [...new Set(missing.map(({ path, message }) => `  ${path}: ${message}`))];
  throw new pulumi.RunError(["Phalanx cannot be configured:", ...lines].join("\n"));
}
