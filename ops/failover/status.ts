/** How the sides are, and where the names lead. */
import { askSides, type AskOptions, type SideState } from "./ask";
import { leads, type Records } from "./records";
import type { SharedSite, Side } from "./site";

export interface Status {
  zone: string;
  /** Name to the addresses that its record has; none where there is no record. */
  leads: Record<string, string[]>;
  /** Sides that every name leads to. */
  active: string[];
  sides: SideState[];
  /** What somebody must see to: each a sentence. */
  problems: string[];
}

export async function statusOf(site: SharedSite, records: Records, options: AskOptions = {}): Promise<Status> {
  const [sides, found] = await Promise.all([askSides(site, options), leads(site, records)]);
  const active = site.sides.filter(({ address }) => Object.values(found).every((values) => values.includes(address)));
  return {
    zone: site.zone,
    leads: found,
    active: active.map(({ name }) => name),
    sides,
    problems: [...notReady(sides), ...misled(found, site.sides, active)],
  };
}

/** What each side does not answer as it should: a line each. */
export function notReady(sides: readonly SideState[]): string[] {
  return sides.flatMap(({ name, answers }) =>
    answers.flatMap(({ endpoint, url, problem }) =>
      problem === undefined ? [] : [`side ${name}: ${endpoint}, ${url}: ${problem}`],
    ),
  );
}

/** Names that lead to nothing, to an address that is no side's, or to other sides than the others. */
function misled(found: Status["leads"], sides: readonly Side[], active: readonly Side[]): string[] {
  const known = sides.map(({ address }) => address);
  return Object.entries(found).flatMap(([name, values]) => {
    if (values.length === 0) return [`${name} leads nowhere: it has no A record`];
    const strange = values.filter((value) => !known.includes(value));
    if (strange.length > 0) return [`${name} leads to ${strange.join(", ")}, which is no side's address`];
    const extra = values.filter((value) => !active.some(({ address }) => address === value));
    return extra.length > 0 ? [`${name} leads to ${extra.join(", ")} too, and other names do not`] : [];
  });
}

export function statusText({ leads: found, sides, problems }: Status): string {
  const names = Object.entries(found).map(([name, values]) => `  ${name} -> ${values.join(", ") || "nowhere"}`);
  const lines = sides.map(({ name, address, answers, ready }) => {
    const good = answers.filter(({ problem }) => problem === undefined).length;
    return `  ${name} ${address}: ${ready ? "ready" : "NOT READY"}, ${good} of ${answers.length} answer as they should`;
  });
  const rest = problems.length === 0 ? ["Nothing is wrong."] : ["Wrong:", ...problems.map((line) => `  ${line}`)];
  return [`Names:`, ...names, "Sides:", ...lines, ...rest].join("\n");
}
