/** One comment for each project and stack on a pull request, kept up to date in place. */
import type { Comment, Forge } from "../forge/forge";
import { retrying, type RetryOptions } from "../forge/retry";
import { planIn } from "./marker";

interface Named {
  project: string;
  stack: string;
}

export interface Posted {
  action: "created" | "updated" | "unchanged";
  url?: string;
}

/** @param body Ends with the marker of the project and stack. @throws UserError when the forge refuses. */
export function post(forge: Forge, pull: number, body: string, named: Named, retry: RetryOptions): Promise<Posted> {
  // Looks anew each time: a request that seemed to fail may have made the comment.
  return retrying(
    forge.name,
    async (): Promise<Posted> => {
      const own = await find(forge, pull, named);
      if (own === undefined) return { action: "created", url: await forge.createComment(pull, body) };
      if (own.body.replace(/\r\n/g, "\n").trimEnd() === body.trimEnd()) return { action: "unchanged" };
      return { action: "updated", url: await forge.updateComment(pull, own.id, body) };
    },
    retry,
  );
}

/** The plan that was reviewed on a pull request; undefined: there is no comment of ours. */
export function reviewedPlan(
  forge: Forge,
  pull: number,
  named: Named,
  retry: RetryOptions,
): Promise<string | undefined> {
  return retrying(
    forge.name,
    async () => {
      const own = await find(forge, pull, named);
      return own && planIn(own.body, named);
    },
    retry,
  );
}

async function find(forge: Forge, pull: number, named: Named): Promise<Comment | undefined> {
  for await (const comment of forge.comments(pull))
    if (comment.own !== false && planIn(comment.body, named) !== undefined) return comment;
  return undefined;
}
