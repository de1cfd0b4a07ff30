/** Versions that must move together: what npm installs for a program, and the plugins and the CLI that serve it. */
import * as fs from "node:fs";
import * as path from "node:path";
import { tools } from "./pins";

export interface Versions {
  /** Exact versions in package.json. */
  declared: Record<string, string>;
  /** The version of the package that is really installed. */
  installed: (npm: string) => string;
}

/** Everything that has drifted apart, each naming both sides. */
export function drift({ declared, installed }: Versions): string[] {
  const problems: string[] = [];
  for (const { name, version, plugin } of tools) {
    if (!plugin) continue;
    const sides = { "package.json": declared[plugin.npm], node_modules: installed(plugin.npm) };
    for (const [where, found] of Object.entries(sides)) {
      if (found === version) continue;
      problems.push(`${plugin.npm} is ${found ?? "missing"} in ${where}, but toolchain/pins.ts has ${name} ${version}`);
    }
  }
  return problems;
}

/** The versions of this clone. */
export function versionsHere(repository: string = path.join(__dirname, "..")): Versions {
  const read = (...parts: string[]): { version: string; dependencies?: Record<string, string> } =>
    JSON.parse(fs.readFileSync(path.join(repository, ...parts, "package.json"), "utf8")) as never;
  return {
    declared: read().dependencies ?? {},
    // @pulumi/openstack writes its version with a v.
    installed: (npm) => read("node_modules", ...npm.split("/")).version.replace(/^v/, ""),
  };
}
