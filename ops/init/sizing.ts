/** From users to nodes: which machines, and how many. */
import { quantity } from "../../config/quantity";
import { allocatable, type Capacity, dmtn084, labSizes, nodeReserve } from "../../config/sizing";

/** A kind of machine that can be had. */
export interface Machine {
  name: string;
  /** Cores. */
  cpu: number;
  /** MiB. */
  memory: number;
  /** GiB of its own disk, where that is known. */
  disk?: number;
}

type LabSize = (typeof labSizes)[number];

/** Nodes for users' notebooks. */
export interface LabNodes {
  count: number;
  max: number;
  /** Users that one node has room for: at rest, and each with what the largest size is sure of. */
  atRest: number;
  atWork: number;
}

const mib = 2 ** 20;

/** Pods of one node, as config/schema has it by default. */
const podsPerNode = 110;

const amount = (text: string) => quantity(text) ?? 0;

/** Cores and bytes of a machine. */
export function capacity({ cpu, memory }: Machine): Capacity {
  return { cpu, memory: memory * mib };
}

/** The smallest machine with at least so many cores and so much memory (MiB). */
export function smallest(machines: readonly Machine[], least: { cpu: number; memory: number }): Machine | undefined {
  return bySize(machines).find(({ cpu, memory }) => cpu >= least.cpu && memory >= least.memory);
}

/** From small to large. */
export function bySize<M extends Machine>(machines: readonly M[]): M[] {
  return [...machines].sort(
    (a, b) => a.cpu - b.cpu || a.memory - b.memory || (a.disk ?? 0) - (b.disk ?? 0) || a.name.localeCompare(b.name),
  );
}

/** The sizes of labs whose limits one node of the largest kind can hold. */
export function sizesFor(nodes: readonly Capacity[]): LabSize[] {
  return labSizes.filter((size) => nodes.some((node) => holds(node, size)));
}

function holds(node: Capacity, { cpu, memory }: LabSize): boolean {
  const room = allocatable(node);
  return amount(cpu.limit) <= room.cpu && amount(memory.limit) <= room.memory;
}

/** More nodes than that are a nuisance; then rather larger ones. */
const manyNodes = 20;

/** The smallest machine that holds one user of the largest size that any holds, and all users on not too many nodes. */
export function notebookMachine(machines: readonly Machine[], users: number): Machine | undefined {
  const largest = sizesFor(machines.map(capacity)).at(-1);
  if (largest === undefined) return undefined;
  const candidates = bySize(machines).filter((machine) => holds(capacity(machine), largest));
  return candidates.find((machine) => labNodes(users, capacity(machine)).max <= manyNodes) ?? candidates.at(-1);
}

/** @param node One node; it holds at least the smallest size. */
export function labNodes(users: number, node: Capacity): LabNodes {
  const sizes = sizesFor([node]);
  const rest = { cpu: amount(dmtn084.userCpu.min), memory: amount(dmtn084.userMemory.min) };
  const work = {
    cpu: Math.max(...sizes.map(({ cpu }) => amount(cpu.request)), rest.cpu),
    memory: Math.max(...sizes.map(({ memory }) => amount(memory.request)), rest.memory),
  };
  const [atRest, atWork] = [usersOn(node, rest), usersOn(node, work)];
  const count = Math.ceil(users / atRest);
  return { count, max: Math.max(count, Math.ceil(users / atWork)), atRest, atWork };
}

function usersOn(node: Capacity, user: Capacity): number {
  const room = allocatable(node);
  const users = Math.min(room.cpu / user.cpu, room.memory / user.memory, podsPerNode - nodeReserve.pods);
  return Math.max(1, Math.floor(users));
}

/** GiB of a volume for all homes, in tens. */
export function homesSize(users: number, homeQuota: string): number {
  return Math.ceil((users * amount(homeQuota)) / 2 ** 30 / 10) * 10;
}
