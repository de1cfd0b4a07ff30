/** One issue for the drift of a stack: opened when something differs, kept up to date, closed when nothing does. */
import type { Forge } from "../forge/forge";
import { retrying, type RetryOptions } from "../forge/retry";
import { code, fence } from "../comment/markdown";
import type { Mask } from "../comment/mask";
import { asText, isDrift } from "./report";
import type { Drift } from "./index";

export interface IssueOptions {
  project: string;
  stack: string;
  /** Address of the run's log. */
  run?: string | undefined;
  mask: Mask;
  retry: RetryOptions;
}

export interface Tracked {
  action: "opened" | "updated" | "unchanged" | "closed" | "none";
  url?: string;
}

/** Forges take bodies of about this many characters. */
const longest = 60_000;

const marker = ({ project, stack }: IssueOptions): string =>
  `<!-- science-platform drift: ${encodeURIComponent(project)}/${encodeURIComponent(stack)} -->`;

/**
 * @param drift What differs. What could not be looked at neither opens an issue nor closes one: only a look at everything that finds no
 *   difference closes it.
 * @throws UserError when the forge refuses.
 */
export function trackDrift(forge: Forge, drift: Drift, options: IssueOptions): Promise<Tracked> {
  const { stack, retry } = options;
  return retrying(
    forge.name,
    async (): Promise<Tracked> => {
      const open = await find(forge, marker(options));
      if (!isDrift(drift)) {
        if (open === undefined) return { action: "none" };
        return {
          action: "closed",
          url: await forge.closeIssue(open.number, `Nothing differs any more.${runLink(options)}`),
        };
      }
      if (drift.resources.length + drift.added.length === 0)
        return { action: open === undefined ? "none" : "unchanged" };
      const body = bodyOf(drift, options);
      if (open === undefined) {
        return {
          action: "opened",
          url: await forge.createIssue(`Drift of ${stack}: the cloud differs from the stack`, body),
        };
      }
      if (open.body.replace(/\r\n/g, "\n").trimEnd() === body.trimEnd()) return { action: "unchanged" };
      return { action: "updated", url: await forge.updateIssue(open.number, body) };
    },
    retry,
  );
}

async function find(forge: Forge, mark: string): Promise<{ number: number; body: string } | undefined> {
  for await (const issue of forge.openIssues()) if (issue.body.trimEnd().endsWith(mark)) return issue;
  return undefined;
}

function bodyOf(drift: Drift, options: IssueOptions): string {
  const { mask, stack } = options;
  const report = asText(stack, drift);
  const lines = mask(report).split("\n");
  const head = `${code(`science-platform drift --stack ${stack}`)} found what nobody has put into the stack.${runLink(options)} This issue is closed when the drift is gone.`;
  let room = longest - head.length - marker(options).length - 200;
  const kept = lines.filter((line) => (room -= line.length + 1) > 0);
  const rest = lines.length - kept.length;
  const text = [...kept, ...(rest > 0 ? [`... and ${rest} lines more: run the command.`] : [])].join("\n");
  return `${head}\n\n${fence(text)}\n\n${marker(options)}\n`;
}

function runLink({ run }: IssueOptions): string {
  return run && /^https?:\/\/[^\s()<>]+$/.test(run) ? ` [Run](${run}).` : "";
}
