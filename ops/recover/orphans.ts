/**
 * Plugins outlive a `pulumi` that was killed (kill -9): nobody tells them to end, and what they were doing goes on. They are ended before
 * the state is looked at, so that nothing changes behind its back.
 */
import * as fs from "node:fs";
import * as path from "node:path";
import { fromProcesses, program, readStat } from "../../system/proc";

interface Orphan {
  pid: number;
  program: string;
}

/** Every program below `folder`, where its links lead. */
function programsOf(folder: string): Set<string> {
  const files = fs.readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) => path.join(folder, name));
  return new Set(files.filter((file) => fs.existsSync(file)).map((file) => fs.realpathSync(file)));
}

/** Processes of the programs below `folder` that have lost their parent. */
export function orphansOf(folder: string): Orphan[] {
  // The toolchain puts links there, and the kernel knows a process by the file behind the link.
  const programs = programsOf(folder);
  return fromProcesses((pid) => {
    const file = program(pid);
    return programs.has(file) && readStat(pid)?.parent === 1 ? { pid, program: file } : undefined;
  });
}

/** Ends the plugins below PULUMI_HOME whose engine is gone; gives back how many. */
export function endOrphanedPlugins(pulumiHome: string | undefined): number {
  const plugins = path.join(pulumiHome ?? "", "plugins");
  if (pulumiHome === undefined || !fs.existsSync(plugins)) return 0;
  const orphans = orphansOf(plugins);
  for (const { pid } of orphans) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // Ended by itself meanwhile.
    }
  }
  return orphans.length;
}
