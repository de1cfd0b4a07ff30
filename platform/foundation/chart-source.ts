/** Where a chart lies, by the site's choice. */
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import type { Config } from "../../config/schema";
import { folderOf, ownCharts, type Chart } from "../catalog";
import { ChartError, isPublished, unpack, unpackedFolder } from "../charts/package";

export interface ChartSource {
  /** Its folder, relative to the program. */
  chart: string;
  /** Changes whenever the chart's content does. */
  digest: string;
  /** False: the folder is not looked into, see {@link withoutCharts}. */
  readable: boolean;
}

let fetches = true;

/** From now on published charts are named and not fetched: for runs against mocks, which know no chart's contents. */
export function withoutCharts(): void {
  fetches = false;
}

/**
 * Charts of our own always come from a directory; those of others are fetched once, verified and unpacked (platform/charts/package.ts).
 *
 * @throws pulumi.RunError when the chart cannot be had.
 */
export function chartSource(chart: Chart, charts: Config["platform"]["charts"]): ChartSource {
  if (charts.source === "upstream" && isPublished(chart)) {
    if (fetches) explained(() => unpack(chart, process.cwd()));
    return { chart: `./${unpackedFolder(chart)}`, digest: chart.from.digest, readable: fetches };
  }
  const directory = path.posix.join(charts.source === "directory" ? charts.path : ownCharts, folderOf(chart));
  if (!fs.existsSync(path.join(directory, "Chart.yaml")))
    throw new pulumi.RunError(
      `platform.charts.path: there is no chart ${folderOf(chart)} in ${path.posix.dirname(directory)}. Put it there (its folder needs a ` +
        `Chart.yaml of version ${chart.version}), or set platform.charts to {source: upstream}.`,
    );
  return {
    chart: path.posix.isAbsolute(directory) ? directory : `./${directory}`,
    digest: directoryDigest(directory),
    readable: true,
  };
}

/** A chart that cannot be had is told without a stack trace. */
function explained(work: () => void): void {
  try {
    work();
  } catch (error) {
    if (error instanceof ChartError) throw new pulumi.RunError(error.message);
    throw error;
  }
}

/** SHA-256 over the names and contents of a directory's files. Names are sorted, so that every machine gets the same. */
export function directoryDigest(directory: string): string {
  const hash = createHash("sha256");
  const files = fs
    .readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(directory, path.join(entry.parentPath, entry.name)))
    .sort();
  for (const file of files) {
    const content = fs.readFileSync(path.join(directory, file));
    // Lengths keep "a" + "bc" apart from "ab" + "c".
    hash.update(`${file}\0${content.length}\0`).update(content);
  }
  return `sha256:${hash.digest("hex")}`;
}
