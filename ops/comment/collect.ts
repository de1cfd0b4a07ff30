/** Makes the model of a comment from the events of a run. */
import type { Diagnostic, Step } from "../guard/events";
import { findings, judge } from "../guard/findings";
import { guardedKind } from "../../config/guarded";
import type { Exception } from "../../policies/exceptions";
import type { Flavors } from "../../policies/machines";
import { Capacity } from "./capacity";
import { Changes } from "./changes";
import type { Leftover, Listener, PolicyEvent, Summary } from "./events";
import { emptyModel, type Model } from "./model";
import { Policies, plain } from "./policies";
import { costOf, type Prices } from "./prices";

/** What the events do not say: of the site, and of the run. */
export interface Site {
  project: string;
  stack: string;
  flavors: Flavors;
  allowReplace: readonly string[];
  exceptions: readonly Exception[];
  prices?: Prices | undefined;
}

/** Errors that only say that there were others. */
const echoes = /^(preview|update) failed$/;

/** One phase of a run: an update looks first at what it is going to do, and then does it. */
class Phase {
  readonly changes = new Changes();
  /** For the guard, which wants to know more than a comment shows. */
  readonly guarded: Step[] = [];
  same = 0;
}

export class Collector implements Listener {
  private readonly planned = new Phase();
  private readonly done = new Phase();
  private readonly capacity: Capacity;
  private readonly policies = new Policies();
  private readonly errors = new Set<string>();
  private last: Summary | undefined;
  private any = false;

  constructor(private readonly site: Site) {
    this.capacity = new Capacity(site.flavors);
  }

  step(step: Step, planning: boolean): void {
    this.any = true;
    const phase = planning ? this.planned : this.done;
    phase.changes.add(step);
    this.capacity.add(step);
    if (guardedKind(step.type) !== undefined) phase.guarded.push(step);
  }

  same(step: Step | undefined, planning: boolean): void {
    this.any = true;
    (planning ? this.planned : this.done).same += 1;
    if (step) this.capacity.add(step);
  }

  diagnostic({ message, severity, urn }: Diagnostic): void {
    this.any = true;
    const text = plain(message);
    if (severity !== "error" || text === "" || echoes.test(text)) return;
    this.errors.add(urn === "" ? text : `${urn.split("::").at(-1) ?? urn}: ${text}`);
  }

  policy(policy: PolicyEvent): void {
    this.any = true;
    this.policies.add(policy);
  }

  summary(summary: Summary): void {
    this.any = true;
    this.last = summary;
  }

  /** @param leftover Of the log. @param printed What the run printed, for one that ended early. */
  model({ broken }: Leftover, printed = ""): Model {
    const { project, stack, allowReplace, exceptions, prices } = this.site;
    const isUpdate = this.last ? !this.last.isPreview : this.done.changes.all.length + this.done.same > 0;
    const phase = isUpdate ? this.done : this.planned;
    const changes = phase.changes.all;
    const counts = emptyModel(project, stack).counts;
    for (const { action } of changes) counts[action] += 1;
    counts.same = phase.same;
    const verdict = judge(findings(phase.guarded), allowReplace);
    const { before, after } = this.capacity.amounts;
    const result = this.result();
    return {
      ...emptyModel(project, stack),
      kind: isUpdate ? "update" : "preview",
      result,
      seconds: this.last?.durationSeconds ?? 0,
      counts,
      changes,
      policies: this.policies.all,
      exceptions: [...exceptions],
      stopped: isUpdate ? [] : verdict.stopped.map(({ name }) => name),
      allowed: verdict.allowed.map(({ name }) => name),
      errors: [...this.errors],
      ...this.capacity.rows,
      ...(prices === undefined
        ? {}
        : {
            cost: {
              currency: prices.currency,
              before: costOf(before, prices),
              after: costOf(after, prices),
              source: prices.source,
            },
          }),
      printed: result === "succeeded" ? "" : printed,
      broken,
    };
  }

  private result(): Model["result"] {
    if (!this.any) return "none";
    const said = this.last?.result;
    if (said === "canceled") return said;
    // Older engines do not say, and some say "succeeded" beside errors of rules.
    if (said === "failed" || this.errors.size > 0 || this.policies.all.some(({ verdict }) => verdict === "mandatory"))
      return "failed";
    return this.last ? "succeeded" : "unfinished";
  }
}
