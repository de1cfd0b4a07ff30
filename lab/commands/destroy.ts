import { LabError, throwIfAborted } from "../errors";
import { withLock } from "../lock";
import { preflightAccess } from "../preflight";
import { printProgress } from "../progress";
import { destroy as destroyStack } from "../stack/deploy";
import { startLab } from "../start";
import { noNames, type Command } from "./command";

export const destroy: Command = {
  name: "destroy",
  summary: "`science-platform destroy --stack lab`, and show that nothing is left in the cloud",
  usage: "",
  help: `Removes everything that \`lab up\` made, and what was made in its cluster since (the lab is disposable: nothing is protected), then
lists what the tenant still holds. The cloud itself goes on running; \`lab clean\` ends that too. A destroy that was interrupted goes on when run again.`,
  async run(invocation) {
    noNames(invocation);
    const { signal } = invocation;
    preflightAccess();
    const work = async () => {
      await startLab({ signal }, printProgress);
      return destroyStack(printProgress, signal);
    };
    // Held to the end, so that nobody takes the cloud away under Pulumi.
    const left = await withLock("lab destroy", work, { wait: { progress: printProgress, signal } });
    throwIfAborted(signal);
    if (left.length > 0) {
      const rows = left.map(({ kind, name, id }) => `  ${kind.padEnd(24)} ${name}  ${id}`);
      throw new LabError(`Left in the project of cloud "lab", made by somebody else or by hand:\n${rows.join("\n")}`);
    }
    process.stdout.write('Nothing is left: the project of cloud "lab" is empty.\n');
    return 0;
  },
};
