/** What a check is: a small pure function that lists what it finds. */
import type { Problem } from "../problems";
import type { Config } from "../schema";

/** What a few checks must know besides the configuration. */
export interface Context {
  /** Stack to configuration of the other stacks, whose networks ours shall be able to reach. */
  others: Readonly<Record<string, Config>>;
  today: Date;
}

/** @returns Every problem found, each at the key that one would change. */
export type Check<C = Config> = (config: C, context: Context) => Problem[];
