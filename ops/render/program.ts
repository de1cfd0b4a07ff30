/** What the program of a stack would register, without a cloud: a run against the mocks of the tests. */
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import type { Recorded } from "../../policies/recorded";
import { UserError } from "../errors";
import { repository } from "../../system/repository";
import { capture } from "../process";

/** @param file Stack file. @throws UserError with what the program says when it does not run */
export async function recordProgram(stack: string, file: string): Promise<Recorded[]> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "record-"));
  try {
    const result = path.join(folder, "resources.json");
    const args = ["--import", "tsx", path.join(repository, "ops/render/record.ts")];
    const relative = path.relative(repository, path.resolve(file));
    const { code, stderr } = await capture(process.execPath, [...args, stack, relative, result], { cwd: repository });
    if (code !== 0) throw new UserError(`The program of ${stack} does not run: ${stderr.trim()}`);
    return JSON.parse(fs.readFileSync(result, "utf8")) as Recorded[];
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}
