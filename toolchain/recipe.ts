/** A hash for each tool that changes when anything changes that could make another binary. */
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { ToolchainError } from "./errors";
import { goFolder } from "./paths";
import type { Architecture, Tool } from "./types";

export function architecture(arch: string = process.arch): Architecture {
  if (arch === "x64") return "amd64";
  if (arch === "arm64") return "arm64";
  throw new ToolchainError(`There are no tools for processors of kind ${arch}: use a machine with amd64 or arm64.`);
}

/** Every file of a Go module that a build reads, relative and sorted. */
export function moduleFiles(folder: string): string[] {
  const names = fs.readdirSync(folder, { recursive: true, withFileTypes: true });
  return names
    .filter((entry) => entry.isFile() && !entry.name.endsWith("_test.go"))
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .sort();
}

/**
 * Twelve hex digits over what decides which bits a tool has: names, version, downloads, flags and, for what may be built,
 * go.mod, go.sum and our sources. What only informs or checks (seconds, sizes, the output of --version) does not count.
 */
export function recipeHash(tool: Tool, modules: string = goFolder): string {
  const hash = createHash("sha256");
  const add = (...parts: (string | Buffer)[]): void => {
    for (const part of parts) hash.update(`${part.length}:`).update(part);
  };
  const { go, programs, ...pin } = tool;
  const build = go && { ...go, seconds: undefined, megabytes: undefined };
  add(JSON.stringify({ pin, build, programs: programs.map((program) => program.name) }));
  if (go) {
    const folder = path.join(modules, go.module);
    for (const file of moduleFiles(folder)) add(file, fs.readFileSync(path.join(folder, file)));
  }
  return hash.digest("hex").slice(0, 12);
}

/** One hash for the set that people need: names the folder of links and PULUMI_HOME. */
export function pinsHash(tools: readonly Tool[], modules: string = goFolder): string {
  const hash = createHash("sha256");
  for (const tool of tools.filter(({ onDemand }) => !onDemand))
    hash.update(`${tool.name} ${tool.version} ${recipeHash(tool, modules)}\n`);
  return hash.digest("hex").slice(0, 12);
}
