/** Programs out of Debian packages, unpacked into the cache: nothing is installed and no service is started. */
import * as fs from "node:fs";
import * as path from "node:path";
import { mustRun, run } from "./run";
import { ToolchainError } from "./errors";
import type { DebianPackage } from "./types";

export async function unpackDebian(debian: DebianPackage, folder: string, signal?: AbortSignal): Promise<string> {
  const scratch = path.join(folder, ".debian");
  fs.mkdirSync(scratch);
  // `apt-get download` drops its rights to the user _apt, who must be able to write here.
  fs.chmodSync(scratch, 0o777);
  let result = await run("apt-get", ["download", debian.package], { cwd: scratch, signal });
  if (result.code !== 0) {
    // A bare machine has no package lists yet.
    await run("apt-get", ["update", "-qq"], { signal });
    result = await run("apt-get", ["download", debian.package], { cwd: scratch, signal });
  }
  const archive = fs.readdirSync(scratch).find((file) => file.endsWith(".deb"));
  if (result.code !== 0 || !archive) {
    throw new ToolchainError(
      `Debian's package ${debian.package} cannot be had:\n${result.output.trim().split("\n").slice(-3).join("\n")}`,
    );
  }
  await mustRun("dpkg-deb", ["--extract", archive, "unpacked"], { cwd: scratch, signal });
  for (const [program, member] of Object.entries(debian.programs)) {
    fs.renameSync(path.join(scratch, "unpacked", member), path.join(folder, program));
  }
  fs.rmSync(scratch, { recursive: true });
  return archive;
}
