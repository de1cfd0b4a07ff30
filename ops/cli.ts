/** `science-platform COMMAND`: what operators do besides `pulumi up`. One file per command in commands/; it loads its work when it runs. */
import { Command, CommanderError } from "commander";
import { backupCommand } from "./commands/backup";
import { bucketsCommand } from "./commands/buckets";
import { chartsCommand } from "./commands/charts";
import { commentCommand } from "./commands/comment";
import { completionCommand } from "./commands/completion";
import { configCommand } from "./commands/config";
import { destroyCommand } from "./commands/destroy";
import { dnsCommand } from "./commands/dns";
import { driftCommand } from "./commands/drift";
import { failoverCommand } from "./commands/failover";
import { initCommand } from "./commands/init";
import { credentialCommand, kubeconfigCommand } from "./commands/kubeconfig";
import { moveClaimsCommand } from "./commands/move-claims";
import { phalanxCommand } from "./commands/phalanx";
import { policyCommand } from "./commands/policy";
import { preflightCommand } from "./commands/preflight";
import { previewCommand } from "./commands/preview";
import { recoverCommand } from "./commands/recover";
import { renderCommand } from "./commands/render";
import { reportCommand } from "./commands/report";
import { secretsCommand } from "./commands/secrets";
import { vaultCommand } from "./commands/vault";
import { stateCommand } from "./commands/state";
import { UsageError, UserError } from "./errors";

/** Exit codes: they are part of the interface. */
export const exitCodes = { done: 0, failed: 1, usage: 2 } as const;

export function cli(): Command {
  const program = new Command("science-platform")
    .description("Operates a science platform. Exit codes: 0 done, 1 problems found or failed, 2 wrong usage.")
    .showHelpAfterError("(add --help for what is possible)")
    .exitOverride();
  const commands = [
    initCommand(),
    configCommand(),
    preflightCommand(),
    policyCommand(),
    renderCommand(),
    chartsCommand(),
    previewCommand(),
    commentCommand(),
    driftCommand(),
    reportCommand(),
    recoverCommand(),
    destroyCommand(),
    stateCommand(),
    dnsCommand(),
    failoverCommand(),
    phalanxCommand(),
    secretsCommand(),
    vaultCommand(),
    backupCommand(),
    bucketsCommand(),
    kubeconfigCommand(),
    credentialCommand(),
    moveClaimsCommand(),
    completionCommand(),
  ];
  for (const command of commands) program.addCommand(inherit(command));
  return program;
}

/** Subcommands do not inherit exitOverride and the error's hint by themselves. */
function inherit(command: Command): Command {
  command.exitOverride().showHelpAfterError("(add --help for what is possible)");
  for (const child of command.commands) inherit(child);
  return command;
}

/** A reader that has seen enough, like `head`, is no error; an output that takes nothing, like a full disk, is one. */
function onOutputError({ code, message }: NodeJS.ErrnoException): void {
  if (code === "EPIPE") process.exit();
  process.stderr.write(`The output could not be written: ${message}\n`);
  process.exit(exitCodes.failed);
}

/** Runs one command line and returns the exit code. A command that finds problems sets process.exitCode. */
export async function main(argv: readonly string[]): Promise<number> {
  if (!process.stdout.listeners("error").includes(onOutputError)) process.stdout.on("error", onOutputError);
  try {
    await cli().parseAsync(argv, { from: "user" });
    return typeof process.exitCode === "number" ? process.exitCode : exitCodes.done;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
    if (error instanceof UserError) {
      process.stderr.write(`${error.message}\n`);
      return error instanceof UsageError ? exitCodes.usage : exitCodes.failed;
    }
    throw error;
  }
}

if (require.main === module) {
  void main(process.argv.slice(2)).then((code) => (process.exitCode = code));
}
