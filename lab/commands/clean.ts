import { createInterface } from "node:readline/promises";
import { cleanLab } from "../clean";
import { LabError } from "../errors";
import { paths } from "../paths";
import { printProgress } from "../progress";
import { noNames, type Command } from "./command";

export const clean: Command = {
  name: "clean",
  summary: "stop the lab and remove its state",
  usage: "[--yes]",
  help: `Stops the lab and removes everything it wrote: databases, clusters, logs, snapshots, Pulumi's stack. The Debian packages stay.
A \`lab start\` that is under way is interrupted; while \`lab up\` or another command is at work on the lab, clean says so and does nothing.
A folder that no lab made is left alone.

  --yes   do not ask`,
  options: { yes: { type: "boolean" } },
  async run(invocation) {
    noNames(invocation);
    if (invocation.flags.yes !== true && !(await confirmed(invocation.signal))) {
      process.stdout.write("Nothing was removed.\n");
      return 1;
    }
    const foreign = await cleanLab(printProgress);
    process.stdout.write(
      foreign.length === 0
        ? `Removed ${paths.state}.\n`
        : `Removed what the lab had made in ${paths.state}. Not its own, so still there: ${foreign.join(", ")}.\n`,
    );
    return 0;
  },
};

async function confirmed(signal: AbortSignal): Promise<boolean> {
  if (!process.stdin.isTTY)
    throw new LabError("Nobody is here to ask whether the lab's state may be removed: add --yes.");
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await terminal.question(`Remove ${paths.state} with everything in it, snapshots too? [y/N] `, {
      signal,
    });
    return /^y(es)?$/i.test(answer.trim());
  } catch {
    return false; // Ctrl-C
  } finally {
    terminal.close();
  }
}
