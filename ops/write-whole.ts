/** Files that are written whole or not at all. */
import * as fs from "node:fs";
import * as path from "node:path";
import { UserError } from "./errors";

export interface WriteOptions {
  /** Who may read it, whatever stood there before. @default as the shell's umask says */
  mode?: number;
}

/**
 * Writes beside the file first: whoever interrupts us leaves the old file or the new one, never half of one.
 *
 * @throws Error of the file system; the old file is still there then.
 */
export function replaceFile(file: string, text: string, { mode }: WriteOptions = {}): void {
  const beside = path.join(path.dirname(file), `.${path.basename(file)}.${process.pid}`);
  try {
    fs.writeFileSync(beside, text, { flush: true, ...(mode === undefined ? {} : { mode }) });
    if (mode !== undefined) fs.chmodSync(beside, mode);
    fs.renameSync(beside, file);
  } catch (error) {
    fs.rmSync(beside, { force: true });
    throw error;
  }
}

/** @throws UserError when it cannot be written. */
export function writeWhole(file: string, text: string, options: WriteOptions = {}): void {
  try {
    replaceFile(file, text, options);
  } catch (error) {
    throw new UserError(`${file} cannot be written: ${(error as Error).message}`);
  }
}
