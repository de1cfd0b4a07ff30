/** The Debian packages the lab is made of, and their installation without starting anything. */
import { spawn, spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { Interrupted, LabError, throwIfAborted } from "./errors";
import type { Progress } from "./progress";
import { disableUnits, installedPackages, newPackages } from "./units";

/** Not nova-compute: it depends on a hypervisor, and its code is in python3-nova. */
export const packages: readonly string[] = [
  ...["mariadb-server", "rabbitmq-server", "memcached", "openssl"],
  ...["keystone", "glance-api", "placement-api"],
  ...["nova-api", "nova-conductor", "nova-scheduler"],
  ...["neutron-api", "neutron-rpc-server", "ovn-central", "ovn-host", "openvswitch-switch"],
  ...["cinder-api", "cinder-scheduler", "cinder-volume"],
  ...["octavia-api", "octavia-worker", "octavia-driver-agent", "python3-ovn-octavia-provider"],
  ...["magnum-api", "magnum-conductor"],
  ...["designate-api", "designate-central", "designate-mdns", "designate-producer", "designate-worker"],
  ...["bind9", "bind9-dnsutils"],
  ...["swift-proxy", "swift-account", "swift-container", "swift-object"],
  "barbican-api",
  ...["python3-openstackclient", "python3-octaviaclient", "python3-magnumclient", "python3-designateclient"],
  ...["python3-barbicanclient", "python3-swiftclient", "python3-neutronclient", "python3-boto3"],
];

const debianEnvironment = {
  PATH: "/usr/sbin:/usr/bin:/sbin:/bin",
  LC_ALL: "C.UTF-8",
  DEBIAN_FRONTEND: "noninteractive",
};

/** Of `wanted`, what the answer of `dpkg-query -W -f '${Package} ${db:Status-Abbrev}\n'` does not show as installed. */
export function notInstalled(wanted: readonly string[], dpkgQuery: string): string[] {
  const installed = new Set(
    dpkgQuery
      .split("\n")
      .map((line) => line.trim().split(/\s+/))
      .filter(([, status]) => status === "ii")
      .map(([name]) => name),
  );
  return wanted.filter((name) => !installed.has(name));
}

/** Packages still to be installed. Takes 0.1 s. @param wanted Default: the lab's. */
export function missingPackages(wanted: readonly string[] = packages): string[] {
  return notInstalled(wanted, query("dpkg-query", ["-W", "-f", "${Package} ${db:Status-Abbrev}\n", ...wanted]));
}

/** Of `apt-cache policy`'s answer, the packages that apt cannot get (or has never heard of). */
export function unobtainable(wanted: readonly string[], aptPolicy: string): string[] {
  const obtainable = new Set<string>();
  let current = "";
  for (const line of aptPolicy.split("\n")) {
    const name = /^(\S+):$/.exec(line)?.[1];
    if (name !== undefined) current = name;
    const candidate = /^\s+Candidate: (\S+)$/.exec(line)?.[1];
    if (candidate !== undefined && candidate !== "(none)") obtainable.add(current);
  }
  return wanted.filter((name) => !obtainable.has(name));
}

/** Packages that apt cannot get, after it has looked for news once if need be. */
export async function unobtainablePackages(
  wanted: readonly string[],
  progress: Progress,
  signal?: AbortSignal,
): Promise<string[]> {
  const ask = () => unobtainable(wanted, query("apt-cache", ["policy", ...wanted]));
  if (ask().length === 0) return [];
  progress("packages: apt-get update");
  await run("apt-get", ["-q", "update"], progress, signal).catch((error: unknown) => {
    if (error instanceof Interrupted) throw error; // else: what cannot be had is reported as such
  });
  return ask();
}

/**
 * Installs packages. A policy-rc.d of ours keeps their services from being started meanwhile (the lab runs them itself, elsewhere);
 * the one that was there before comes back in any case, also by the next call when this one is killed. With systemd, the units that came
 * with the new packages are disabled, so that they do not take the lab's ports at the next boot.
 * @throws LabError with apt's last lines when apt fails.
 */
export async function installPackages(
  wanted: readonly string[],
  progress: Progress,
  signal?: AbortSignal,
): Promise<void> {
  const before = installedPackages();
  denyServiceStarts();
  try {
    await finishInterruptedInstallation(progress, signal);
    progress(`packages: installing ${wanted.length} and what they need (2 to 4 minutes)`);
    const options = [
      ...["Dpkg::Options::=--force-unsafe-io", "Dpkg::Options::=--force-confold", "Dpkg::Use-Pty=0"],
      `DPkg::Lock::Timeout=${lockSeconds}`, // another apt may be at work
    ];
    const flags = ["-y", "-q", "--no-install-recommends", ...options.flatMap((option) => ["-o", option])];
    await run("apt-get", ["install", ...flags, ...wanted], progress, signal);
  } finally {
    restoreServiceStarts();
    disableUnits(newPackages(before, installedPackages()));
  }
}

const lockSeconds = 120;

/** An earlier run that was killed leaves packages unpacked, and apt then refuses to do anything. Quick when there is nothing to do. */
async function finishInterruptedInstallation(progress: Progress, signal?: AbortSignal): Promise<void> {
  for (let waited = 0; ; waited += 2) {
    try {
      return await run("dpkg", ["--configure", "-a"], progress, signal);
    } catch (error) {
      const isLocked = error instanceof LabError && error.message.includes("locked by another process");
      if (!isLocked || waited >= lockSeconds) throw error;
      if (waited === 0) progress("packages: waiting for another apt or dpkg to end");
      await sleep(2000);
    }
  }
}

const policy = "/usr/sbin/policy-rc.d";
const savedPolicy = `${policy}.before-lab`;
const policyText =
  "#!/bin/sh\n# Written by the science platform's lab while it installs packages: none of their services shall start.\nexit 101\n";

function denyServiceStarts(): void {
  // A saved one is there when an earlier run was killed; then the present one is ours.
  if (fs.existsSync(policy) && !fs.existsSync(savedPolicy)) fs.renameSync(policy, savedPolicy);
  fs.writeFileSync(policy, policyText, { mode: 0o755 });
}

/** Puts back what {@link installPackages} replaced. Harmless when there is nothing to put back. */
export function restoreServiceStarts(): void {
  if (fs.existsSync(savedPolicy)) fs.renameSync(savedPolicy, policy);
  else if (fs.existsSync(policy) && fs.readFileSync(policy, "utf8") === policyText) fs.rmSync(policy);
}

function query(command: string, args: readonly string[]): string {
  return spawnSync(command, args, { env: debianEnvironment, encoding: "utf8", maxBuffer: 1 << 26 }).stdout ?? "";
}

const keptLines = 15;

/** Runs apt or dpkg in a process group of its own, so that Ctrl-C reaches it only through us, and it can end in order. */
function run(command: string, args: readonly string[], progress: Progress, signal?: AbortSignal): Promise<void> {
  throwIfAborted(signal);
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      env: debianEnvironment,
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    const lines: string[] = [];
    let steps = 0;
    for (const stream of [child.stdout, child.stderr])
      createInterface({ input: stream }).on("line", (line) => {
        lines.push(line);
        if (lines.length > keptLines) lines.shift();
        if (/^(Unpacking|Setting up) /.test(line) && ++steps % 100 === 0) progress(`packages: ${steps} steps done`);
      });
    const interrupt = (): void => {
      if (child.pid !== undefined) process.kill(-child.pid, "SIGINT");
    };
    signal?.addEventListener("abort", interrupt, { once: true });
    child.on("error", reject);
    child.on("close", (code) => {
      signal?.removeEventListener("abort", interrupt);
      if (signal?.aborted) reject(new Interrupted());
      else if (code === 0) resolve();
      else
        reject(
          new LabError(
            `${command} ${args[0] ?? ""} failed with exit code ${code}:\n${lines.map((line) => `  ${line}`).join("\n")}`,
          ),
        );
    });
  });
}
