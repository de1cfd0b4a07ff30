/** Which of a project's things belong to a stack, and which of these should still be there after it was destroyed. Pure. */
import type { Item } from "../openstack/inventory";
import { inOrderOfDeletion } from "./kinds";

/** By what a stack's things are known. */
export interface Whose {
  site: string;
  /** Names of other sites, whose things may have names that begin like ours. */
  otherSites: readonly string[];
  /** Magnum's id of each cluster that the stack had, and the id that its driver gave it. */
  clusters: readonly string[];
  /** {@link keyOf} of everything that the stack's state had. */
  made: ReadonlySet<string>;
}

/** Something that is left, and why it counts as the stack's, or why it may stay. */
export type Left = Item & { why: string };

export interface Remaining {
  /** What is meant to stay. */
  kept: Left[];
  /** What should be gone. */
  unexpected: Left[];
}

/** Ids are unique within a kind only: a keypair's is its name, and so is a bucket's. */
export function keyOf({ kind, id }: Pick<Item, "kind" | "id">): string {
  return `${kind} ${id}`;
}

/** @param mayStay Says why an item of the stack is meant to stay, if it is. */
export function remaining(
  items: readonly Item[],
  whose: Whose,
  mayStay: (item: Item) => string | undefined,
): Remaining {
  const owned = ownedBy(whose, items).sort(inOrderOfDeletion);
  const kept = owned.flatMap((item) => {
    const why = mayStay(item);
    return why === undefined ? [] : [{ ...item, why }];
  });
  const keptIds = new Set(kept.map(({ id }) => id));
  const copies = owned.flatMap((item) =>
    isCopy(item) && keptIds.has(item.on ?? "") && !kept.some(({ id }) => id === item.id)
      ? [{ ...item, why: "a copy of a volume that stays" }]
      : [],
  );
  const all = [...kept, ...copies].sort(inOrderOfDeletion);
  const keys = new Set(all.map(keyOf));
  return { kept: all, unexpected: owned.filter((item) => !keys.has(keyOf(item))) };
}

function isCopy({ kind }: Item): boolean {
  return kind === "volume snapshot" || kind === "volume backup";
}

/** The stack's things, each with how that is known. */
function ownedBy(whose: Whose, items: readonly Item[]): Left[] {
  const owned = new Map<string, Left>();
  for (const item of items) {
    const why = byItself(item, whose);
    if (why !== undefined) owned.set(keyOf(item), { ...item, why });
  }
  // Ports and load balancers without a name of ours: they lie on our network. Snapshots of our volumes likewise.
  const ids = new Map([...owned.values()].map(({ id, kind, name }) => [id, `on ${kind} ${name || id}`]));
  for (const item of items) {
    const why = ids.get(item.on ?? "");
    if (why !== undefined && !owned.has(keyOf(item)) && !isMarkedOther(item, whose))
      owned.set(keyOf(item), { ...item, why });
  }
  return [...owned.values()];
}

function byItself(item: Item, whose: Whose): string | undefined {
  if (whose.made.has(keyOf(item))) return "made by the stack";
  // A mark says more than a name.
  if (isMarkedOther(item, whose)) return undefined;
  if (item.marks?.includes(`site=${whose.site}`)) return `marked site=${whose.site}`;
  return byCluster(item, whose) ?? byName(item, whose);
}

function isMarkedOther({ marks = [] }: Item, { site }: Whose): boolean {
  return marks.some((mark) => mark.startsWith("site=") && mark !== `site=${site}`);
}

/** What the cloud controller, the CSI driver and the cluster's own driver make carries the cluster's id, or its name: the site's. */
function byCluster({ name, description = "", marks = [] }: Item, { site, clusters }: Whose): string | undefined {
  const texts = [name, description, ...marks];
  const cluster = clusters.find((id) => id !== "" && texts.some((text) => text.includes(id)));
  if (cluster !== undefined) return `names cluster ${cluster}`;
  const ofSite =
    name.startsWith(`kube_service_${site}_`) ||
    description.endsWith(` cluster ${site}`) ||
    marks.includes(`cinder.csi.openstack.org/cluster=${site}`);
  return ofSite ? `names cluster ${site}` : undefined;
}

function byName({ name, description }: Item, { site, otherSites }: Whose): string | undefined {
  if (description === `Ingress of ${site}` || description === `Zone of ${site}`) return `described as "${description}"`;
  const bears = (prefix: string) => name === prefix || name.startsWith(`${prefix}-`);
  // The site "lab" and its neighbour "lab-test": what begins with the longer name is the neighbour's.
  const ofOther = otherSites.some((other) => other.startsWith(`${site}-`) && bears(other));
  return bears(site) && !ofOther ? `named as things of ${site} are` : undefined;
}
