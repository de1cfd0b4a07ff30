import { quantity } from "../../config/quantity";
import { uses, type Flavors, type Use } from "../machines";
import { cores, exceeds, gibibytes, quantitySetting } from "../quantities";
import { label, type Finding, type StackRule } from "../rule";

export type Settings = {
  /** Most cores of all machines; "": any. */
  cpu: string;
  /** Most memory of all machines; "": any. */
  memory: string;
  /** Most storage of all volumes, shares and disks; "": any. */
  storage: string;
  /** Flavor to its size. */
  flavors: Flavors;
};

const fix =
  "make machines or volumes smaller or fewer, or raise policies.budget of the stack file together with the cloud's quota";

export const budget: StackRule<Settings> = {
  name: "budget",
  group: "cloud-guardrails",
  description: "All machines and volumes of a stack together stay within its budget of cores, memory and storage.",
  why: "the cloud refuses what is over its quota when half of it is made, and the bill for what is not over it comes later",
  fix,
  severity: "high",
  disposable: "advisory",
  defaults: { cpu: "", memory: "", storage: "", flavors: {} },
  settings: {
    cpu: quantitySetting('Most cores of all machines, like "80"; "" for any.'),
    memory: quantitySetting('Most memory of all machines, like "640Gi"; "" for any.'),
    storage: quantitySetting('Most storage of all volumes, like "20Ti"; "" for any.'),
    flavors: {
      type: "object",
      additionalProperties: {
        type: "object",
        properties: { cpu: { type: "number" }, memory: { type: "string" } },
        required: ["cpu", "memory"],
        additionalProperties: false,
      },
      description: "Flavor to its size. Google's machine types are known by their names.",
    },
  },
  notInCluster: "it is about all resources of the cloud together",
  checkStack(resources, settings) {
    const bounds = [
      ["cpu", "cores of machines", cores],
      ["memory", "memory of machines", gibibytes],
      ["storage", "storage", gibibytes],
    ] as const;
    const set = bounds.filter(([key]) => settings[key] !== "");
    if (set.length === 0) return [];
    const all = uses(resources, settings.flavors);
    const found = all.flatMap(({ resource, missing }) =>
      missing.map((field): Finding => {
        if (field.unknown) return { kind: "unknown", resource, where: field.path };
        const what = `is "${field.text}", a machine whose size is not known`;
        return { kind: "violation", resource, where: field.path, what, why: budget.why, fix: "add it to the flavors" };
      }),
    );
    for (const [key, name, text] of set) {
      const most = quantity(settings[key]) ?? Infinity;
      const sum = all.reduce((total, use) => total + use[key], 0);
      const largest = [...all].sort((a, b) => b[key] - a[key]);
      if (largest[0] !== undefined && exceeds(sum, most))
        found.push({
          kind: "violation",
          resource: largest[0].resource,
          where: "with all others",
          what: `takes ${text(sum)} ${name}, more than the budget of ${settings[key]} (${shares(largest, key, text)})`,
          why: budget.why,
          fix,
        });
    }
    return found;
  },
};

/** The largest few, so that one sees where to save. */
function shares(largest: Use[], key: "cpu" | "memory" | "storage", text: (amount: number) => string): string {
  return largest
    .filter((use) => use[key] > 0)
    .slice(0, 3)
    .map((use) => `${label(use.resource)} ${text(use[key])}`)
    .join(", ");
}
