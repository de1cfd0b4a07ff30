/** What a cron line of five fields means. Times are UTC. */
import { Cron } from "croner";

/** In words what is wrong with it; undefined: nothing. */
export function cronProblem(line: string): string | undefined {
  let runs: Date | null;
  try {
    runs = parse(line).nextRun();
  } catch (error) {
    return `"${line}" is no cron line: ${words(error)}`;
  }
  // Others take it for Sunday too; Kubernetes' and Velero's own reader refuses it.
  if (/7/.test(line.split(" ").at(-1) ?? "")) return `"${line}" has the weekday 7: write 0 for Sunday`;
  return runs === null ? `"${line}" never comes: no month has that day` : undefined;
}

/** The last moments that it means before a moment, newest first. */
export function previousRuns(line: string, count: number, before: Date): Date[] {
  return parse(line).previousRuns(count, before);
}

/** The first moment that it means after a moment; undefined: there is none. */
export function nextRun(line: string, after: Date): Date | undefined {
  return parse(line).nextRun(after) ?? undefined;
}

function parse(line: string): Cron {
  return new Cron(line, { timezone: "UTC", paused: true, mode: "5-part" });
}

function words(error: unknown): string {
  return error instanceof Error ? error.message.replace(/^CronPattern: /, "") : String(error);
}
