/** What a machine must be before a lab can start on it. All problems are found at once and told in one message. */
import * as fs from "node:fs";
import * as path from "node:path";
import { LabError } from "./errors";
import { blocksLoopback, listListeners, socketHolder } from "./listeners";
import { missingPackages, unobtainablePackages } from "./packages";
import { paths } from "./paths";
import { ports } from "./ports";
import { describeProblems, type Problem } from "./problems";
import type { Progress } from "./progress";
import { accessProblems } from "./state-folder";

/** Free memory (as the kernel estimates it), GiB. */
const neededMemory = 6;
/** Free disk under the state folder, GiB. */
const neededDisk = 8;
/** Paths of unix sockets end at 107 bytes; the longest of ours takes 40 below the state folder. */
const longestState = 60;

/** What the checks look at; separate so that the messages can be tested without such a machine. */
export interface Machine {
  /** Of the user and the state folder, see state-folder.ts. */
  accessProblems: readonly Problem[];
  osRelease: string;
  /** Text of /proc/meminfo. */
  memory: string;
  /** Free bytes under the state folder. */
  freeDisk: number;
  state: string;
  /** The first folder above the state folder that service users cannot pass, if any. */
  closedFolder: string | undefined;
  /** Taken ports of ours, with their holder. */
  takenPorts: readonly { service: string; port: number; holder: string }[];
}

/** The problems of a machine that can be seen without asking apt. */
export function findProblems(machine: Machine): Problem[] {
  const problems: Problem[] = [];
  const add = (where: string, value: string, wayOn: string): void => void problems.push({ where, value, wayOn });

  problems.push(...machine.accessProblems);
  const system = (key: string): string => new RegExp(`^${key}="?([^"\n]*)"?$`, "m").exec(machine.osRelease)?.[1] ?? "?";
  if (system("ID") !== "debian" || system("VERSION_ID") !== "12")
    add(
      "operating system",
      system("PRETTY_NAME"),
      "the lab runs Debian 12's OpenStack packages: use Debian 12, or a Debian 12 container",
    );
  const free = Number(/^MemAvailable:\s+(\d+) kB$/m.exec(machine.memory)?.[1] ?? 0) / 1024 ** 2;
  if (free < neededMemory)
    add(
      "memory",
      `${free.toFixed(1)} GiB free`,
      `the lab needs ${neededMemory} GiB: end other programs or take a larger machine`,
    );
  const disk = machine.freeDisk / 1024 ** 3;
  if (disk < neededDisk)
    add(
      "disk",
      `${disk.toFixed(1)} GiB free under ${machine.state}`,
      `the lab needs ${neededDisk} GiB: make room, or set LAB_STATE to a folder on another disk`,
    );
  if (machine.state.length > longestState)
    add(
      "LAB_STATE",
      machine.state,
      `longer than ${longestState} characters, so that unix sockets below it cannot have a name: take a shorter path`,
    );
  if (machine.closedFolder !== undefined)
    add(
      "LAB_STATE",
      machine.state,
      `the users mysql and rabbitmq cannot pass ${machine.closedFolder}: chmod o+x it, or take another folder`,
    );
  for (const { service, port, holder } of machine.takenPorts)
    add(
      `port ${port} (${service})`,
      `held by ${holder}`,
      "end that program: the lab's ports are fixed, one lab per machine",
    );
  return problems;
}

/**
 * Checks what can be checked before the lab is touched at all. Without access, everything else that stands in the way is told too, so
 * that a person has to come back once only; the lab's own ports do not count then, since it may be running.
 * @throws LabError unless user and state folder are right; it lists every problem.
 */
export function preflightAccess(): void {
  const machine = inspectMachine();
  if (machine.accessProblems.length === 0) return;
  const takenPorts = fs.existsSync(paths.socket) ? [] : machine.takenPorts;
  throw new LabError(describeProblems(findProblems({ ...machine, takenPorts })));
}

/**
 * Checks this machine. Nothing of the lab may be running: its own ports would count as taken.
 * @throws LabError that lists every problem.
 */
export async function preflight(progress: Progress, signal?: AbortSignal): Promise<void> {
  const problems = findProblems(inspectMachine());
  const missing = missingPackages();
  if (
    missing.length > 0 &&
    !problems.some((problem) => problem.where === "operating system" || problem.where === "user")
  ) {
    const unknown = await unobtainablePackages(missing, progress, signal);
    if (unknown.length > 0)
      problems.push({
        where: "packages",
        value: `apt cannot get ${unknown.join(", ")}`,
        wayOn: "give apt Debian 12's main archive and its security updates, and see that `apt-get update` succeeds",
      });
  }
  if (problems.length > 0) throw new LabError(describeProblems(problems));
}

function inspectMachine(): Machine {
  const listeners = listListeners().filter(blocksLoopback);
  const existing = nearestExisting(paths.state);
  const disk = fs.statfsSync(existing);
  return {
    accessProblems: accessProblems(paths.state, process.getuid?.() ?? -1),
    osRelease: fs.existsSync("/etc/os-release") ? fs.readFileSync("/etc/os-release", "utf8") : "",
    memory: fs.readFileSync("/proc/meminfo", "utf8"),
    freeDisk: disk.bavail * disk.bsize,
    state: paths.state,
    closedFolder: ancestors(existing).find((folder) => (fs.statSync(folder).mode & 0o001) === 0),
    takenPorts: Object.entries(ports).flatMap(([service, port]) => {
      const listener = listeners.find((candidate) => candidate.port === port);
      if (listener === undefined) return [];
      const holder = socketHolder(listener.inode);
      return [
        {
          service,
          port,
          holder: holder ? `process ${holder.pid}: ${holder.command}` : "a process that cannot be seen",
        },
      ];
    }),
  };
}

function nearestExisting(folder: string): string {
  return fs.existsSync(folder) ? folder : nearestExisting(path.dirname(folder));
}

function ancestors(folder: string): string[] {
  return folder === path.dirname(folder) ? [folder] : [...ancestors(path.dirname(folder)), folder];
}
