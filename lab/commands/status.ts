import { describeStatus, labStatus } from "../status";
import { jsonOption, noNames, print, type Command } from "./command";

export const status: Command = {
  name: "status",
  summary: "show services, memory and Kubernetes clusters",
  usage: "[--json]",
  help: `Shows every process with its state, memory (shared pages counted once) and restarts, and the Kubernetes clusters that Magnum was
asked for. Exit code 0 when the lab is healthy, 1 otherwise.

  --json   everything, for a script`,
  options: jsonOption,
  async run(invocation) {
    noNames(invocation);
    const current = await labStatus();
    print(invocation.flags, current, describeStatus(current));
    return current.state === "healthy" ? 0 : 1;
  },
};
