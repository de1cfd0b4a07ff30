/** What to do about a failure: providers say what happened, and in which object, but neither whose it is nor what helps. */
import * as pulumi from "@pulumi/pulumi";

export interface Cure {
  /** Recognizes the provider's words. */
  when: RegExp;
  /** What is wrong and what helps, for people. */
  say: string;
}

/** What the cures say to an error, each once, in their order. Pure. */
export function cured(errors: readonly string[], cures: readonly Cure[]): string[] {
  return cures.filter(({ when }) => errors.some((error) => when.test(error))).map(({ say }) => say);
}

/**
 * A hook for a resource's `hooks.onError` that says more about its failure. It never tries again: what is not ready is waited for by what
 * makes it ready.
 *
 * @param name Unique in the program.
 */
export function explaining(name: string, cures: readonly Cure[]): pulumi.ErrorHook {
  return new pulumi.ErrorHook(`explain-${name}`, async ({ errors }) => {
    for (const say of cured(errors, cures)) await pulumi.log.error(say);
    return false;
  });
}
