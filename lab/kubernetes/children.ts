/** Starts, adopts, watches and ends the processes of one cluster. */
import { spawn } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fingerprint, stages, type Component, type Stage } from "./components";
import type { Layout } from "./layout";
import { findProcess, isAlive, processesWith, signal, type Process } from "../../system/proc";

/** Every process of the lab's clusters carries its origin in this variable (JSON, see Mark). The kernel keeps it as long as the
 * process lives, so there is no pid file that could lie: a supervisor that was killed finds its children by it. */
export const markVariable = "LAB_KUBERNETES_CHILD";

export interface Mark {
  folder: string;
  component: string;
  fingerprint: string;
}

interface Child extends Process {
  component: string;
  fingerprint: string;
  since: number;
}

const backoff = (failures: number): number => Math.min(500 * 2 ** Math.max(0, failures - 1), 15_000);
/** A process that lived this long counts as healthy again. */
const healthyAfterMs = 60_000;
/** The clients would ask for what the API server cannot give (see its feature gates in components.ts). */
const commonEnvironment = { PATH: "/usr/sbin:/usr/bin:/sbin:/bin", KUBE_FEATURE_WatchListClient: "false" };
const logLimit = 20 * 1024 * 1024;

export function parseMark(value: string): Mark | undefined {
  try {
    return JSON.parse(value) as Mark;
  } catch {
    return undefined;
  }
}

/** Running processes of all clusters whose folder lies in `clusters`, whoever started them. */
export function markedProcesses(clusters: string): (Process & Mark)[] {
  return processesWith(markVariable).flatMap(({ value, ...found }) => {
    const mark = parseMark(value);
    return mark && path.dirname(mark.folder) === clusters ? [{ ...found, ...mark }] : [];
  });
}

/** Asks processes to end, waits, and kills what is left after `graceMs`. */
export async function endProcesses(targets: Process[], graceMs: number): Promise<void> {
  for (const target of targets) signal(target, "SIGTERM");
  const deadline = Date.now() + graceMs;
  while (targets.some(isAlive) && Date.now() < deadline) await sleep(50);
  for (const target of targets) signal(target, "SIGKILL");
  while (targets.some(isAlive)) await sleep(20);
}

function readText(file: string): string {
  try {
    return fs.readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

export class Children {
  private readonly running = new Map<string, Child>();
  private closed = false;
  private readonly failures = new Map<string, { count: number; retryAt: number }>();

  /** @param executable full path of a program of the tools */
  constructor(
    private readonly layout: Layout,
    private readonly executable: (program: string) => string,
  ) {}

  /** Takes over processes that an earlier supervisor started. Of two with the same task the second is ended. */
  async adopt(marked: (Process & Mark)[]): Promise<void> {
    const surplus: Process[] = [];
    for (const found of marked) {
      if (found.folder !== this.layout.folder) continue;
      if (this.running.has(found.component)) surplus.push(found);
      else this.running.set(found.component, { ...found, since: Date.now() });
    }
    await endProcesses(surplus, 2000);
  }

  /** Ends what is not in the plan (any more), or was started differently. */
  async retire(plan: Component[]): Promise<void> {
    this.notice();
    const wanted = new Map(plan.map((component) => [component.name, this.print(component)]));
    const names = [...this.running.values()]
      .filter((child) => wanted.get(child.component) !== child.fingerprint)
      .map((child) => child.component);
    await this.end(names, plan);
  }

  /** Starts the components of one stage that do not run and whose time to try again has come. */
  start(plan: Component[], stage: Stage): void {
    if (this.closed) return;
    for (const component of plan) {
      if (component.stage !== stage || this.running.has(component.name)) continue;
      const failed = this.failures.get(component.name);
      if (failed && Date.now() < failed.retryAt) continue;
      this.spawn(component, this.print(component));
    }
  }

  /** True when every component of the stage runs, and serves on its socket if it has one. */
  up(plan: Component[], stage: Stage): boolean {
    this.notice();
    return plan
      .filter((component) => component.stage === stage)
      .every(
        ({ name, socket }) => this.running.has(name) && (!socket || fs.existsSync(path.join(this.layout.run, socket))),
      );
  }

  pids(): Record<string, number> {
    return Object.fromEntries([...this.running.values()].map((child) => [child.component, child.pid]));
  }

  /** One line for each component that ended although it should run, with the end of its log. */
  complaints(): string[] {
    return [...this.failures]
      .filter(([name, failure]) => failure.count > 1 && !this.running.has(name))
      .map(([name, failure]) => `${name} ended ${failure.count} times: ${this.lastLine(name)}`);
  }

  /** Ends all, the last stage first, and starts none any more. */
  async close(plan: Component[]): Promise<void> {
    this.closed = true;
    this.notice();
    await this.end([...this.running.keys()], plan);
  }

  private print(component: Component): string {
    return fingerprint(component, this.executable(component.program), component.reads.map(readText));
  }

  private async end(names: string[], plan: Component[]): Promise<void> {
    const known = new Map(plan.map((component) => [component.name, component]));
    const stageOf = (name: string): Stage =>
      known.get(name)?.stage ?? (name === "etcd" ? "store" : name === "kube-apiserver" ? "api" : "controllers");
    for (const stage of [...stages].reverse()) {
      const group = [...this.running.values()].filter(
        (child) => names.includes(child.component) && stageOf(child.component) === stage,
      );
      const grace = Math.max(0, ...group.map((child) => known.get(child.component)?.graceMs ?? 3000));
      await endProcesses(group, grace);
      for (const child of group) this.running.delete(child.component);
    }
  }

  /** Forgets children that have ended, and decides when to start them again. */
  private notice(): void {
    const now = Date.now();
    for (const [name, child] of this.running) {
      if (isAlive(child)) {
        if (now - child.since > healthyAfterMs) this.failures.delete(name);
        continue;
      }
      this.running.delete(name);
      const count = (this.failures.get(name)?.count ?? 0) + 1;
      this.failures.set(name, { count, retryAt: now + backoff(count) });
    }
  }

  private spawn(component: Component, print: string): void {
    fs.mkdirSync(this.layout.run, { recursive: true, mode: 0o700 });
    fs.mkdirSync(this.layout.logs, { recursive: true });
    if (component.socket) fs.rmSync(path.join(this.layout.run, component.socket), { force: true });
    const mark: Mark = { folder: this.layout.folder, component: component.name, fingerprint: print };
    const log = this.openLog(component.name);
    const child = spawn(this.executable(component.program), component.args, {
      cwd: this.layout.run,
      // Not the supervisor's whole environment: proxies and OS_* of a person must not reach the components.
      env: { ...commonEnvironment, ...component.env, [markVariable]: JSON.stringify(mark) },
      stdio: ["ignore", log, log],
      // A session of its own: the terminal's Ctrl-C and the end of the supervisor's group do not reach it.
      detached: true,
    });
    fs.closeSync(log);
    child.on("error", () => undefined); // No such program: it has no pid, handled below.
    child.unref();
    const found = child.pid === undefined ? undefined : findProcess(child.pid);
    if (found) {
      this.running.set(component.name, {
        ...found,
        component: component.name,
        fingerprint: print,
        since: Date.now(),
      });
    } else {
      const count = (this.failures.get(component.name)?.count ?? 0) + 1;
      this.failures.set(component.name, { count, retryAt: Date.now() + backoff(count) });
    }
  }

  private openLog(component: string): number {
    const file = this.layout.log(component);
    try {
      if (fs.statSync(file).size > logLimit) fs.renameSync(file, `${file}.old`);
    } catch {
      // The first start.
    }
    return fs.openSync(file, "a", 0o640);
  }

  private lastLine(component: string): string {
    try {
      return fs.readFileSync(this.layout.log(component), "utf8").trimEnd().split("\n").at(-1)?.slice(0, 300) ?? "";
    } catch {
      return "no log";
    }
  }
}
