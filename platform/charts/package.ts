/**
 * The package of a published chart: fetched once by Helm, held against its digest, and unpacked into a folder of the clone. Everything
 * that installs or renders the chart takes it from there, so what runs is what was reviewed, whatever the repository serves today.
 *
 * It waits for the program that it runs: the values of a chart are checked before the first resource is made.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { catalog, type Chart, type Published } from "../catalog";

/** A chart that cannot be had; the message says which, why, and what to do. */
export class ChartError extends Error {}

/** Folder of unpacked charts, below the top of the repository. */
export const unpackedCharts = ".charts";

export interface PublishedChart extends Chart {
  from: Published;
}

export function isPublished(chart: Chart): chart is PublishedChart {
  return chart.from !== "ours";
}

/** Where a published chart lies once it is unpacked, from the top of the repository: the same on every machine, as it stands in the state. */
export function unpackedFolder({ name, version }: Chart): string {
  return path.posix.join(unpackedCharts, `${name}-${version}`, name);
}

/** Fetches the package into a folder; gives back its file. */
export type Fetch = (chart: PublishedChart, folder: string) => string;

/**
 * Makes sure that a chart lies in {@link unpackedFolder}, and is the one that was pinned.
 *
 * @param root The top of the repository.
 * @throws ChartError when its digest is not recorded or is another one, or when it cannot be had.
 */
export function unpack(chart: PublishedChart, root: string, fetch: Fetch = fetchWithHelm): void {
  const folder = path.dirname(path.join(root, unpackedFolder(chart)));
  if (fs.existsSync(folder)) return;
  const { digest } = chart.from;
  const title = `chart ${chart.name} ${chart.version}`;
  if (digest === "unrecorded") throw new ChartError(notRecorded(title, chart.name));
  fs.mkdirSync(path.dirname(folder), { recursive: true });
  const work = fs.mkdtempSync(`${folder}.`);
  try {
    const file = fetch(chart, work);
    const found = packageDigest(file);
    if (found !== digest)
      throw new ChartError(
        `The ${title} from ${chart.from.repository} is not the one that was pinned: it is ${found}, and platform/catalog.ts says ` +
          `${digest}. If the publisher has replaced it for a good reason, \`science-platform charts pin ${chart.name}\` notes the new one.`,
      );
    const unpacked = path.join(work, "unpacked");
    fs.mkdirSync(unpacked);
    const tar = run("tar", ["-xzf", file, "-C", unpacked, "--no-same-owner"]);
    if (tar !== "") throw new ChartError(`The ${title} cannot be unpacked: ${tar}`);
    rename(unpacked, folder);
  } finally {
    fs.rmSync(work, { recursive: true, force: true });
  }
}

/** One message for the whole catalog, so that a site with several of them is not told one by one. */
function notRecorded(title: string, name: string): string {
  const others = Object.values(catalog)
    .filter((one: Chart) => isPublished(one) && one.from.digest === "unrecorded" && one.name !== name)
    .map((one) => one.name);
  const more = others.length === 0 ? "" : ` Nor are those of ${others.join(", ")}, where the site has them.`;
  return (
    `The digest of the ${title} is not recorded in platform/catalog.ts, so nobody has said which package it is.${more} ` +
    `\`science-platform charts pin ${[name, ...others].join(" ")}\` fetches what the publishers serve and notes it there; let somebody ` +
    "review that change. Or set platform.charts to a directory that has the charts."
  );
}

/** Another run may have been faster. */
function rename(from: string, to: string): void {
  try {
    fs.renameSync(from, to);
  } catch (error) {
    if (!fs.existsSync(to)) throw error;
  }
}

export function packageDigest(file: string): `sha256:${string}` {
  return `sha256:${createHash("sha256").update(fs.readFileSync(file)).digest("hex")}`;
}

/** How Helm's command line names a chart: by its repository, or by its place in an OCI registry. */
export function helmReference({ name, from: { repository } }: PublishedChart): string[] {
  return repository.startsWith("oci://") ? [`${repository}/${name}`] : [name, "--repo", repository];
}

/** @throws ChartError with Helm's words. */
export function fetchWithHelm(chart: PublishedChart, folder: string): string {
  const { name, version, from } = chart;
  const { repository } = from;
  const failure = run("helm", ["pull", ...helmReference(chart), "--version", version, "--destination", folder]);
  if (failure !== "")
    throw new ChartError(
      `The chart ${name} ${version} cannot be had from ${repository}: ${failure}. Once it can be reached, run this again; or set ` +
        "platform.charts to a directory that has the charts.",
    );
  const [file, ...more] = fs.readdirSync(folder).filter((entry) => entry.endsWith(".tgz"));
  if (file === undefined || more.length > 0)
    throw new ChartError(`helm pull of ${name} ${version} left ${fs.readdirSync(folder).join(", ") || "nothing"}`);
  return path.join(folder, file);
}

/** What to do about one of the toolchain's programs that is not there. */
export function notOnPath(program: string): string {
  return `${program} is not on the PATH. A shell that has it: eval "$(node --import tsx toolchain/cli.ts env)"`;
}

/** Nothing when the program succeeded, else what it said. */
function run(program: string, args: string[]): string {
  const { status, stderr, error } = spawnSync(program, args, {
    encoding: "utf8",
    env: process.env,
    stdio: ["ignore", "ignore", "pipe"],
  });
  if (error && "code" in error && error.code === "ENOENT") return notOnPath(program);
  if (error) return error.message;
  if (status === 0) return "";
  const lines = stderr.split("\n").filter((line) => line.trim() !== "" && !line.startsWith("WARNING"));
  return (
    lines
      .join(" ")
      .replace(/^Error: /, "")
      .trim() || `${program} ended with ${status}`
  );
}
