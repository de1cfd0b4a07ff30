/** The disk of a real Debian machine, made from Debian's packages and kept in the cache. */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { cacheFolder } from "../../toolchain/paths";
import { LabError } from "../errors";
import { installPackages, missingPackages } from "../packages";
import type { Progress } from "../progress";

/** Not among the lab's packages: only who makes a machine needs them. */
const machineTools = ["user-mode-linux", "mmdebstrap"] as const;

const files = path.join(__dirname, "files");
const script = path.join(__dirname, "build.sh");

/**
 * The disk with these packages installed; made the first time, which takes one to three minutes.
 *
 * @throws LabError when this is not root, or with mmdebstrap's last lines.
 */
export async function machineDisk(packages: readonly string[], progress: Progress): Promise<string> {
  const missing = missingPackages(machineTools);
  if (missing.length > 0) {
    demandRoot();
    await installPackages(missing, progress);
  }
  const folder = path.join(cacheFolder(), "machines");
  const disk = path.join(folder, `${recipe(packages)}.img`);
  if (fs.existsSync(disk)) return disk;
  demandRoot();
  fs.mkdirSync(folder, { recursive: true });
  progress(`machine: installing Debian with ${packages.join(", ")} (1 to 3 minutes)`);
  await build(["sh", script, files, packages.join(","), disk]);
  return disk;
}

function demandRoot(): void {
  if (process.getuid?.() !== 0) throw new LabError("A machine's disk can only be made by root.");
}

/** Changes with everything that the disk is made of, except Debian's own corrections. */
function recipe(packages: readonly string[]): string {
  const hash = createHash("sha256").update(JSON.stringify(packages)).update(fs.readFileSync(script));
  for (const name of fs.readdirSync(files).sort()) hash.update(name).update(fs.readFileSync(path.join(files, name)));
  for (const version of fs.readdirSync("/usr/lib/uml/modules")) hash.update(version);
  return hash.digest("hex").slice(0, 16);
}

function build([command = "", ...words]: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, words, { stdio: ["ignore", "ignore", "pipe"] });
    let said = "";
    child.stderr.on("data", (data: Buffer) => (said = (said + data.toString()).slice(-4000)));
    child.on("error", reject);
    child.on("close", (code) =>
      code === 0 ? resolve() : reject(new LabError(`The machine's disk cannot be made (exit code ${code}):\n${said}`)),
    );
  });
}
