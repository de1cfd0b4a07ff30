/** The way to the Vault of a stack, and the login there. */
import type { Config } from "../../config/schema";
import { placeInVault, vaultNamespace, type Place } from "../../platform/secrets/place";
import { UserError } from "../errors";
import { left, stackSecret, type Left, type StackOptions } from "../secrets/stack";
import { VaultClient, type VaultAddress } from "./client";
import { withForward } from "./forward";

export interface VaultOptions extends StackOptions {
  /** Another address of the same Vault, as one has it here. */
  address?: string | undefined;
}

/** Port of Vault's API. */
const apiPort = 8200;

/** @throws UserError when the stack keeps its secrets in no Vault. */
export function placeOf(config: Config, stack: string): Place {
  const place = placeInVault(config);
  if (place === undefined)
    throw new UserError(`${stack} keeps its secrets in the cluster (secrets.backend), so there is no Vault.`);
  return place;
}

/**
 * Vault as `work` reaches it, without a login.
 *
 * @param target Which server of Vault in the cluster. @default the one that leads
 */
export async function withVault<T>(
  config: Config,
  options: VaultOptions,
  work: (client: VaultClient) => Promise<T>,
  target = "service/vault-active",
): Promise<T> {
  placeOf(config, options.stack);
  const { secrets } = config;
  const use = async (at: VaultAddress): Promise<T> => {
    const client = new VaultClient(at);
    try {
      return await work(client);
    } finally {
      await client.close();
    }
  };
  if (secrets.backend === "vault")
    return use({
      address: withoutSlash(options.address ?? secrets.address),
      namespace: secrets.namespace,
      certificateAuthority: secrets.certificateAuthority,
    });
  const { kubeconfig, vaultAuthority }: Left = await left(options);
  if (options.address !== undefined)
    return use({ address: withoutSlash(options.address), certificateAuthority: vaultAuthority });
  if (kubeconfig === undefined) throw new UserError(`The last run of ${options.stack} made no cluster.`);
  return withForward(kubeconfig, { namespace: vaultNamespace, target, port: apiPort }, options.env, (address) =>
    use({ address: `https://${address}`, certificateAuthority: vaultAuthority }),
  );
}

function withoutSlash(address: string): string {
  return address.replace(/\/+$/, "");
}

/** With VAULT_TOKEN, or as the AppRole of the stack secrets. @throws UserError when there is neither. */
export async function logIn(client: VaultClient, options: StackOptions): Promise<VaultClient> {
  const token = options.env["VAULT_TOKEN"];
  if (token) return client.useToken(token);
  const [roleId, secretId] = await Promise.all(
    ["vault-role-id", "vault-secret-id"].map((name) => stackSecret(options, name)),
  );
  if (roleId === undefined || secretId === undefined)
    throw new UserError(
      `There is no login at Vault: \`science-platform vault setup --stack ${options.stack}\` makes one, or set VAULT_TOKEN.`,
    );
  return client.logIn(roleId, secretId);
}

/** With the token of an administrator. @throws UserError when there is none. */
export function asAdministrator(client: VaultClient, env: NodeJS.ProcessEnv): VaultClient {
  const token = env["VAULT_TOKEN"];
  if (!token)
    throw new UserError("Set VAULT_TOKEN to the token of somebody who may change policies and logins of Vault.");
  return client.useToken(token);
}
