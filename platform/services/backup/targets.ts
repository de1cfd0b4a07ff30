/** Where backups go: Velero's locations of them, and the keys that open each. Pure. */
import type { Config } from "../../../config/schema";
import type { Value, Values } from "../../foundation/values";
import { bucketKey } from "../../secrets/bucket-key";
import type { SecretDeclaration } from "../../secrets/contract";
import { bucketOf } from "../bucket";
import type { Given } from "../service";

type Backup = NonNullable<Config["services"]["backup"]>;
type Target = Backup["targets"][string];

/** Plugins for object stores, of the line that belongs to the chart's Velero. */
const plugins = {
  aws: "docker.io/velero/velero-plugin-for-aws:v1.14.2",
  gcp: "docker.io/velero/velero-plugin-for-gcp:v1.14.2",
} as const;
type Provider = keyof typeof plugins;

/** Google's own buckets are reached as the service's account, without a key; all others speak S3. */
export function providerOf({ kind }: Target, { cloud }: Pick<Config, "cloud">): Provider {
  return kind === "bucket" && cloud === "gcp" ? "gcp" : "aws";
}

/** Images of the plugins that the targets need, by name. */
export function pluginImages(config: Config, { targets }: Backup): { name: string; image: string }[] {
  const providers = new Set(Object.values(targets).map((target) => providerOf(target, config)));
  return [...providers].sort().map((provider) => ({ name: `velero-plugin-for-${provider}`, image: plugins[provider] }));
}

/** Keys of the Secret of a target. */
export const keysOf = (name: string) => ({
  accessKey: `access-key-${name}`,
  secretKey: `secret-key-${name}`,
  /** What Velero reads. */
  file: `credentials-${name}`,
});

/** Keys of the Secret for all targets that need any: none where all are Google's. */
export function targetSecrets(config: Config, { targets }: Backup): Record<string, SecretDeclaration> {
  return Object.fromEntries(
    Object.entries(targets)
      .filter(([, target]) => providerOf(target, config) === "aws")
      .flatMap(([name, target]): [string, SecretDeclaration][] => {
        const { accessKey, secretKey, file } = keysOf(name);
        const [access, secret]: SecretDeclaration["source"][] =
          target.kind === "bucket"
            ? [
                { kind: "wired", name: bucketKey(target.bucket, "access") },
                { kind: "wired", name: bucketKey(target.bucket, "secret") },
              ]
            : [
                { kind: "stack", secret: `backup-${name}-access-key` },
                { kind: "stack", secret: `backup-${name}-secret-key` },
              ];
        // Both lists above have two.
        if (access === undefined || secret === undefined) return [];
        return [
          [accessKey, { description: `Access key of the place ${name}.`, source: access }],
          [secretKey, { description: `Secret key of the place ${name}.`, source: secret }],
          [
            file,
            { description: "Both as S3 clients read them.", source: { kind: "aws-credentials", accessKey, secretKey } },
          ],
        ];
      }),
  );
}

/**
 * Velero's BackupStorageLocation of a target, as the chart's values say it.
 *
 * @throws Error when the layer lacks what config/checks has seen to.
 */
export function location(
  name: string,
  target: Target,
  config: Config,
  given: Pick<Given, "objectStore" | "accounts">,
  secretName: string,
): Values {
  const common = {
    name,
    // Sites may share a bucket.
    prefix: config.site,
    accessMode: "ReadWrite",
  };
  const credential: Values = { name: secretName, key: keysOf(name).file };
  if (target.kind === "s3")
    return {
      ...common,
      provider: "aws",
      bucket: target.bucket,
      credential,
      config: s3(target.endpoint, target.region, true),
    };
  const { bucket, store } = bucketOf(given, target.bucket);
  if (providerOf(target, config) === "gcp") {
    const account = given.accounts?.["backup"];
    return {
      ...common,
      provider: "gcp",
      bucket,
      ...(account === undefined ? {} : { config: { serviceAccount: account } }),
    };
  }
  const { endpoint, region, pathStyle } = store;
  return { ...common, provider: "aws", bucket, credential, config: s3(endpoint, region, pathStyle) };
}

/** Texts only, as Velero takes them. */
function s3(endpoint: Value, region: string, pathStyle: boolean): Values {
  return {
    region,
    s3Url: endpoint,
    s3ForcePathStyle: String(pathStyle),
    // Ceph's gateway and Swift know none of the newer checksums, and refuse what has one.
    checksumAlgorithm: "",
  };
}
