/** Leads the shared names to other sides. */
import type { DnsRecord } from "../../infra/contract";
import { UserError } from "../errors";
import { askSides, type AskOptions, type SideState } from "./ask";
import { leads, recordsFor, type Records } from "./records";
import type { SharedSite, Side } from "./site";
import { notReady } from "./status";

export interface SwitchOptions extends AskOptions {
  /** To sides that do not answer as well. */
  force?: boolean;
  /** Only look, and say what would be written. */
  dryRun?: boolean;
  progress?: (line: string) => void;
}

export interface Switched {
  /** Sides that the names lead to then. */
  to: string[];
  /** Name to what its record said before. */
  before: Record<string, string[]>;
  records: DnsRecord[];
  /** How the sides were. */
  sides: SideState[];
  /** "there already": every name leads there. "to write": somebody else has to, or it was a dry run. */
  state: "written" | "there already" | "to write";
}

/** @throws UserError when a side does not answer, unless forced: nothing is written then. */
export async function switchTo(
  site: SharedSite,
  to: readonly Side[],
  records: Records,
  options: SwitchOptions = {},
): Promise<Switched> {
  const { force = false, dryRun = false, progress = () => undefined } = options;
  const [sides, before] = await Promise.all([askSides(site, options), leads(site, records)]);
  const bad = sides.filter(({ name, ready }) => !ready && to.some((side) => side.name === name));
  if (bad.length > 0 && !force) throw new UserError(refusal(bad));
  const rows = recordsFor(site, to);
  const there = rows.every(({ name, values }) => before[name]?.join() === values.join());
  const outcome = { to: to.map(({ name }) => name), before, records: rows, sides };
  if (there) return { ...outcome, state: "there already" };
  if (dryRun || records.write === undefined) return { ...outcome, state: "to write" };
  progress(`writing ${rows.length} ${rows.length === 1 ? "record" : "records"}, until the name servers have them`);
  await records.write(rows);
  return { ...outcome, state: "written" };
}

function refusal(bad: readonly SideState[]): string {
  const lines = notReady(bad).map((line) => `  - ${line}`);
  return `Nothing was changed, as users would be led to what does not work:\n${lines.join("\n")}\nMend it, choose another side, or add --force.`;
}

export function switchedText({ to, before, records, state }: Switched): string {
  const words = {
    written: `The names lead to ${to.join(" and ")}; resolvers may remember the former address for ${records[0]?.ttl ?? 0} s.`,
    "there already": `The names lead to ${to.join(" and ")} already.`,
    "to write": `To be written, so that the names lead to ${to.join(" and ")}:`,
  };
  const rows = records.map(
    ({ name, values, ttl }) => `  ${name} ${ttl} A ${values.join(", ")} (was ${before[name]?.join(", ") || "nothing"})`,
  );
  return [words[state], ...(state === "there already" ? [] : rows)].join("\n");
}
