/** platform/catalog.ts as text: the version and the digest of a chart in it, written by `charts pin`. */
import { UserError } from "../errors";

export interface Pin {
  version: string;
  digest: string;
}

/** A chart as the catalog has it; the version tells two entries of one name apart. */
export interface Entry {
  name: string;
  version: string;
}

/**
 * The catalog's source with another pin of a chart; nothing else in it changes.
 *
 * @throws UserError when the chart has no entry that is written as usual.
 */
export function withPin(source: string, chart: Entry, { version, digest }: Pin): string {
  const start = startOf(source, chart);
  const end = source.indexOf("digest: ", start);
  const next = source.indexOf("name: ", start + 1);
  if (start < 0 || end < 0 || (next >= 0 && next < end))
    throw new UserError(
      `platform/catalog.ts: there is no entry of the chart ${chart.name} with a digest. Write it by hand.`,
    );
  const close = source.indexOf('"', end + 'digest: "'.length) + 1;
  const entry = source
    .slice(start, close)
    .replace(/version: "[^"]*"/, `version: ${JSON.stringify(version)}`)
    .replace(/digest: "[^"]*"$/, `digest: ${JSON.stringify(digest)}`);
  return source.slice(0, start) + entry + source.slice(close);
}

/** Where the entry begins; -1 when there is none. */
function startOf(source: string, { name, version }: Entry): number {
  const named = `name: ${JSON.stringify(name)},`;
  for (let start = source.indexOf(named); start >= 0; start = source.indexOf(named, start + 1)) {
    const next = source.indexOf("name: ", start + 1);
    const entry = source.slice(start, next < 0 ? undefined : next);
    if (entry.includes(`version: ${JSON.stringify(version)}`)) return start;
  }
  return -1;
}
