/** Checks stack files: everything that can be known without asking a cloud. */
import * as fs from "node:fs";
import * as path from "node:path";
import { parseConfig } from "../config/parse";
import { isPending, pendingKeys, type PendingKey } from "../config/pending";
import type { Problem } from "../config/problems";
import { closest } from "../config/problems-words";
import { cloudOf, documentationOf, type Cloud } from "../config/reference-sections";
import type { Config } from "../config/schema";
import { givenProblems, requiredSecrets, type RequiredSecret } from "../config/secrets";
import { type Position, readStackFile } from "../config/stack-file";
import { stackFiles, stackOf, stacksIn } from "../config/stack-file-siblings";
import { UserError } from "./errors";

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
  const stacks = stacksIn(directory);
  return files.map((file) => {
    const stack = stackOf(file);
    const others = Object.entries(stacks).filter(([name]) => name !== stack);
    return checkText(file, read(file), Object.fromEntries(others));
  });
}

/** @param others Stack to configuration of the other stacks. */
export function checkText(file: string, text: string, others: Readonly<Record<string, Config>>): FileReport {
  const stack = stackOf(file);
  const { input, given, problems: around, positionOf } = readStackFile(text);
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

/** The resolved configuration of a file: every default filled in. @throws UserError when the file is wrong. */
export function resolvedConfig(file: string, directory: string): Config {
  const [report] = checkFiles([file], directory);
  const parsed = parseConfig(readStackFile(read(file)).input);
  if ("config" in parsed && report?.problems.length === 0) return parsed.config;
  throw new UserError(`${file} is wrong: \`science-platform config check ${file}\` says where.`);
}

function read(file: string): string {
  try {
    return fs.readFileSync(file, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why = code === "ENOENT" ? "is not there" : code === "EISDIR" ? "is a folder" : `cannot be read (${code})`;
    throw new UserError(`${path.normalize(file)} ${why}${code === "ENOENT" ? suggestion(file) : ""}`);
  }
}

function suggestion(file: string): string {
  const stacks = stackFiles(path.dirname(file)).map((one) => stackOf(one) ?? "");
  const nearest = closest(stackOf(file) ?? "", stacks);
  return nearest === undefined ? "" : `: did you mean the stack "${nearest}"?`;
}
