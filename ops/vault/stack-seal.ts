/** First start and opening of the Vault that runs in a stack's cluster. */
import * as fs from "node:fs";
import type { Config } from "../../config/schema";
import { UserError } from "../errors";
import { stackConfig } from "../secrets/stack";
import { withVault, type VaultOptions } from "./connect";
import { initialize, sealStatus, unseal, type Keys, type Shares } from "./seal";

type InCluster = Extract<Config["secrets"], { backend: "vault-in-cluster" }>;

/** The first server: the others join it once it is open. */
const first = "pod/vault-0";

export async function initializeStack(
  options: VaultOptions & Shares & { keys: string },
  progress: (line: string) => void,
): Promise<void> {
  const { shares, threshold, keys: file } = options;
  if (threshold > shares) throw new UserError(`--threshold ${threshold} is more than --shares ${shares}.`);
  const { config, secrets } = inCluster(options);
  // Before anything happens: keys that cannot be written down would be lost.
  const keysFile = newFile(file);
  let written = false;
  try {
    await withVault(
      config,
      options,
      async (client) => {
        const keys = await initialize(client, secrets.unseal === "gcp-kms" ? "self" : "shamir", { shares, threshold });
        fs.writeFileSync(keysFile, `${JSON.stringify(keys, null, 2)}\n`);
        fs.fsyncSync(keysFile);
        written = true;
      },
      first,
    );
    progress(`Vault is initialized. ${file} has its ${shares} key shares and its root token, and nothing else has.`);
  } finally {
    fs.closeSync(keysFile);
    if (!written) fs.rmSync(file);
  }
}

export async function unsealStack(
  options: VaultOptions & { keys?: string | undefined },
  progress: (line: string) => void,
): Promise<void> {
  const { config, secrets } = inCluster(options);
  const given = options.keys === undefined ? undefined : sharesIn(options.keys);
  const servers = options.address === undefined ? secrets.replicas : 1;
  for (let server = 0; server < servers; server++) {
    const name = options.address ?? `vault-${server}`;
    await withVault(
      config,
      options,
      async (client) => {
        if ((await sealStatus(client)).sealed) await unseal(client, nextShare(name, given));
        progress(`${name} is open.`);
      },
      `pod/vault-${server}`,
    );
  }
}

/** Shares from the file, one after the other, or from a person who types them unseen. */
function nextShare(server: string, given: readonly string[] | undefined): (missing: number) => Promise<string> {
  let used = 0;
  return async (missing) => {
    if (given !== undefined) {
      const share = given[used++];
      if (share === undefined) throw new UserError(`${server}: the file has too few shares.`);
      return share;
    }
    const { password } = await import("@inquirer/prompts");
    return (await password({ message: `${server}: key share (${missing} to go):` })).trim();
  };
}

function sharesIn(file: string): string[] {
  try {
    return (JSON.parse(fs.readFileSync(file, "utf8")) as Partial<Keys>).keys_base64 ?? [];
  } catch (error) {
    // Never with the file's text in it.
    throw new UserError(
      `--keys ${file} is no file of \`vault init\` (${(error as NodeJS.ErrnoException).code ?? "no JSON"}).`,
    );
  }
}

function newFile(file: string): number {
  try {
    return fs.openSync(file, "wx", 0o600);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UserError(
      code === "EEXIST" ? `--keys ${file}: the file is there already.` : `--keys ${file} cannot be written (${code}).`,
    );
  }
}

function inCluster(options: VaultOptions): { config: Config; secrets: InCluster } {
  const config = stackConfig(options);
  const { secrets } = config;
  if (secrets.backend !== "vault-in-cluster")
    throw new UserError(
      `${options.stack} has no Vault in its cluster (secrets.backend): whoever runs its Vault opens it.`,
    );
  return { config, secrets };
}
