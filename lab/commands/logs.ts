import { spawn } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { LabError } from "../errors";
import { paths } from "../paths";
import { onlyName, UsageError, type Command } from "./command";

export const logs: Command = {
  name: "logs",
  summary: "print the log of a process",
  usage: "NAME [--follow] [--lines N]",
  help: `Prints the end of a process's log. \`lab status\` shows the names; one-shots (schema-nova, catalog, seed ...) have logs too.

  --follow, -f     go on as the log grows, until Ctrl-C
  --lines, -n N    how many lines, default 50`,
  options: { follow: { type: "boolean", short: "f" }, lines: { type: "string", short: "n", default: "50" } },
  async run(invocation) {
    const name = onlyName(invocation, "name of a process");
    const lines = Number(invocation.flags.lines);
    if (!Number.isInteger(lines) || lines < 0)
      throw new UsageError(`--lines wants a whole number, not "${String(invocation.flags.lines)}".`);
    const file = path.join(paths.log, `${name}.log`);
    if (path.dirname(file) !== paths.log || !fs.existsSync(file)) throw new LabError(noSuchLog(name));
    const tail = spawn("tail", ["-n", String(lines), ...(invocation.flags.follow === true ? ["-F"] : []), file], {
      stdio: ["ignore", "inherit", "ignore"],
    });
    invocation.signal.addEventListener("abort", () => tail.kill());
    await new Promise((resolve) => tail.on("close", resolve));
    return 0;
  },
};

function noSuchLog(name: string): string {
  const known = fs.existsSync(paths.log) ? fs.readdirSync(paths.log).filter((file) => file.endsWith(".log")) : [];
  const names = known.map((file) => path.basename(file, ".log")).sort();
  return `There is no log of "${name}" in ${paths.log}. ${names.length > 0 ? `There are: ${names.join(", ")}.` : "The lab was never started."}`;
}
