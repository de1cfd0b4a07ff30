import { printProgress } from "../progress";
import { takeSnapshot } from "../snapshot";
import { jsonOption, onlyName, print, type Command } from "./command";

export const snapshot: Command = {
  name: "snapshot",
  summary: "keep a copy of the whole state under a name",
  usage: "NAME [--json]",
  help: `Copies everything the cloud, its Kubernetes clusters and Pulumi's stack know to LAB_STATE/snapshots/NAME; a snapshot of that name is
replaced. A running lab is stopped for it and started again. \`lab restore NAME\` puts it back.

  --json   print {folder, copySeconds, restarted}`,
  options: jsonOption,
  async run(invocation) {
    const name = onlyName(invocation, "name for the snapshot");
    const result = await takeSnapshot(name, { signal: invocation.signal }, printProgress);
    print(invocation.flags, result, `Snapshot ${name}: ${result.folder}`);
    return 0;
  },
};
