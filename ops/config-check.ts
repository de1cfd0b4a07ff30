/** Checks stack files: everything that can be known without asking a cloud. */
import * as path from "node:path";
import { parseConfig } from "../config/parse";
import { isPending, pendingKeys, type PendingKey } from "../config/pending";
import type { Problem } from "../config/problems";
import { cloudOf, documentationOf, type Cloud } from "../config/reference-sections";
import type { Config } from "../config/schema";
import { givenProblems, requiredSecrets, type RequiredSecret } from "../config/secrets";
import type { Position, StackFile } from "../config/stack-file";
import { readFile, stackOf, stacksIn } from "../config/stack-file-siblings";
import { UsageError, UserError } from "./errors";
import { missingFiles, readable } from "./stack-files";

/** A problem and where it stands in its file. */
export type LocatedProblem = Problem & Position & { documentation: string };

/** A secret that the configuration asks for and that is not set. `needed`: today's version uses it already. */
export type SecretToSet = RequiredSecret & { needed: boolean };

/** What is to be said of one file. */
export interface FileReport {
  /** As it was given, or its name. */
  file: string;
  cloud: Cloud | undefined;
  problems: LocatedProblem[];
  secretsToSet: SecretToSet[];
  pending: (PendingKey & Position)[];
}

/**
 * @param files Paths of the files.
 * @param directory Where the other stacks' files are, for what several sites must agree on.
 * @throws UserError for a file that cannot be read.
 */
export function checkFiles(files: readonly string[], directory: string): FileReport[] {
  const known = new Map<string, StackFile>();
  const read = (file: string): StackFile => {
    const key = path.resolve(file);
    const content = known.get(key) ?? readable(file, readFile);
    known.set(key, content);
    return content;
  };
  const stacks = stacksIn(directory, undefined, read);
  return files.map((file) => {
    const others = Object.entries(stacks).filter(([name]) => name !== stackOf(file));
    return checkFile(file, read(file), Object.fromEntries(others));
  });
}

/** @param others Stack to configuration of the other stacks. */
export function checkFile(file: string, content: StackFile, others: Readonly<Record<string, Config>>): FileReport {
  const stack = stackOf(file);
  const { input, given, problems: around, positionOf } = content;
  const cloud = cloudOf(input);
  const parsed = input === undefined ? { problems: [] } : parseConfig(input, { others });
  const config = "config" in parsed ? parsed.config : undefined;
  const pending = pendingKeys(input).map((key) => ({ ...key, ...positionOf(key.path) }));
  const secretsToSet = (config ? requiredSecrets(config, stack) : [])
    .filter(({ name }) => !given.has(name))
    .map((secret) => ({ ...secret, needed: !isPending(secret.path, pending) }));
  const problems = [...around, ...("problems" in parsed ? parsed.problems : []), ...givenProblems(given, stack)]
    .map((problem) => ({
      ...positionOf(problem.path),
      ...problem,
      documentation: documentationOf(problem, cloud),
    }))
    .sort((a, b) => a.line - b.line || a.column - b.column);
  return { file, cloud, problems, secretsToSet, pending };
}

/** The resolved configuration of a file: every default filled in. @throws UsageError when there is none, UserError when it is wrong. */
export function resolvedConfig(file: string, directory: string): Config {
  const missing = missingFiles([file]);
  if (missing !== undefined) throw new UsageError(`error: ${missing}`);
  const [report] = checkFiles([file], directory);
  const parsed = parseConfig(readable(file, readFile).input);
  if ("config" in parsed && report?.problems.length === 0) return parsed.config;
  throw new UserError(`${file} is wrong: \`science-platform config check ${file}\` says where.`);
}
