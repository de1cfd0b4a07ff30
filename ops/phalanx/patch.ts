/** The changes as a patch that `git apply` takes. */
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { UserError } from "../errors";
import { capture } from "../process";
import type { FileChange } from "./changes";

/** @throws UserError when there is no git */
export async function patchOf(files: readonly FileChange[]): Promise<string> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "phalanx-"));
  try {
    for (const side of ["a", "b"]) fs.mkdirSync(path.join(folder, side));
    for (const { path: file, before, after } of files) {
      if (before !== undefined) write(path.join(folder, "a", file), before);
      write(path.join(folder, "b", file), after);
    }
    const options = ["--no-index", "--no-prefix", "--no-color", "--no-ext-diff", "--no-renames"];
    // Settings of the person, like a mnemonic prefix, would change the form.
    const env = { ...process.env, GIT_CONFIG_GLOBAL: os.devNull, GIT_CONFIG_NOSYSTEM: "1" };
    const { code, stdout, stderr } = await capture("git", ["diff", ...options, "a", "b"], { cwd: folder, env }).catch(
      (error: Error) => {
        throw new UserError(`git cannot be started, and is needed for a patch: ${error.message}`);
      },
    );
    if (code > 1) throw new UserError(`git diff failed: ${stderr.trim()}`);
    return stdout;
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

function write(file: string, text: string): void {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text);
}
