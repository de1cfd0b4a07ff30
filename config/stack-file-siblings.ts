/** The stack files that lie together: what several sites must agree on can only be seen there. */
import * as fs from "node:fs";
import * as path from "node:path";
import { type Config, schema } from "./schema";
import { readStackBytes, type StackFile } from "./stack-file";

/** "roe" for ".../Pulumi.roe.yaml"; undefined for a file that is no stack's. */
export function stackOf(file: string): string | undefined {
  return /^Pulumi\.(.+)\.yaml$/.exec(path.basename(file))?.[1];
}

/** Paths of all stack files of a directory, sorted; none for a directory that is not there. */
export function stackFiles(directory: string): string[] {
  const isFolder = fs.statSync(directory, { throwIfNoEntry: false })?.isDirectory();
  return (isFolder ? fs.readdirSync(directory) : [])
    .filter((file) => stackOf(file) !== undefined)
    .sort()
    .map((file) => path.join(directory, file));
}

/**
 * Stack to configuration of a directory's stack files, without those that are wrong: each is told of when it is that stack's turn.
 *
 * @param except A stack that is left out.
 * @param read For callers that have read some of the files already.
 */
export function stacksIn(directory: string, except?: string, read = readFile): Record<string, Config> {
  return Object.fromEntries(
    stackFiles(directory).flatMap((file) => {
      const stack = stackOf(file) ?? "";
      if (stack === except) return [];
      const parsed = schema.safeParse(read(file).input);
      return parsed.success ? [[stack, parsed.data]] : [];
    }),
  );
}

/** What a stack file says. @throws Error of Node.js when it cannot be read. */
export function readFile(file: string): StackFile {
  return readStackBytes(fs.readFileSync(file));
}
