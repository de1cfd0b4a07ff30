import { printProgress } from "../progress";
import { stopLab } from "../stop";
import { noNames, type Command } from "./command";

export const stop: Command = {
  name: "stop",
  summary: "stop every process of the lab, keep its state",
  usage: "",
  help: `Ends the lab's processes in order and leaves none behind, also after process-compose was killed. A \`lab start\` that is under way
is interrupted; while \`lab up\` or another command is at work on the lab, stop says so and does nothing. Everything in the state folder stays: \`lab start\` goes on from there.`,
  async run(invocation) {
    noNames(invocation);
    const was = await stopLab(printProgress);
    process.stdout.write(was ? "The lab is stopped. Its state is kept.\n" : "The lab was not running.\n");
    return 0;
  },
};
