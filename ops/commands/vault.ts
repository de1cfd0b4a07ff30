/** `science-platform vault ...`: what an administrator of Vault does for an environment, and the first start of Vault in the cluster. */
import { Command, InvalidArgumentError } from "commander";
import { ofStack, ofVault } from "./secrets";

interface Options {
  stack: string;
  directory: string;
  address?: string;
}

const codes = "Exit codes: 0 done, 1 failed, 2 wrong usage.";

export function vaultCommand(): Command {
  return new Command("vault")
    .description("Prepares Vault for an environment, and starts one that runs in the cluster (docs/secrets.md).")
    .addCommand(policiesCommand())
    .addCommand(setupCommand())
    .addCommand(initCommand())
    .addCommand(unsealCommand());
}

function policiesCommand(): Command {
  return ofStack(new Command("policies"))
    .summary("the policies that the environment needs, for whoever makes them by hand")
    .description("Prints the policies for reading and for writing the environment's secrets. Asks nobody.")
    .addHelpText("after", `\nExample:\n  science-platform vault policies --stack roe\n\n${codes}`)
    .action(policies);
}

function setupCommand(): Command {
  return ofVault(new Command("setup"))
    .summary("makes engine, policies and logins, and keeps the logins in the stack file")
    .description(
      "As an administrator of Vault (VAULT_TOKEN): makes the KV engine, the policies and the AppRoles where they are missing, and sets " +
        "the logins as secrets of the stack, without showing them. Run it again for new logins. For Vault in the cluster also the " +
        "logins of service accounts and the audit log.",
    )
    .option("--revoke-token", "end VAULT_TOKEN afterwards: right for the root token of a new Vault", false)
    .addHelpText("after", `\nExample:\n  VAULT_TOKEN=... science-platform vault setup --stack roe\n\n${codes}`)
    .action(setup);
}

function initCommand(): Command {
  return ofVault(new Command("init"))
    .summary("initializes Vault in the cluster, once, and writes its keys into a file")
    .description(
      "Initializes Vault and writes key shares and root token into a new file that only you can read. They exist nowhere else: give " +
        "each share to another person and delete the file. Nothing is done to a Vault that was initialized before.",
    )
    .requiredOption("--keys <file>", "where the key shares go; the file must not exist")
    .option("--shares <number>", "key shares", count, 5)
    .option("--threshold <number>", "shares that open Vault", count, 3)
    .addHelpText(
      "after",
      `\nExample:\n  science-platform vault init --stack gke --keys /media/stick/vault.json\n\n${codes}`,
    )
    .action(init);
}

function unsealCommand(): Command {
  return ofVault(new Command("unseal"))
    .summary("opens each sealed server of Vault in the cluster with key shares")
    .description(
      "Asks for key shares, hidden, until each server of Vault is open. After every restart of a server, unless it opens itself with a " +
        "key of the cloud (secrets.unseal).",
    )
    .option("--keys <file>", "take the shares from the file of `vault init` instead of asking: for labs")
    .addHelpText("after", `\nExample:\n  science-platform vault unseal --stack roe\n\n${codes}`)
    .action(unseal);
}

function count(text: string): number {
  if (!/^[1-9]\d?$/.test(text)) throw new InvalidArgumentError("a number from 1 to 99");
  return Number(text);
}

async function policies(options: Options): Promise<void> {
  const [{ stackConfig }, { placeOf }, { environmentPolicies }] = await Promise.all([
    import("../secrets/stack.ts"),
    import("../vault/connect.ts"),
    import("../vault/policies.ts"),
  ]);
  const place = placeOf(stackConfig({ ...options, env: process.env }), options.stack);
  for (const { name, rules } of Object.values(environmentPolicies(place)))
    process.stdout.write(`# ${name}\n${rules}\n`);
}

async function setup({ revokeToken, ...options }: Options & { revokeToken: boolean }): Promise<void> {
  const { setUpStack } = await import("../vault/stack-setup.ts");
  await setUpStack({ ...options, env: process.env }, { revokeToken }, say);
}

async function init(options: Options & { keys: string; shares: number; threshold: number }): Promise<void> {
  const { initializeStack } = await import("../vault/stack-seal.ts");
  await initializeStack({ ...options, env: process.env }, say);
}

async function unseal(options: Options & { keys?: string }): Promise<void> {
  const { unsealStack } = await import("../vault/stack-seal.ts");
  await unsealStack({ ...options, env: process.env }, say);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
