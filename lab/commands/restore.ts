import { printProgress } from "../progress";
import { restoreSnapshot } from "../snapshot";
import { jsonOption, onlyName, print, type Command } from "./command";

export const restore: Command = {
  name: "restore",
  summary: "put a snapshot back",
  usage: "NAME [--json]",
  help: `Replaces the state of the cloud, its Kubernetes clusters and Pulumi's stack by the snapshot's. What the lab holds now is lost. A running
lab is stopped for it and started again. A restore that was killed is finished by the next \`lab start\`.

  --json   print {folder, copySeconds, restarted}`,
  options: jsonOption,
  async run(invocation) {
    const name = onlyName(invocation, "name of a snapshot");
    const result = await restoreSnapshot(name, { signal: invocation.signal }, printProgress);
    print(invocation.flags, result, `Restored ${name} from ${result.folder}`);
    return 0;
  },
};
