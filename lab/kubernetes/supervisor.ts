/** Makes Kubernetes control planes out of cluster folders. Run by process-compose as `kubernetes`; may be killed at any time. */
import * as fs from "node:fs";
import * as path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { paths } from "../paths";
import { endProcesses, markedProcesses } from "./children";
import { ClusterReconciler } from "./cluster";
import { findProcess, isAlive, signal, type Process } from "../../system/proc";
import { findProgram } from "./tools";

const tickMs = 1000;

export interface SupervisorOptions {
  /** Holds one folder per cluster. */
  clusters: string;
  /** Holds the clusters' log folders. */
  logs: string;
  /** Where the programs are looked for, as in PATH. */
  searchPath: string;
  /** Called with lines for a person. */
  log: (line: string) => void;
}

/** Looks at every cluster folder once a second and brings each nearer to its cluster.json. */
export class Supervisor {
  private readonly reconcilers = new Map<string, ClusterReconciler>();
  private readonly busy = new Map<string, Promise<void>>();
  private readonly messages = new Map<string, string>();
  private stopping = false;
  private orphansEnded = false;

  constructor(private readonly options: SupervisorOptions) {}

  /** Runs until `stop`. */
  async run(): Promise<void> {
    fs.mkdirSync(this.options.clusters, { recursive: true });
    this.removeOldLogs();
    while (!this.stopping) {
      await this.tick();
      await sleep(tickMs);
    }
  }

  /** Ends every process of every cluster, in order, within 10 seconds. */
  async stop(): Promise<void> {
    this.stopping = true;
    await Promise.all([...this.reconcilers.values()].map((reconciler) => reconciler.close()));
  }

  private async tick(): Promise<void> {
    const folders = this.folders();
    for (const folder of folders) if (!this.reconcilers.has(folder)) await this.add(folder);
    for (const [folder, reconciler] of this.reconcilers) {
      if (this.busy.has(folder)) continue;
      const pass = folders.has(folder) ? this.pass(reconciler) : this.drop(folder, reconciler);
      this.busy.set(
        folder,
        pass.finally(() => this.busy.delete(folder)),
      );
    }
    await this.endOrphans();
  }

  /** Logs of a deleted cluster are kept until the next start, for whoever wonders how it went. */
  private removeOldLogs(): void {
    fs.mkdirSync(this.options.logs, { recursive: true });
    const known = new Set([...this.folders()].map((folder) => path.basename(folder)));
    for (const name of fs.readdirSync(this.options.logs))
      if (!known.has(name)) fs.rmSync(path.join(this.options.logs, name), { recursive: true, force: true });
  }

  private folders(): Set<string> {
    const entries = fs.readdirSync(this.options.clusters, { withFileTypes: true });
    return new Set(
      entries
        .filter((entry) => entry.isDirectory())
        .map((entry) => path.join(this.options.clusters, entry.name))
        .filter((folder) => fs.existsSync(path.join(folder, "cluster.json"))),
    );
  }

  private async add(folder: string): Promise<void> {
    const reconciler = new ClusterReconciler(folder, this.options.logs, (program) =>
      findProgram(program, this.options.searchPath),
    );
    await reconciler.children.adopt(markedProcesses(this.options.clusters));
    const adopted = Object.keys(reconciler.children.pids());
    this.options.log(`${path.basename(folder)}: found${adopted.length ? `, with ${adopted.join(", ")} running` : ""}`);
    this.reconcilers.set(folder, reconciler);
  }

  private async pass(reconciler: ClusterReconciler): Promise<void> {
    try {
      const message = await reconciler.step();
      if (message !== undefined) this.say(reconciler.folder, message || "ready");
    } catch (error) {
      this.say(reconciler.folder, error instanceof Error ? error.message : String(error));
    }
  }

  private async drop(folder: string, reconciler: ClusterReconciler): Promise<void> {
    await reconciler.close();
    this.reconcilers.delete(folder);
    this.messages.delete(folder);
    this.options.log(`${path.basename(folder)}: gone`);
  }

  /** Processes of a folder that vanished while no supervisor ran. */
  private async endOrphans(): Promise<void> {
    if (this.orphansEnded) return;
    this.orphansEnded = true;
    const orphans = markedProcesses(this.options.clusters).filter((found) => !this.reconcilers.has(found.folder));
    await endProcesses(orphans, 3000);
  }

  private say(folder: string, message: string): void {
    if (this.messages.get(folder) === message) return;
    this.messages.set(folder, message);
    this.options.log(`${path.basename(folder)}: ${message}`);
  }
}

/** Only one supervisor may look after a folder. The newest wins: killing the older is safe, its children are adopted. */
async function takeOver(file: string): Promise<void> {
  try {
    const older = JSON.parse(fs.readFileSync(file, "utf8")) as Process;
    if (older.pid !== process.pid && isAlive(older)) {
      signal(older, "SIGKILL");
      while (isAlive(older)) await sleep(20);
    }
  } catch {
    // None before us.
  }
  fs.writeFileSync(file, JSON.stringify(findProcess(process.pid)));
}

const help = `Usage: node --import tsx lab/kubernetes/supervisor.ts

Runs a Kubernetes control plane for every folder in ${paths.clusters} that has a cluster.json, until SIGTERM.
LAB_STATE moves the lab's state. README.md beside this file tells the fields of cluster.json.
`;

async function main(): Promise<void> {
  if (process.argv.includes("--help")) {
    process.stdout.write(help);
    return;
  }
  fs.mkdirSync(paths.clusters, { recursive: true });
  await takeOver(path.join(path.dirname(paths.clusters), "supervisor.json"));
  const supervisor = new Supervisor({
    clusters: paths.clusters,
    logs: path.join(paths.log, "kubernetes"),
    searchPath: process.env.PATH ?? "",
    log: (line) => process.stdout.write(`${new Date().toISOString()} ${line}\n`),
  });
  for (const name of ["SIGTERM", "SIGINT"] as const)
    process.once(name, () => void supervisor.stop().then(() => process.exit(0)));
  await supervisor.run();
}

if (require.main === module)
  main().catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  });
