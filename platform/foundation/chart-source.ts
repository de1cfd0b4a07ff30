/** Where the package of a chart is, by the site's choice. */
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import type { Config } from "../../config/schema";
import { ownCharts, type Chart } from "../catalog";

export interface ChartSource {
  /** Name in the repository, or path of the directory, relative to the program. */
  chart: string;
  /** Helm repository; missing for a directory. */
  repository?: string;
  /** Changes whenever the chart's content does. */
  digest: string;
}

/**
 * Charts of our own always come from a directory.
 *
 * @throws Error when the directory of the chart is not there.
 */
export function chartSource(chart: Chart, charts: Config["platform"]["charts"]): ChartSource {
  if (charts.source === "upstream" && chart.from !== "ours")
    return { chart: chart.name, repository: chart.from.repository, digest: chart.from.digest };
  const directory = path.posix.join(charts.source === "directory" ? charts.path : ownCharts, chart.name);
  return { chart: path.posix.isAbsolute(directory) ? directory : `./${directory}`, digest: directoryDigest(directory) };
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
