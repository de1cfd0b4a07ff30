/** What is meant to be in the cloud after a stack was destroyed. Pure. */
import { cephfsShares } from "../../config/checks/facts";
import { clusterName } from "../../config/cluster-generations";
import type { GuardedName } from "../../config/guarded";
import type { OpenstackConfig } from "../../config/schema";
import type { Item } from "../openstack/inventory";
import { keyOf } from "./remaining";
import { clustersOf, keysOf, planOf, type Resource } from "./state";

/** Mark (Cinder's metadata) of a claim's volume that was kept on purpose: its value is the claim. */
export const keptMark = "science-platform.kept";

type Facts = Pick<
  OpenstackConfig,
  "site" | "lifecycle" | "allowReplace" | "addresses" | "storage" | "objectStore" | "dns"
> & { cluster: Pick<OpenstackConfig["cluster"], "generation" | "next"> };

/**
 * @param before Resources of the stack before it was destroyed.
 * @param after Resources of the stack now.
 * @returns Why an item is meant to stay, if it is.
 */
export function expected(
  config: Facts,
  before: readonly Resource[],
  after: readonly Resource[],
): (item: Item) => string | undefined {
  const made = keysOf(before);
  const still = keysOf(after);
  const guarded = keysOf(after.filter(({ protect }) => protect));
  const retained = keysOf(planOf(before).retained);
  const clusterStays = clustersOf(after).length > 0;
  return (item) => {
    const key = keyOf(item);
    if (guarded.has(key)) return "protected";
    if (still.has(key)) return "what is protected needs it";
    if (retained.has(key)) return "left in the cloud on purpose (retainOnDelete)";
    const claim = item.marks?.find((mark) => mark.startsWith(`${keptMark}=`));
    if (claim !== undefined) return `data of claim ${claim.slice(keptMark.length + 1)}`;
    const data = dataOf(item, config);
    if (data !== undefined) return data;
    return clusterStays && !made.has(key) ? "the cluster stays, and this is its own or of something in it" : undefined;
  };
}

/** As Pulumi and as Magnum name them: while one takes another's place there are two. */
function clustersOfSite({ cluster, site }: Facts): { resource: GuardedName; name: string }[] {
  return [cluster.generation, ...(cluster.next ? [cluster.next.generation] : [])].map((generation) => ({
    resource: generation === undefined ? "cluster/cluster" : `cluster/cluster-${generation}`,
    name: clusterName(site, generation),
  }));
}

/** By the stack file alone: a stack that is destroyed a second time knows of nothing that the first time has left. */
function dataOf({ kind, name, description = "" }: Item, config: Facts): string | undefined {
  const { addresses, allowReplace, dns, lifecycle, objectStore, site, storage } = config;
  if (kind === "floating IP" && name === addresses.ingress) return "the site had this address before";
  if (lifecycle !== "production") return undefined;
  const guarded = (resource: GuardedName, text: string): string[] => (allowReplace.includes(resource) ? [] : [text]);
  const names: Record<string, string[]> = {
    volume: Object.keys(storage.volumes).flatMap((purpose) => guarded(`volume/${purpose}`, `${site}-${purpose}`)),
    share: cephfsShares(storage).flatMap(({ name }) => guarded(`share/${name}`, `${site}-${name}`)),
    bucket: objectStore.buckets.flatMap((purpose) => guarded(`bucket/${purpose}`, `${site}-${purpose}`)),
    "DNS zone": guarded("zone/dns", dns.zone),
    cluster: clustersOfSite(config).flatMap(({ resource, name }) => guarded(resource, name)),
    port: [...guarded("address/files", `${site}-files`), ...guarded("address/cephfs", `${site}-files-cephfs`)],
  };
  const addressed = kind === "floating IP" && guarded("address/ingress", `Ingress of ${site}`).includes(description);
  return addressed || names[kind]?.includes(name) ? "data of a production site" : undefined;
}
