/** Stack files as an operator names them on the command line. */
import { isUtf8 } from "node:buffer";
import * as fs from "node:fs";
import * as path from "node:path";
import { closest } from "../config/problems-words";
import { stackFiles, stackOf } from "../config/stack-file-siblings";
import { UserError } from "./errors";

/** A word is a stack of the directory; what has a slash or ends like a YAML file is a file. */
export function namedFile(word: string, directory: string): string {
  return /[/\\]|\.ya?ml$/.test(word) ? word : stackFile(word, directory);
}

/** The file of a stack, as one would type it here. */
export function stackFile(stack: string, directory: string): string {
  return fromHere(path.join(directory, `Pulumi.${stack}.yaml`));
}

/** A path as one would type it in the working folder. */
export function fromHere(file: string): string {
  const relative = path.relative(process.cwd(), file);
  return relative.startsWith("..") ? file : relative;
}

/** What is to be said of files that are not there; undefined when all are. */
export function missingFiles(files: readonly string[]): string | undefined {
  const missing = files.filter((file) => !fs.existsSync(file));
  const nearest = missing.flatMap((file) => {
    const stacks = stackFiles(path.dirname(file)).map((one) => stackOf(one) ?? "");
    return closest(stackOf(file) ?? "", stacks) ?? [];
  });
  if (missing.length === 0) return undefined;
  return `there is no ${missing.join(" and no ")}${nearest.length > 0 ? `: did you mean ${nearest.join(", ")}?` : ""}`;
}

/** What a reader of a file says, with a message for people where the system refuses it. @throws UserError. */
export function readable<T>(file: string, read: (file: string) => T): T {
  try {
    return read(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new UserError(`${path.normalize(file)} ${code === "EISDIR" ? "is a folder" : `cannot be read (${code})`}`);
  }
}

/** The text of a file. @throws UserError when it cannot be read, or is none. */
export function readText(file: string): string {
  const bytes = readable(file, (one) => fs.readFileSync(one));
  if (isUtf8(bytes)) return bytes.toString("utf8");
  throw new UserError(`${file} is no text in UTF-8: save it in that encoding`);
}
