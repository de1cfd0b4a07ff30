/** Finds the programs of the control plane. */
import * as fs from "node:fs";
import * as path from "node:path";

/** Full path of a program in a search path.
 * @throws Error that says how to get it */
export function findProgram(name: string, searchPath: string): string {
  for (const folder of searchPath.split(":").filter(Boolean)) {
    const file = path.join(folder, name);
    try {
      fs.accessSync(file, fs.constants.X_OK);
      return file;
    } catch {
      // Not in this folder.
    }
  }
  throw new Error(`${name} is not installed: run \`node --import tsx toolchain/cli.ts install\``);
}
