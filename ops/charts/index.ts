/** The charts of the catalog: what is pinned, what is newer, and their packages. */
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { catalog, type Chart } from "../../platform/catalog";
import {
  ChartError,
  fetchWithHelm,
  isPublished,
  packageDigest,
  unpack,
  unpackedFolder,
  type Fetch,
  type PublishedChart,
} from "../../platform/charts/package";
import { UserError } from "../errors";
import { newestVersion, type Offer } from "./newest";
import { withPin } from "./pin";

const all: Chart[] = Object.values(catalog);

/** @throws UserError for names that the catalog does not have, or whose chart is ours. */
export function chosen(names: readonly string[], charts: readonly Chart[] = all): PublishedChart[] {
  const published = charts.filter(isPublished);
  if (names.length === 0) return published;
  const known = published.map(({ name }) => name);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0)
    throw new UserError(
      `There is no published chart ${unknown.join(", ")} in platform/catalog.ts; there are ${known.join(", ")}.`,
    );
  return published.filter(({ name }) => names.includes(name));
}

export interface Listed {
  name: string;
  version: string;
  repository: string;
  digest: string;
  /** True: its package lies unpacked in the clone. */
  fetched: boolean;
}

export function listed(charts: readonly PublishedChart[], root: string): Listed[] {
  return charts.map((chart) => ({
    name: chart.name,
    version: chart.version,
    ...chart.from,
    fetched: fs.existsSync(path.join(root, unpackedFolder(chart))),
  }));
}

export type Compared = { name: string; pinned: string } & Offer;

export function compare(
  charts: readonly PublishedChart[],
  ask: (chart: PublishedChart) => Promise<Offer> = newestVersion,
): Promise<Compared[]> {
  return Promise.all(charts.map(async (chart) => ({ name: chart.name, pinned: chart.version, ...(await ask(chart)) })));
}

/** What a report says of one chart: up to date, newer or not known. */
export function outdated(compared: Compared): boolean {
  return "newest" in compared && plain(compared.newest) !== plain(compared.pinned);
}

function plain(version: string): string {
  return version.replace(/^v/, "");
}

/** Fetches and unpacks each; @returns what failed. */
export function fetchAll(charts: readonly PublishedChart[], root: string, fetch: Fetch = fetchWithHelm): string[] {
  return charts.flatMap((chart) => problem(() => unpack(chart, root, fetch)));
}

export interface Pinned {
  name: string;
  version: string;
  digest: string;
}

/**
 * Fetches each chart and writes what came into the catalog's source, chart by chart: what was pinned before a failure stays.
 *
 * @param version Another version than the catalog's, for one chart.
 */
export function pinAll(
  charts: readonly PublishedChart[],
  file: string,
  { version, fetch = fetchWithHelm }: { version?: string; fetch?: Fetch } = {},
): { pinned: Pinned[]; problems: string[] } {
  const pinned: Pinned[] = [];
  // Of a chart with several versions the first entry is the one that is raised; the others stay for who is not moved yet.
  const first = ({ name }: PublishedChart, index: number) => charts.findIndex((one) => one.name === name) === index;
  const meant = version === undefined ? charts : charts.filter(first);
  const problems = meant.flatMap((chart) =>
    problem(() => {
      const work = fs.mkdtempSync(path.join(os.tmpdir(), "chart-"));
      try {
        const wanted = { ...chart, version: (version ?? chart.version) as PublishedChart["version"] };
        const pin = { version: wanted.version, digest: packageDigest(fetch(wanted, work)) };
        fs.writeFileSync(file, withPin(fs.readFileSync(file, "utf8"), chart, pin));
        pinned.push({ name: chart.name, ...pin });
      } finally {
        fs.rmSync(work, { recursive: true });
      }
    }),
  );
  return { pinned, problems };
}

function problem(work: () => void): string[] {
  try {
    work();
    return [];
  } catch (error) {
    if (error instanceof ChartError || error instanceof UserError) return [error.message];
    throw error;
  }
}
