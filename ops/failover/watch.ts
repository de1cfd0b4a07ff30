/** Asks again and again, tells what changes, and leads the names away from a side that stays away. */
import { setTimeout as sleep } from "node:timers/promises";
import { errorText } from "../error-text";
import type { AskOptions, SideState } from "./ask";
import { recordsFor, type Records } from "./records";
import type { SharedSite, Side } from "./site";
import { statusOf, type Status } from "./status";

export interface WatchOptions extends AskOptions {
  /** Milliseconds between two rounds. */
  interval: number;
  /** Rounds in a row in which a side must have failed. */
  after: number;
  /** Write the records; else only tell what would be done. */
  act: boolean;
  /** Rounds to go on for. @default for ever */
  rounds?: number;
  progress: (line: string) => void;
  /** Ends it. */
  signal?: AbortSignal;
}

/** Side to rounds in a row in which it was not ready. */
export type Failures = Readonly<Record<string, number>>;

export function counted(before: Failures, sides: readonly SideState[]): Failures {
  return Object.fromEntries(sides.map(({ name, ready }) => [name, ready ? 0 : (before[name] ?? 0) + 1]));
}

/**
 * Where the names should lead now: away from active sides that have failed for `after` rounds, to the active ones that work, or else to the
 * first other that does. A side that comes back gets nothing back by itself: what its data are by then, people must say.
 *
 * @returns Undefined: let all be as it is. So too when no side works, because then it is rather the watcher that sees nothing.
 */
export function better(
  { active, sides }: Pick<Status, "active" | "sides">,
  failures: Failures,
  after: number,
): Side[] | undefined {
  if (!active.some((name) => (failures[name] ?? 0) >= after)) return undefined;
  const ready = sides.filter((side) => side.ready);
  const left = ready.filter(({ name }) => active.includes(name));
  if (left.length > 0) return left;
  return ready.length > 0 ? ready.slice(0, 1) : undefined;
}

/** @returns The last status; undefined when no round could be finished. */
export async function watch(site: SharedSite, records: Records, options: WatchOptions): Promise<Status | undefined> {
  const { act, after, interval, progress, rounds = Infinity, signal } = options;
  let failures: Failures = {};
  let last: Status | undefined;
  let told = "";
  const tell = (text: string): void => {
    if (text !== told) progress(text);
    told = text;
  };
  for (let round = 1; round <= rounds && signal?.aborted !== true; round++) {
    try {
      last = await statusOf(site, records, options);
      failures = counted(failures, last.sides);
      const target = better(last, failures, after);
      tell(summary(last, target));
      if (target && act && records.write) {
        await records.write(recordsFor(site, target));
        tell(`written: the names lead to ${namesOf(target, " and ")} now`);
      }
    } catch (error) {
      // A cloud or name server that is away for a moment is no reason to stop watching.
      tell(`this round could not be finished: ${errorText(error)}`);
    }
    if (round < rounds) await sleep(interval, undefined, signal ? { signal } : {}).catch(() => undefined);
  }
  return last;
}

const namesOf = (sides: readonly Side[], between: string): string => sides.map(({ name }) => name).join(between);

function summary({ active, sides }: Status, target: readonly Side[] | undefined): string {
  const states = sides.map(({ name, ready }) => `${name} ${ready ? "ready" : "NOT READY"}`).join(", ");
  const advice = target ? `; they should lead to ${namesOf(target, " and ")} (--to ${namesOf(target, ",")})` : "";
  return `${states}; the names lead to ${active.join(" and ") || "no side"}${advice}`;
}
