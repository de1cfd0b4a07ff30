/** Writes what the last run made into Vault. */
import { logIn, placeOf, withVault, type VaultOptions } from "../vault/connect";
import { KvFolder } from "../vault/kv";
import { plan, type Step } from "./compare";
import { left, makeSecrets, stackConfig } from "./stack";

export interface SyncOptions extends VaultOptions {
  /** Remove what nothing declares. */
  delete: boolean;
  /** Only say what would be done. */
  dryRun: boolean;
  /** Make the values first, and nothing else of the stack. */
  make: boolean;
}

/**
 * Each secret is written once, as a whole and only on top of the version that was compared.
 *
 * @param progress Told of each step before it is made.
 * @returns What was done, or would be.
 */
export async function sync(options: SyncOptions, progress: (step: Step) => void): Promise<Step[]> {
  const config = stackConfig(options);
  const place = placeOf(config, options.stack);
  if (options.make && !options.dryRun) await makeSecrets(options);
  const { secrets } = await left(options);
  return withVault(config, options, async (client) => {
    const folder = new KvFolder(await logIn(client, options), place);
    const found = await folder.all();
    const steps = plan(secrets, new Map([...found].map(([service, { values }]) => [service, values])), options.delete);
    for (const step of steps) {
      progress(step);
      if (options.dryRun) continue;
      if (step.action === "delete") await folder.delete(step.service);
      else await folder.write(step.service, step.values, found.get(step.service)?.version);
    }
    return steps;
  });
}
