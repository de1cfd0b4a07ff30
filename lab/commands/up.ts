import { throwIfAborted } from "../errors";
import { withLock } from "../lock";
import { preflightAccess } from "../preflight";
import { printProgress } from "../progress";
import { deploy } from "../stack/deploy";
import { startLab } from "../start";
import { stopLab } from "../stop";
import { allTools } from "../tools";
import { noNames, type Command } from "./command";

export const up: Command = {
  name: "up",
  summary: "start the lab if need be, then `pulumi up --stack lab`; ends with addresses, names and next commands",
  usage: "",
  help: `Takes a bare Debian 12 machine to the running platform: installs tools and packages that are missing, starts the cloud, and runs
\`pulumi up --stack lab\` with the policy packs. A second time it changes nothing and says so. What a killed run left is mended first.
Ctrl-C lets Pulumi note what is done, and stops the lab again if this command had started it; \`lab up\` goes on from there.`,
  async run(invocation) {
    noNames(invocation);
    const { signal } = invocation;
    preflightAccess();
    // Held to the end, so that nobody takes the cloud away under Pulumi.
    return withLock("lab up", () => deployOnLab(signal), { wait: { progress: printProgress, signal } });
  },
};

async function deployOnLab(signal: AbortSignal): Promise<number> {
  const lab = await startLab({ signal, installTools: allTools }, printProgress);
  try {
    const summary = await deploy(printProgress, signal);
    process.stdout.write(summary);
    return 0;
  } catch (error) {
    if (signal.aborted && !lab.alreadyRunning) {
      printProgress("up: interrupted, stopping the lab again");
      await stopLab(printProgress);
    }
    throwIfAborted(signal);
    throw error;
  }
}
