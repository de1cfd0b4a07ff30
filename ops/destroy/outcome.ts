/** The result of a destroy in the two forms that the command prints. Pure. */
import type { DestroyResult } from "./index";
import { commandsFor, serviceOf } from "./kinds";
import type { Left } from "./remaining";
import { closing, closingWithoutList } from "./report";

/** False: something is left that should not be, or nobody knows. */
export function isClean({ left, unseen }: DestroyResult): boolean {
  return (left?.unexpected.length ?? 0) === 0 && unseen.every(({ forbidden }) => forbidden);
}

export function asText(stack: string, { cloud, entry = "", left, unseen, empty }: DestroyResult): string {
  if (left === undefined) return closingWithoutList(stack, cloud, empty);
  return closing({ stack, cloud: entry, left, unseen: unseen.map(({ kind, why }) => `${kind}: ${why}`), empty });
}

export function asJson(stack: string, { cloud, drained, entry = "", left, unseen, empty }: DestroyResult): string {
  const item = (one: Left) => ({ ...one, service: serviceOf(one.kind), commands: commandsFor(one, entry) });
  return JSON.stringify(
    { stack, cloud, drained, kept: left?.kept.map(item), unexpected: left?.unexpected.map(item), unseen, empty },
    null,
    2,
  );
}
