import { printProgress } from "../progress";
import { startLab } from "../start";
import { jsonOption, noNames, print, type Command } from "./command";

export const start: Command = {
  name: "start",
  summary: "install what is missing, start the cloud, wait until it is healthy",
  usage: "[--json]",
  help: `Starts a whole OpenStack on this machine (Debian 12, as root): checks the machine, installs the packages and tools that are
missing, and starts every service on 127.0.0.1. Does nothing when the lab is healthy already. Whatever an earlier run that was
killed has left behind is cleaned up or finished. Ctrl-C stops what had been started.

  --json   print {alreadyRunning, services, seconds}
  LAB_STATE   the folder for everything the lab writes, default /var/lib/science-platform-lab`,
  options: jsonOption,
  async run(invocation) {
    noNames(invocation);
    const result = await startLab({ signal: invocation.signal }, printProgress);
    const text = result.alreadyRunning
      ? `The lab is running already: ${result.services} services, all healthy. Nothing to do.`
      : `The lab is healthy: ${result.services} services, ${result.seconds} s.`;
    print(invocation.flags, result, text);
    return 0;
  },
};
