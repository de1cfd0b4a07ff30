/** The comment: one Markdown body from a model. Pure. */
import { createHash } from "node:crypto";
import { fit, list, whole, type Section } from "./budget";
import type { Mask } from "./mask";
import { code, count, escapeMarkdown, fence, folded } from "./markdown";
import { marker } from "./marker";
import type { Model } from "./model";
import { capacitySection } from "./sections/capacity";
import { diffSection, lostSection } from "./sections/changes";
import { headline } from "./sections/headline";
import { manifestSection } from "./sections/manifests";
import { exceptionSection, policySection } from "./sections/policies";

export interface RenderOptions {
  /** Commit that was looked at. */
  commit?: string | undefined;
  /** Address of the run's log. */
  run?: string | undefined;
  /** A sentence below the first line. */
  note?: string | undefined;
  /** What this is compared with: the plan that somebody reviewed. */
  reviewed?: Reviewed | undefined;
  /** Characters. @default 60,000; GitHub takes 65,536. */
  budget?: number;
  /** Takes secrets out, once more. */
  mask?: Mask;
}

export interface Reviewed {
  /** "#12", the pull request. */
  where: string;
  /** {@link planOf} what was reviewed; undefined: there is none. */
  plan: string | undefined;
}

export const defaultBudget = 60_000;

export function render(model: Model, options: RenderOptions = {}): string {
  const { budget = defaultBudget, mask = (text: string) => text } = options;
  const end = marker(model, planOf(model));
  const sections: Section[] = [
    whole(1, `### ${headline(model)}`),
    whole(1, context(model, options)),
    whole(2, clusterWarning(model)),
    whole(2, stopped(model)),
    list(model.errors.map(error), {
      importance: 3,
      wrap: (items) => `**What went wrong**\n\n${items}`,
      glue: "\n\n",
      more: (left) => `... and ${count(left, "error")} more: see the run.`,
    }),
    lostSection(model),
    policySection(model),
    capacitySection(model),
    diffSection(model),
    manifestSection(model),
    exceptionSection(model),
    printed(model),
  ];
  // Masking makes texts longer or shorter, so that it comes before the last look at the length.
  const room = budget - end.length - 2;
  const body = mask(fit(sections, room));
  const fitting = body.length <= room ? body : mask(fit(sections, room - (body.length - room)));
  return `${fitting}\n\n${end}\n`;
}

/** What a plan comes to: two runs with the same would do the same to the same resources. */
export function planOf({ changes }: Model): string {
  const lines = changes.map(({ action, urn, diff }) => JSON.stringify([urn, action, diff])).sort();
  return createHash("sha256").update(lines.join("\n")).digest("hex").slice(0, 16);
}

function context(model: Model, { commit, note, run, reviewed }: RenderOptions): string {
  const parts = [
    ...(commit ? [`commit ${code(commit.slice(0, 12))}`] : []),
    ...(run && /^https?:\/\/[^\s()<>]+$/.test(run) ? [`[run](${run})`] : []),
    ...(model.seconds > 0 ? [`${model.seconds} s`] : []),
    ...(model.broken > 0 ? [`${count(model.broken, "line")} of the log could not be read`] : []),
  ];
  const line = parts.join(" · ");
  const compared = reviewed === undefined ? "" : comparison(planOf(model), reviewed);
  return [line, escapeMarkdown(note ?? ""), compared].filter((text) => text !== "").join("\n\n");
}

function comparison(plan: string, { where, plan: before }: Reviewed): string {
  const name = escapeMarkdown(where);
  if (before === undefined)
    return `**Nobody has reviewed this plan**: there is no comment on ${name} to compare it with.`;
  if (before === plan) return `This is the plan that was reviewed in ${name}.`;
  return `**This differs from the plan that was reviewed in ${name}**: read it before you approve.`;
}

const clusterTypes = ["openstack:containerinfra/cluster:Cluster", "gcp:container/cluster:Cluster"];

function clusterWarning({ changes }: Model): string {
  const lost = changes.filter(
    ({ action, type }) => clusterTypes.includes(type) && (action === "replace" || action === "delete"),
  );
  return lost
    .map(({ action, name }) =>
      [
        "> [!CAUTION]",
        `> **The Kubernetes cluster ${code(name)} ${action === "replace" ? "is replaced" : "is deleted"}**: everything that runs in it, all its`,
        "> volume claims and the address of its API are lost.",
      ].join("\n"),
    )
    .join("\n\n");
}

function stopped({ stopped: names, stack, allowed }: Model): string {
  const parts = [
    ...(names.length > 0
      ? [
          `**Stopped**: ${names.map(code).join(", ")} cannot be made again as ${names.length === 1 ? "it was" : "they were"}. ` +
            `${code(`science-platform preview --stack ${stack}`)} says what would be lost and the ways on.`,
        ]
      : []),
    ...(allowed.length > 0 ? [`Allowed by ${code("allowReplace")}: ${allowed.map(code).join(", ")}.`] : []),
  ];
  return parts.join("\n\n");
}

function error(text: string): { full: string; short: string } {
  const [first = ""] = text.split("\n");
  return { full: fence(text), short: fence(first.slice(0, 300)) };
}

/** Of a run that ended early, the last that it said. */
function printed({ printed: text }: Model): Section {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const write = (room: number): string => {
    for (const length of [60, 20, 5]) {
      const section = folded("What the run printed last", fence(lines.slice(-length).join("\n")));
      if (lines.length > 0 && section.length <= room) return section;
    }
    return "";
  };
  return { importance: 5, write };
}
