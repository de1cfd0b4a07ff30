/**
 * What the provider began to make and gave up on: a cluster that is CREATE_FAILED, a machine in ERROR. It stands in the state with its id,
 * and with no difference to its inputs: the next `up` would take it for whole. This decides, without touching anything, what becomes of it.
 */
import type { StackExport } from "./plan";

export interface Unfinished {
  urn: string;
  type: string;
  id: string;
}

/** @param types Those whose end the cloud can be asked for. */
export function unfinished(stack: StackExport, types: readonly string[]): Unfinished[] {
  return stack.deployment.resources.flatMap(({ urn, type, id, initErrors }) =>
    id !== undefined && types.includes(type) && (initErrors ?? []).length > 0 ? [{ urn, type, id }] : [],
  );
}

/** "gone": the cloud does not know it (any more). */
export type Ending = "complete" | "failed" | "gone" | "in progress";

/** @param status As the service says it, like "CREATE_FAILED" or "ERROR"; undefined: it does not know the thing. */
export function endingOf(status: string | undefined): Ending {
  if (status === undefined) return "gone";
  if (/error|_failed$/i.test(status)) return "failed";
  return /_in_progress$|^build$|^creating$|^pending$/i.test(status) ? "in progress" : "complete";
}

/** Others of the stack that cannot be without it, so that it cannot simply be forgotten. */
export function dependents(stack: StackExport, urn: string): string[] {
  return stack.deployment.resources
    .filter(({ dependencies, parent }) => parent === urn || (dependencies ?? []).includes(urn))
    .map((resource) => resource.urn);
}

/**
 * The state in which what came to nothing is forgotten, so that the next `up` makes it; and what became whole after all is known by its id
 * alone, so that the next `up` asks the cloud for all else.
 */
export function settled(stack: StackExport, endings: ReadonlyMap<string, Ending>): StackExport {
  const resources = stack.deployment.resources.flatMap((resource) => {
    const ending = endings.get(resource.urn);
    if (ending === undefined || ending === "in progress") return [resource];
    if (ending !== "complete") return [];
    const whole = { ...resource, outputs: {} };
    delete whole.initErrors;
    return [whole];
  });
  return { ...stack, deployment: { ...stack.deployment, resources } };
}
