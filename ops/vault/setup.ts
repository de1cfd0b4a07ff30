/** Makes in Vault what an environment needs: the engine, policies, and logins. Each step may be repeated. */
import { z } from "zod";
import { readerRole, vaultNamespace, type Place } from "../../platform/secrets/place";
import { UserError } from "../errors";
import type { VaultClient } from "./client";
import { environmentPolicies, snapshotPolicy, type Policy } from "./policies";

export interface Setup {
  place: Place;
  /** Something in the cluster reads: Phalanx's operator. */
  reader: boolean;
  /** Vault runs in the platform's cluster, so that service accounts can log in. */
  inCluster: boolean;
}

/** An AppRole's login: stack secrets by name. */
export type Logins = Readonly<Record<string, string>>;

/** Name of the service account that saves Vault's data, and of its role. */
export const snapshotAccount = "vault-snapshot";

/** Seconds that a login of `science-platform secrets` lasts, and at most with renewals. */
const writer = { token_ttl: 20 * 60, token_max_ttl: 4 * 3600 };
/** Seconds within which the operator renews its token, as long as it runs. */
const reader = { token_period: 24 * 3600 };

/**
 * @param progress Told of each step before it is made.
 * @returns Stack secrets to set. They are new, and the old ones stay good until somebody destroys them.
 */
export async function setUp(client: VaultClient, setup: Setup, progress: (step: string) => void): Promise<Logins> {
  const { place, inCluster } = setup;
  const { read, write } = environmentPolicies(place);

  progress(`KV version 2 engine at ${place.mount}`);
  await engine(client, place.mount);
  for (const policy of [read, write, ...(inCluster ? [snapshotPolicy] : [])])
    await writePolicy(client, policy, progress);

  await authMethod(client, "approle", progress);
  const logins = { ...(await appRole(client, "vault", write, writer, progress)) };
  if (setup.reader && !inCluster) Object.assign(logins, await appRole(client, "vault-reader", read, reader, progress));

  if (inCluster) {
    await authMethod(client, "kubernetes", progress);
    await client.write("auth/kubernetes/config", { kubernetes_host: "https://kubernetes.default.svc" });
    if (setup.reader) await serviceAccount(client, { role: readerRole, namespace: readerRole }, read, progress);
    await serviceAccount(client, { role: snapshotAccount, namespace: vaultNamespace }, snapshotPolicy, progress);
    await audit(client, progress);
  }
  return logins;
}

async function engine(client: VaultClient, mount: string): Promise<void> {
  const mounts = z.object({
    data: z.record(z.string(), z.object({ type: z.string(), options: z.record(z.string(), z.string()).nullish() })),
  });
  const found = mounts.parse(await client.read("sys/mounts")).data[`${mount}/`];
  if (found === undefined) {
    await client.write(`sys/mounts/${mount}`, { type: "kv", options: { version: "2" } });
    return;
  }
  if (found.type !== "kv" || found.options?.["version"] !== "2")
    throw new UserError(
      `The engine at ${mount} is ${found.type}${found.type === "kv" ? " version 1" : ""}: name another mount (secrets.mount), or raise it with \`vault kv enable-versioning ${mount}\`.`,
    );
}

async function writePolicy(client: VaultClient, { name, rules }: Policy, progress: (step: string) => void) {
  progress(`policy ${name}`);
  await client.write(`sys/policies/acl/${name}`, { policy: rules }, "PUT");
}

async function authMethod(client: VaultClient, type: "approle" | "kubernetes", progress: (step: string) => void) {
  const methods = z.object({ data: z.record(z.string(), z.unknown()) });
  if (`${type}/` in methods.parse(await client.read("sys/auth")).data) return;
  progress(`login by ${type}`);
  await client.write(`sys/auth/${type}`, { type });
}

/** @param secret Beginning of the stack secrets' names. */
async function appRole(
  client: VaultClient,
  secret: "vault" | "vault-reader",
  { name }: Policy,
  token: object,
  progress: (step: string) => void,
): Promise<Logins> {
  progress(`AppRole ${name}`);
  const role = `auth/approle/role/${name}`;
  await client.write(role, { token_policies: [name], token_no_default_policy: false, ...token });
  const roleId = z.object({ data: z.object({ role_id: z.string() }) }).parse(await client.read(`${role}/role-id`));
  const secretId = z
    .object({ data: z.object({ secret_id: z.string() }) })
    .parse(await client.write(`${role}/secret-id`, {}));
  return { [`${secret}-role-id`]: roleId.data.role_id, [`${secret}-secret-id`]: secretId.data.secret_id };
}

/** A role for the service account of the same name. */
async function serviceAccount(
  client: VaultClient,
  { role, namespace }: { role: string; namespace: string },
  policy: Policy,
  progress: (step: string) => void,
): Promise<void> {
  progress(`role ${role} for the service account ${namespace}/${role}`);
  await client.write(`auth/kubernetes/role/${role}`, {
    bound_service_account_names: [role],
    bound_service_account_namespaces: [namespace],
    token_policies: [policy.name],
    ...reader,
  });
}

/** Who did what goes where the logs of all pods go; values stand there as hashes. */
async function audit(client: VaultClient, progress: (step: string) => void): Promise<void> {
  const devices = z.object({ data: z.record(z.string(), z.unknown()) });
  if ("stdout/" in devices.parse(await client.read("sys/audit")).data) return;
  progress("audit log, to the servers' own log");
  await client.write("sys/audit/stdout", { type: "file", options: { file_path: "stdout" } });
}
