/** What a change does to the size of the site in the cloud: cores, memory, storage, addresses. Pure. */
import { uses, type Flavors } from "../../policies/machines";
import { Field, UNKNOWN, type Value } from "../../policies/reader";
import type { Resource } from "../../policies/rule";
import { nameOf } from "../drift/differences";
import type { Step } from "../guard/events";
import { unknown } from "../guard/values";
import type { Model } from "./model";

/** Cores; GiB; pieces. Pools of nodes count with the most that the autoscaler may make. */
export interface Amounts {
  cores: number;
  memory: number;
  storage: number;
  addresses: number;
}

export const none: Amounts = { cores: 0, memory: 0, storage: 0, addresses: 0 };

/** In the order of people, with the unit. */
export const titles: Readonly<Record<keyof Amounts, string>> = {
  cores: "cores",
  memory: "memory, GiB",
  storage: "storage, GiB",
  addresses: "public addresses",
};

const gib = 2 ** 30;
const templateType = "openstack:containerinfra/clusterTemplate:ClusterTemplate";
const addressTypes = [
  "openstack:networking/floatingIp:FloatingIp",
  "gcp:compute/address:Address",
  "gcp:compute/globalAddress:GlobalAddress",
];

/** One side, before or after, as the steps come by; templates come before the clusters that are made of them. */
class Side {
  private template: Resource | undefined;
  private readonly byUrn = new Map<string, { amounts: Amounts; unknown: string[] }>();

  constructor(private readonly flavors: Flavors) {}

  set({ type, urn }: Step, inputs: Record<string, unknown> | undefined): void {
    if (inputs === undefined) return void this.byUrn.delete(urn);
    const resource: Resource = { type, name: nameOf(urn), props: new Field(valueOf(inputs)), protect: false };
    if (type === templateType) return void (this.template = resource);
    const [use] = uses([...(this.template ? [this.template] : []), resource], this.flavors);
    const addresses = addressTypes.includes(type) ? 1 : 0;
    if (use === undefined && addresses === 0) return void this.byUrn.delete(urn);
    const { cpu = 0, memory = 0, storage = 0, missing = [] } = use ?? {};
    this.byUrn.set(urn, {
      amounts: { cores: cpu, memory: memory / gib, storage: storage / gib, addresses },
      unknown: missing.map((field) => `${nameOf(urn)}: ${field.path}`),
    });
  }

  get total(): Amounts {
    const sum = { ...none };
    for (const { amounts } of this.byUrn.values())
      for (const key of Object.keys(sum) as (keyof Amounts)[]) sum[key] += amounts[key];
    return sum;
  }

  get unknown(): string[] {
    return [...this.byUrn.values()].flatMap((one) => one.unknown);
  }
}

/** The capacity before and after, from all steps of a preview. */
export class Capacity {
  private readonly before: Side;
  private readonly after: Side;

  /** @param flavors Sizes of the site's flavors; Google's types are known by name. */
  constructor(flavors: Flavors) {
    this.before = new Side(flavors);
    this.after = new Side(flavors);
  }

  add(step: Step): void {
    if (!/^(openstack|gcp):/.test(step.type) || step.op === "refresh") return;
    const { op, old, new: now } = step;
    if (op === "read") return;
    // Steps of a replacement say one side each.
    if (old && op !== "create-replacement") this.before.set(step, old.inputs);
    if (now) this.after.set(step, now.inputs);
    else if (op === "delete") this.after.set(step, undefined);
  }

  get amounts(): { before: Amounts; after: Amounts } {
    return { before: this.before.total, after: this.after.total };
  }

  /** For the comment; nothing when nothing changes. */
  get rows(): Pick<Model, "capacity" | "uncounted"> {
    const { before, after } = this.amounts;
    const keys = (Object.keys(titles) as (keyof Amounts)[]).filter((key) => before[key] + after[key] > 0);
    const changes = keys.some((key) => before[key] !== after[key]);
    return {
      capacity: changes ? keys.map((key) => ({ what: titles[key], before: before[key], after: after[key] })) : [],
      uncounted: changes ? this.after.unknown : [],
    };
  }
}

/** The engine writes a word for what is not known yet. */
function valueOf(raw: unknown): Value {
  if (raw === unknown) return UNKNOWN;
  if (Array.isArray(raw)) return raw.map(valueOf);
  if (typeof raw === "object" && raw !== null)
    return Object.fromEntries(Object.entries(raw).map(([key, inside]) => [key, valueOf(inside)]));
  return typeof raw === "string" || typeof raw === "number" || typeof raw === "boolean" ? raw : undefined;
}
