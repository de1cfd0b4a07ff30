/**
 * Plugins outlive a `pulumi` that was killed (kill -9): nobody tells them to end, and what they were doing goes on. They are ended before
 * the state is looked at, so that nothing changes behind its back.
 */
import * as fs from "node:fs";
import * as path from "node:path";

interface Orphan {
  pid: number;
  program: string;
}

/** Parent of a process; the name in brackets may hold anything, so what is read stands behind it. */
function parentOf(pid: string): number | undefined {
  const stat = fs.readFileSync(`/proc/${pid}/stat`, "utf8");
  return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
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
  return fs
    .readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const program = fs.readlinkSync(`/proc/${name}/exe`);
        return programs.has(program) && parentOf(name) === 1 ? [{ pid: Number(name), program }] : [];
      } catch {
        return []; // Ended while we looked, or not ours to look at.
      }
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
