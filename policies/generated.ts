/** The files that are made from the rules and the stack files, as texts; a test holds the committed ones to them. */
import * as fs from "node:fs";
import * as path from "node:path";
import { parseConfig } from "../config/parse";
import type { Config } from "../config/schema";
import { readStackFile } from "../config/stack-file";
import { documentation } from "./documentation";
import { policyConfig } from "./site";

/** File, from the top of the repository, to its text. */
export function generated(repository: string): Record<string, string> {
  const files: Record<string, string> = { "docs/policies.md": documentation() };
  for (const [stack, config] of Object.entries(stackConfigs(repository)))
    files[`policies/config.${stack}.json`] = `${JSON.stringify(policyConfig(config), null, 2)}\n`;
  return files;
}

/** Stack to configuration, of every Pulumi.<stack>.yaml of a folder. @throws Error for a file with problems */
export function stackConfigs(folder: string): Record<string, Config> {
  const stacks = fs.readdirSync(folder).flatMap((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? []);
  return Object.fromEntries(stacks.sort().map((stack) => [stack, stackConfig(folder, stack)]));
}

export function stackConfig(folder: string, stack: string): Config {
  const file = path.join(folder, `Pulumi.${stack}.yaml`);
  const { input, problems } = readStackFile(fs.readFileSync(file, "utf8"));
  const parsed = problems.length > 0 ? { problems } : parseConfig(input);
  if ("config" in parsed) return parsed.config;
  throw new Error(`${file}: ${parsed.problems.map(({ path, message }) => `${path} ${message}`).join("; ")}`);
}
