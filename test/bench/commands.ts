/**
 * How long each command takes to start: `npm run bench`. Medians of whole processes, from the shell's point of view; a command may take
 * 400 ms on a quiet machine. Fails when one takes longer.
 */
import { spawnSync } from "node:child_process";
import * as path from "node:path";
import { cli } from "../../ops/cli";
import { levels } from "../../ops/completion";

const program = path.resolve(__dirname, "../../bin/science-platform");
const runs = 5;
/** Milliseconds. */
const most = 400;

function median(command: readonly string[]): number {
  const once = () => {
    const begin = performance.now();
    const { status } = spawnSync(program, [...command, "--help"], { stdio: "ignore" });
    if (status !== 0) throw new Error(`${command.join(" ")} --help ended with ${status}`);
    return performance.now() - begin;
  };
  once();
  const times = Array.from({ length: runs }, once).sort((a, b) => a - b);
  return Math.round(times[Math.floor(runs / 2)] ?? 0);
}

const commands = levels(cli()).filter(({ commands }) => commands.length === 0);
for (const { path: name } of commands) {
  const took = median(name.split(" "));
  process.stdout.write(`${name.padEnd(40)}${String(took).padStart(5)} ms${took > most ? "  too long" : ""}\n`);
  if (took > most) process.exitCode = 1;
}
