/** The packages' own systemd units: the lab runs the programs itself, and after a boot the units would hold its ports. */
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";

const unitFile = /^(?:\/usr)?\/lib\/systemd\/system\/([^/]+\.(?:service|socket|timer|path))$/;

/** Units among a package's files (one a line, as dpkg-query -L lists them). Templates (x@.service) are started by others only. */
export function unitsAmong(files: string): string[] {
  const names = files.split("\n").flatMap((file) => unitFile.exec(file)?.[1] ?? []);
  return [...new Set(names)].filter((name) => !name.includes("@.")).sort();
}

/** What is installed now and was not before; both as {@link installedPackages}. */
export function newPackages(before: readonly string[], after: readonly string[]): string[] {
  const known = new Set(before);
  return after.filter((name) => !known.has(name));
}

/** Every package that is unpacked on this machine. */
export function installedPackages(): string[] {
  return query(["-W", "-f", "${binary:Package} ${db:Status-Status}\n"])
    .split("\n")
    .map((line) => line.split(" "))
    .flatMap(([name, status]) => (name && status !== "not-installed" && status !== "config-files" ? [name] : []));
}

/**
 * On a machine that systemd runs, keeps the units of packages from being started at the next boot. They may be started and enabled by
 * hand as ever.
 * @param systemd the folder whose being there means systemd, as sd_booted(3) says
 */
export function disableUnits(packages: readonly string[], systemd = "/run/systemd/system"): void {
  if (packages.length === 0 || !fs.existsSync(systemd)) return;
  // One by one: some are links to others, which systemctl refuses, and then it does nothing for the rest.
  for (const unit of unitsAmong(query(["-L", ...packages]))) run("systemctl", ["--no-reload", "disable", unit]);
  run("systemctl", ["daemon-reload"]);
}

function query(args: readonly string[]): string {
  return run("dpkg-query", args);
}

function run(command: string, args: readonly string[]): string {
  const env = { PATH: process.env.PATH, LC_ALL: "C.UTF-8" };
  return spawnSync(command, args, { env, encoding: "utf8", maxBuffer: 1 << 26 }).stdout ?? "";
}
