/** The site's secrets, and where they are kept. */
import * as pulumi from "@pulumi/pulumi";
import { stackSecret } from "../../config/load";
import { report } from "../../config/problems-report";
import type { Config } from "../../config/schema";
import type { Infrastructure } from "../../infra/contract";
import { bucketKey } from "./bucket-key";
import { cloudKey } from "./cloud-key";
import type { VaultBackend } from "./contract";
import type { DeclaredService } from "./declared";
import { siteSecrets } from "./declarations";
import { formerStatus } from "./former";
import { placeInVault, readerRole, vaultInCluster } from "./place";
import { PlatformSecrets } from "./platform-secrets";
import { rotationProblems } from "./rotations";

/**
 * @param opts Providers of random and tls.
 * @param authority PEM of the authority of Vault in the cluster, if there is one.
 */
export function createSecrets(
  config: Config,
  { cloudCredentials, database, objectStore }: Pick<Infrastructure, "cloudCredentials" | "database" | "objectStore">,
  opts: pulumi.ComponentResourceOptions,
  authority?: pulumi.Output<string>,
): PlatformSecrets {
  const vault = vaultBackend(config, authority);
  const passwords = Object.entries(database?.databases ?? {}).map(([name, one]) => [`database/${name}`, one.password]);
  return new PlatformSecrets(
    "secrets",
    {
      declared: declared(config),
      secrets: config.secrets,
      wired: {
        ...(Object.fromEntries(passwords) as Record<string, pulumi.Output<string>>),
        ...bucketKeys(objectStore),
        ...cloudKeys(cloudCredentials),
      },
      aliases: {
        "landing-page/password": {
          name: "landing-page-status",
          parent: formerStatus(pulumi.createUrn("landing-page", "science-platform:services:LandingPage")),
        },
      },
      ...(vault === undefined ? {} : { vault }),
    },
    opts,
  );
}

/** The key pair of each bucket: its own, or the one that all share. */
function bucketKeys(store: Infrastructure["objectStore"]): Record<string, pulumi.Output<string>> {
  return Object.fromEntries(
    Object.keys(store?.buckets ?? {}).flatMap((purpose) => {
      const pair = store?.keys?.[purpose] ?? store?.credentials;
      return pair === undefined
        ? []
        : [
            [bucketKey(purpose, "access"), pair.accessKey],
            [bucketKey(purpose, "secret"), pair.secretKey],
          ];
    }),
  ) as Record<string, pulumi.Output<string>>;
}

/** Both parts of each login at the cloud. */
function cloudKeys(credentials: Infrastructure["cloudCredentials"]): Record<string, pulumi.Output<string>> {
  return Object.fromEntries(
    Object.entries(credentials ?? {}).flatMap(([purpose, { id, secret }]) => [
      [cloudKey(purpose, "id"), id],
      [cloudKey(purpose, "secret"), secret],
    ]),
  ) as Record<string, pulumi.Output<string>>;
}

/** What the site's own secrets (secrets.static) make impossible, and numbers that nothing has, are told without a stack trace. */
function declared(config: Config): DeclaredService[] {
  let found: DeclaredService[];
  try {
    found = siteSecrets(config);
  } catch (error) {
    throw new pulumi.RunError(error instanceof Error ? error.message : String(error));
  }
  const problems = rotationProblems(config.secrets.rotations, found);
  if (problems.length > 0) throw new pulumi.RunError(report(pulumi.getStack(), problems, config.cloud));
  return found;
}

function vaultBackend(config: Config, authority?: pulumi.Output<string>): VaultBackend | undefined {
  const { phalanx, secrets } = config;
  const place = placeInVault(config);
  if (place === undefined || secrets.backend === "kubernetes") return undefined;
  if (secrets.backend === "vault-in-cluster")
    return {
      ...place,
      address: vaultInCluster,
      ...(authority === undefined ? {} : { certificateAuthority: authority }),
      ...(phalanx === undefined ? {} : { reader: { method: "kubernetes", mount: "kubernetes", role: readerRole } }),
    };
  const { address, namespace, certificateAuthority } = secrets;
  return {
    ...place,
    address,
    ...(namespace === undefined ? {} : { namespace }),
    ...(certificateAuthority === undefined ? {} : { certificateAuthority }),
    ...(phalanx === undefined ? {} : { reader: appRole() }),
  };
}

function appRole(): VaultBackend["reader"] {
  return {
    method: "approle",
    roleId: stackSecret("vault-reader-role-id"),
    secretId: stackSecret("vault-reader-secret-id"),
  };
}
