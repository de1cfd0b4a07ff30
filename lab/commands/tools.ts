import { printProgress } from "../progress";
import { allTools } from "../tools";
import { noNames, type Command } from "./command";

export const tools: Command = {
  name: "tools",
  summary: "install the toolchain's programs that are missing",
  usage: "",
  help: `Downloads or builds what is not in the cache yet, once per machine. Says nothing when all is there.`,
  async run(invocation) {
    noNames(invocation);
    await allTools(printProgress, invocation.signal);
    return 0;
  },
};
