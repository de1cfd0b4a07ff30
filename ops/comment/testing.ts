/** For tests: lines of an event log as the engine writes them, and models. */
import { Collector, type Site } from "./collect";
import { EventReader } from "./events";
import type { Mask } from "./mask";
import { emptyModel, type Change, type Model } from "./model";

export const project = "science-platform";
export const site: Site = {
  project,
  stack: "roe",
  flavors: { large: { cpu: 8, memory: "64Gi" }, small: { cpu: 2, memory: "4Gi" } },
  allowReplace: [],
  exceptions: [],
};

const urn = (type: string, name: string) => `urn:pulumi:roe::${project}::${type}::${name}`;

interface State {
  id?: string;
  protect?: boolean;
  retainOnDelete?: boolean;
  inputs?: object;
  outputs?: object;
}

export interface StepOptions {
  old?: State;
  new?: State;
  keys?: string[];
  detailedDiff?: Record<string, { diffKind: string }>;
  planning?: boolean;
}

let sequence = 0;
const event = (body: object) => JSON.stringify({ sequence: sequence++, timestamp: 1_700_000_000, ...body });

export const lines = {
  step(op: string, type: string, name: string, options: StepOptions = {}): string {
    const { planning = true, ...more } = options;
    const state = (one: State | undefined) =>
      one
        ? {
            type,
            urn: urn(type, name),
            custom: true,
            id: "",
            parent: "",
            provider: "",
            inputs: {},
            outputs: {},
            ...one,
          }
        : null;
    const metadata = {
      op,
      urn: urn(type, name),
      type,
      old: state(more.old),
      new: state(more.new),
      keys: more.keys,
      detailedDiff: more.detailedDiff ?? null,
      provider: "",
    };
    return event({ resourcePreEvent: { metadata, ...(planning ? { planning } : {}) } });
  },
  policy: (policyName: string, message: string, enforcementLevel = "mandatory", name = "web"): string =>
    event({
      policyEvent: {
        resourceUrn: urn("kubernetes:apps/v1:Deployment", name),
        message: `<{%fg 1%}>${message}<{%reset%}>`,
        color: "raw",
        policyName,
        policyPackName: "science-platform",
        policyPackVersion: "0.1.0",
        policyPackVersionTag: "0.1.0",
        enforcementLevel,
      },
    }),
  error: (message: string, of = ""): string =>
    event({
      diagnosticEvent: { urn: of, message: `<{%reset%}>${message}<{%reset%}>\n`, color: "raw", severity: "error" },
    }),
  summary: (result = "succeeded", isPreview = true): string =>
    event({
      summaryEvent: {
        maybeCorrupt: false,
        durationSeconds: 12,
        resourceChanges: {},
        PolicyPacks: {},
        isPreview,
        result,
      },
    }),
};

/** The model of a log. */
export function modelOf(log: readonly string[], more: Partial<Site> = {}, mask?: Mask, printed = ""): Model {
  const collector = new Collector({ ...site, ...more });
  const reader = new EventReader(collector, mask);
  for (const line of log) reader.line(line);
  return collector.model(reader.leftover, printed);
}

export function change(action: Change["action"], name: string, more: Partial<Change> = {}): Change {
  const type = more.type ?? "kubernetes:core/v1:ConfigMap";
  return {
    action,
    urn: urn(type, name),
    type,
    name,
    id: "",
    protected: false,
    retained: false,
    reasons: [],
    diff: [],
    ...more,
  };
}

/** A preview that succeeded. */
export function model(more: Partial<Model> = {}): Model {
  return { ...emptyModel(project, "roe"), result: "succeeded", ...more };
}
