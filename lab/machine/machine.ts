/** A real Debian machine with systemd and cloud-init, whose kernel is an ordinary program (User-Mode Linux). It has no network. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { LabError } from "../errors";

export interface Outcome {
  code: number;
  /** Standard output and error, mixed. */
  output: string;
}

export class Machine {
  private number = 0;

  private constructor(
    /** Seen by the machine as /host. */
    private readonly folder: string,
    private readonly kernel: ChildProcess,
  ) {}

  /**
   * Boots a machine; nothing of what it does changes the disk.
   *
   * @param disk As {@link machineDisk} makes it.
   * @param userData For cloud-init.
   */
  static start(disk: string, userData: string): Machine {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "machine-"));
    for (const name of ["seed", "commands", "metadata/openstack/latest"])
      fs.mkdirSync(path.join(folder, name), { recursive: true });
    fs.writeFileSync(path.join(folder, "seed", "user-data"), userData);
    fs.writeFileSync(path.join(folder, "seed", "meta-data"), "instance-id: machine\n");
    const changes = path.join(folder, "changes");
    const words = ["mem=768M", `ubda=${changes},${disk}`, "root=/dev/ubda", "rw", `hostfs=${folder}`];
    const log = fs.openSync(path.join(folder, "console"), "w");
    const kernel = spawn("linux.uml", [...words, "con=null", "con0=null,fd:1"], {
      stdio: ["ignore", log, log],
      detached: true,
    });
    fs.closeSync(log);
    return new Machine(folder, kernel);
  }

  /** What the cloud's metadata server says of the machine. */
  setMetadata(meta: Record<string, string>): void {
    const file = path.join(this.folder, "metadata/openstack/latest/meta_data.json");
    fs.writeFileSync(`${file}.new`, JSON.stringify({ uuid: "machine", meta }));
    fs.renameSync(`${file}.new`, file);
  }

  /**
   * Runs shell commands as root and waits for their end; the first of all waits until the machine is up.
   *
   * @param seconds That it may take.
   * @throws LabError with the console's last lines when it takes longer or the machine ends.
   */
  async run(script: string, seconds = 300): Promise<Outcome> {
    const file = path.join(this.folder, "commands", String(this.number++));
    fs.writeFileSync(`${file}.part`, `${script}\n`);
    fs.renameSync(`${file}.part`, `${file}.sh`);
    for (const end = Date.now() + 1000 * seconds; !fs.existsSync(`${file}.code`); await sleep(100)) {
      if (Date.now() < end && this.kernel.exitCode === null) continue;
      const why = this.kernel.exitCode === null ? `nothing came in ${seconds} s` : "it ended";
      throw new LabError(`The machine does not answer (${why}). Its console:\n${this.console()}`);
    }
    const code = Number(fs.readFileSync(`${file}.code`, "utf8"));
    return { code, output: fs.readFileSync(`${file}.out`, "utf8") };
  }

  private console(): string {
    return fs.readFileSync(path.join(this.folder, "console"), "utf8").slice(-2000);
  }

  /** Ends it as a power cut would, and removes what it wrote. */
  async stop(): Promise<void> {
    if (this.kernel.pid !== undefined && this.kernel.exitCode === null && this.kernel.signalCode === null) {
      const ended = once(this.kernel, "exit");
      // Every process of the machine is one of ours, in a group with its kernel.
      process.kill(-this.kernel.pid, "SIGKILL");
      await ended;
    }
    fs.rmSync(this.folder, { recursive: true, force: true });
  }
}
