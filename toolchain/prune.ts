/** What other pins than this clone's have left in the cache. */
import * as fs from "node:fs";
import * as path from "node:path";
import { fromProcesses, program } from "../system/proc";
import { cached } from "./paths";
import { tools } from "./pins";
import { pinsHash } from "./recipe";
import { toolFolder } from "./store";

export interface Leftover {
  folder: string;
  /** Size of its own files; what its links point to is counted where it is. */
  bytes: number;
  /** A process that runs a program of the folder, which is why it is kept. */
  usedBy?: number;
}

const entries = (folder: string): string[] =>
  fs.existsSync(folder) ? fs.readdirSync(folder).map((name) => path.join(folder, name)) : [];

/** Folders of tools, links and PULUMI_HOMEs that no pin of this clone uses. Another clone's are among them. */
export function leftovers(): Leftover[] {
  const pins = pinsHash(tools);
  const used = new Set([...tools.map(toolFolder), cached.bin(pins), cached.pulumi(pins)]);
  const tool = entries(cached.tools()).flatMap(entries);
  const sets = [cached.bin(""), cached.pulumi("")].flatMap(entries);
  const running = programs();
  return [...tool, ...sets]
    .filter((folder) => !used.has(folder))
    .map((folder) => {
      const usedBy = running.find(({ file }) => file.startsWith(folder + path.sep))?.pid;
      return { folder, bytes: size(folder), ...(usedBy !== undefined && { usedBy }) };
    });
}

export function remove(leftover: Leftover): void {
  fs.rmSync(leftover.folder, { recursive: true, force: true });
}

function size(folder: string): number {
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + fs.lstatSync(path.join(entry.parentPath, entry.name)).size, 0);
}

/** The program of every process that we may look at. */
function programs(): { pid: number; file: string }[] {
  return fromProcesses((pid) => ({ pid, file: program(pid) }));
}
