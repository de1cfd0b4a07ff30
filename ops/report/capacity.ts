/** What there is, and who may take how much of it. Pure. */
import { poolsOf, roomFor } from "../../config/checks/pools";
import { amount } from "../../config/quantity";
import type { Config } from "../../config/schema";
import type { Capacity as Room } from "../../config/sizing";
import { namespacesOf, type Namespace } from "./cluster";
import { storesOf } from "./hardware";
import type { Bar, BarGroup, Capacity, PoolRow } from "./model";
import type { State } from "./state";

/** What a live look has found: bounds and what is taken of them. */
export interface Usage {
  title: string;
  rows: { label: string; used: number | undefined; limit: number | undefined; unit: string }[];
}

export function capacityOf(state: State, config: Config, usage: readonly Usage[]): Capacity {
  const pools = poolsOf(config);
  const room = roomFor(pools);
  const namespaces = namespacesOf(state);
  const budget = config.policies.budget;
  return {
    pools: pools.map(({ count, max, name, size }): PoolRow => {
      return {
        name,
        nodes: max > count ? `${count} to ${max}` : String(count),
        cores: size === undefined ? "not known" : `${size.cpu} each, ${number(size.cpu * count)} in all`,
        memory: size === undefined ? "not known" : `${gib(size.memory)} each, ${gib(size.memory * count)} in all`,
      };
    }),
    groups: [
      ...limits(namespaces, room),
      ...(budget === undefined ? [] : [budgetGroup(namespaces, budget)]),
      ...usage.map(usageGroup),
    ],
    stores: storesOf(state).map(({ kind, name, place, size }) => ({ name, kind, size, place })),
  };
}

const cores = (value: number) => `${number(value)} cores`;

/** The sum may be larger than the nodes: no pod takes its limit all the time. */
function limits(namespaces: readonly Namespace[], room: Room | undefined): BarGroup[] {
  const group = (title: string, key: string, most: number | undefined, text: (value: number) => string): BarGroup => ({
    title,
    note:
      most === undefined
        ? "What the nodes have is not known."
        : `Whole: ${text(most)} that the nodes have for pods, pools at their largest. All together may be more than the whole.`,
    bars: namespaces.map(({ name, hard }) =>
      bar(name, hard[key] === undefined ? undefined : amount(hard[key]), most, text),
    ),
  });
  if (namespaces.length === 0) return [];
  return [
    group("Cores that a namespace may take", "limits.cpu", room?.cpu, cores),
    group("Memory that a namespace may take", "limits.memory", room?.memory, gib),
  ];
}

function budgetGroup(namespaces: readonly Namespace[], budget: NonNullable<Config["policies"]["budget"]>): BarGroup {
  const sum = (key: string) =>
    namespaces.reduce((total, { hard }) => total + (hard[key] === undefined ? 0 : amount(hard[key])), 0);
  return {
    title: "Quotas of all namespaces against the site's budget",
    note: "Whole: policies.budget of the stack file.",
    bars: [
      bar("cores", sum("limits.cpu"), amount(budget.cpu), cores),
      bar("memory", sum("limits.memory"), amount(budget.memory), gib),
      bar("storage", sum("requests.storage"), amount(budget.storage), gib),
    ],
  };
}

function usageGroup({ title, rows }: Usage): BarGroup {
  return {
    title,
    note: "In use when this report was made.",
    bars: rows.map(({ label, limit, unit, used }) =>
      bar(label, used, limit, (value) => `${number(value)} ${unit}`.trim()),
    ),
  };
}

function bar(label: string, part: number | undefined, whole: number | undefined, text: (value: number) => string): Bar {
  if (part === undefined) return { label, share: undefined, text: "no bound is set" };
  if (whole === undefined) return { label, share: undefined, text: text(part) };
  if (whole === Infinity) return { label, share: undefined, text: `${text(part)}, without a bound` };
  return {
    label,
    share: whole === 0 ? (part === 0 ? 0 : Infinity) : part / whole,
    text: `${text(part)} of ${text(whole)}`,
  };
}

function gib(bytes: number): string {
  return `${number(bytes / 2 ** 30)} GiB`;
}

function number(value: number): string {
  return String(Math.round(value * 10) / 10);
}
