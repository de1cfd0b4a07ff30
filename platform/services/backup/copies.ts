/** Copies of the file server's files, and dumps of databases: by restic, into the targets of the backups. Pure. */
import * as pulumi from "@pulumi/pulumi";
import { lookup } from "../../../config/checks/words";
import { copiesOf } from "../../../config/copies";
import type { Config } from "../../../config/schema";
import { amount } from "../../../config/quantity";
import { catalog } from "../../catalog";
import { withinNodes } from "../../foundation/quota";
import type { ContainerResources, Value, Values } from "../../foundation/values";
import type { SecretDeclaration } from "../../secrets/contract";
import { bucketOf } from "../bucket";
import { passwordOf, placeOf } from "../database/place";
import type { Given, Instance } from "../service";
import { tapDumps } from "../tap/dumps";
import { copiesRelease } from "./copy-names";
import { keysOf, providerOf, targetSecrets } from "./targets";

type Backup = NonNullable<Config["services"]["backup"]>;

const secretName = "restic-keys";

/** Reads files and splits them; the memory is for the index of some millions of them. */
const copyResources: ContainerResources = {
  requests: { cpu: "100m", memory: "256Mi" },
  limits: { cpu: "1", memory: "2Gi" },
};
const dumpResources: ContainerResources = {
  requests: { cpu: "50m", memory: "64Mi" },
  limits: { cpu: "500m", memory: "256Mi" },
};
const passwordKey = (name: string) => `database-${name}`;

const ofTap = (name: string) => lookup(tapDumps, name);

/** Nothing where the site wants neither. */
export function copyInstances(config: Config, backup: Backup): Instance[] {
  const { files, databases } = copiesOf(config);
  const jobs = (files.length + databases.length) * Object.keys(backup.targets).length;
  if (jobs === 0) return [];
  return [
    {
      name: copiesRelease,
      settings: { files, databases, targets: backup.targets },
      chart: catalog.restic,
      values: (given) => copiesValues(config, backup, { files, databases }, given),
      resources: { resources: copyResources, "dump.resources": dumpResources },
      secret: {
        name: secretName,
        declared: { service: copiesRelease, delivery: "platform", keys: secrets(config, backup, databases) },
      },
      // Files belong to anybody: root reads them, through claims that nobody can write through.
      namespace: { owner: "operators", podSecurity: "baseline", quota: quota(config, jobs, files.length) },
      // The ports of databases and of the hardware's own object store are known only when they are there.
      openings: { out: { kind: "to-anywhere", pods: {} } },
      hosts: [],
      files: files.map((name) => ({ export: name, readOnly: true })),
      readiness: [],
      backup: { kind: "nothing", why: "What it makes is in the targets." },
    },
  ];
}

function secrets(config: Config, backup: Backup, databases: readonly string[]): Record<string, SecretDeclaration> {
  return {
    password: {
      description: "Password of the repositories of files and dumps; without it they are lost.",
      source: {
        kind: "password",
        length: 40,
        lasting: 'with another one no copy that is there could be read (docs/backup.md, "Its password")',
      },
    },
    ...targetSecrets(config, backup),
    ...Object.fromEntries(
      databases.map((name): [string, SecretDeclaration] => [
        passwordKey(name),
        {
          description: `Password of the database ${name}.`,
          source: ofTap(name)?.password ?? passwordOf(config, name),
        },
      ]),
    ),
  };
}

/** All jobs begin at the same time, as far as the nodes have room; one more brings something back meanwhile. */
function quota(config: Config, copies: number, files: number): Config["platform"]["quota"] {
  const { cpu, memory } = copyResources.limits;
  const jobs = copies + 1;
  return {
    ...withinNodes(config, { cpu: jobs * amount(cpu), memory: jobs * amount(memory) }),
    // One that failed stays to be looked at.
    pods: 3 * jobs,
    // Of the claims by which exports are mounted.
    storage: `${Math.max(1, files)}Gi`,
    claims: Math.max(1, files),
  };
}

function copiesValues(
  config: Config,
  backup: Backup,
  { files, databases }: { files: readonly string[]; databases: readonly string[] },
  given: Given,
): Values {
  const account = config.cloud === "gcp" ? given.accounts?.["backup"] : undefined;
  return {
    schedule: backup.schedule,
    retainDays: backup.retainDays,
    site: config.site,
    priorityClassName: given.priority.service,
    secretName,
    ...(account === undefined
      ? {}
      : { serviceAccount: { annotations: { "iam.gke.io/gcp-service-account": account } } }),
    dump: { storage: `${backup.dumpStorage}Gi` },
    targets: Object.entries(backup.targets).map(([name, target]) => repository(name, target, config, given)),
    files: [...files],
    databases: databases.map((name) => ({
      name,
      passwordKey: passwordKey(name),
      ...(ofTap(name)?.place ?? placeOf(config, name, given)),
    })),
  };
}

/** In a folder of the site, beside Velero's: sites may share a bucket. */
function repository(name: string, target: Backup["targets"][string], config: Config, given: Given): Values {
  const folder = `${config.site}-restic`;
  const { accessKey, secretKey } = keysOf(name);
  if (target.kind === "s3")
    return {
      ...{ name, region: target.region, accessKey, secretKey },
      repository: `s3:${target.endpoint.replace(/\/$/, "")}/${target.bucket}/${folder}`,
    };
  const { bucket, store } = bucketOf(given, target.bucket);
  if (providerOf(target, config) === "gcp") return { name, repository: joined("gs:", bucket, `:/${folder}`) };
  return {
    ...{ name, region: store.region, accessKey, secretKey },
    repository: joined("s3:", store.endpoint, "/", bucket, `/${folder}`),
  };
}

const joined = (...parts: pulumi.Input<string>[]): Value => pulumi.concat(...parts);
