/** Tries again what failed for a passing reason: no answer, a server's fault, a rate that is used up. */
import { setTimeout as sleep } from "node:timers/promises";
import { UserError } from "../errors";
import { ForgeError } from "./forge";

export interface RetryOptions {
  /** Times to try. @default 5 */
  tries?: number;
  /** Seconds before the second try; twice as many before each further one. @default 2 */
  first?: number;
  /** Seconds that one wait may last; a forge that wants more is given up. @default 120 */
  longest?: number;
  /** For people who wait. */
  progress: (text: string) => void;
  /** Waits. @default as long as it says */
  wait?: (seconds: number) => Promise<void>;
}

/**
 * @param name The forge, for messages.
 * @param work Is done again from its beginning, so that it finds what a request that seemed to fail has made.
 * @throws UserError with what to do.
 */
export async function retrying<T>(name: string, work: () => Promise<T>, options: RetryOptions): Promise<T> {
  const { tries = 5, first = 2, longest = 120, progress, wait = (seconds) => sleep(seconds * 1000) } = options;
  for (let tried = 1; ; tried++) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof ForgeError)) throw error;
      if (!isPassing(error)) throw new UserError(refusal(name, error));
      const seconds = error.wait ?? first * 2 ** (tried - 1);
      if (tried >= tries) throw new UserError(`${name} still fails after ${tries} tries: ${error.message}`);
      if (seconds > longest)
        throw new UserError(
          `${name} wants us to come back in ${seconds} s, which is too long to wait: ${error.message}`,
        );
      progress(`${name}: ${error.message}; again in ${seconds} s`);
      await wait(seconds);
    }
  }
}

function isPassing({ status, wait }: ForgeError): boolean {
  return status === 0 || status === 429 || status >= 500 || (status === 403 && wait !== undefined);
}

function refusal(name: string, { message, status }: ForgeError): string {
  const ways: Record<number, string> = {
    401: "The token is wrong or has expired.",
    403: "The token may not do that. GitHub: the job needs `permissions: pull-requests: write` (and `issues: write` for --issue), and a job that a fork started never has them. GitLab: a project token with the role Reporter and the scope api. Gitea: a token with write:issue.",
    404: "There is no such repository or pull request, or the token may not see it.",
  };
  return `${name} refuses (${status}): ${message}.${ways[status] === undefined ? "" : ` ${ways[status]}`}`;
}
