/** Prepares the Vault of a stack, and keeps its logins in the stack file. */
import { keepSecret, stackConfig } from "../secrets/stack";
import { asAdministrator, placeOf, withVault, type VaultOptions } from "./connect";
import { setUp } from "./setup";

export async function setUpStack(
  options: VaultOptions,
  { revokeToken }: { revokeToken: boolean },
  progress: (line: string) => void,
): Promise<void> {
  const config = stackConfig(options);
  const setup = {
    place: placeOf(config, options.stack),
    reader: config.phalanx !== undefined,
    inCluster: config.secrets.backend === "vault-in-cluster",
  };
  await withVault(config, options, async (client) => {
    asAdministrator(client, options.env);
    const logins = await setUp(client, setup, progress);
    for (const [name, value] of Object.entries(logins)) {
      progress(`stack secret ${name}`);
      await keepSecret(options, name, value);
    }
    if (revokeToken) {
      progress("VAULT_TOKEN ends");
      await client.write("auth/token/revoke-self", {});
    }
  });
}
