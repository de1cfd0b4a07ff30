/** What is needed, in use and allowed, resource by resource. Pure. */
import type { Quota } from "../openstack/quotas";
import type { AllQuotas } from "./offers";
import type { Part } from "./parts";
import { amountsOf, inOrder, type Key, missing, resourceOf, sum } from "./resources";

export interface Row {
  key: Key;
  service: string;
  title: string;
  /** What the site takes on top of what it has. */
  need: number;
  /** In use in the project, by whatever; undefined: the cloud did not tell. */
  used?: number;
  /** Infinity: no bound; undefined: the cloud did not tell. */
  limit?: number;
  /** By how much the bound is too low. */
  missing: number;
}

/** One row for each resource that the site takes anything of, or that the cloud bounds for what it will put there later. */
export function rowsOf(parts: readonly Part[], quotas: AllQuotas): Row[] {
  const need = sum(parts.map(({ want, has }) => missing(want, has)));
  const known = knownQuotas(quotas);
  // A type counts as such only where the cloud bounds it.
  const wanted = parts
    .flatMap(({ want }) => amountsOf(want).map(([key]) => key))
    .filter((key) => !key.includes("/") || known.has(key));
  const stores: Key[] = known.has("objectGigabytes") ? ["objectGigabytes"] : [];
  return inOrder([...wanted, ...stores]).map((key) => row(key, need[key] ?? 0, known.get(key)));
}

function row(key: Key, need: number, quota: Partial<Quota> = {}): Row {
  const { service, title } = resourceOf(key);
  const { limit, used } = quota;
  return {
    key,
    service,
    title,
    need,
    ...quota,
    missing: limit === undefined ? 0 : Math.max(0, (used ?? 0) + need - limit),
  };
}

function knownQuotas(quotas: AllQuotas): Map<Key, Partial<Quota>> {
  const { clusters, compute, dns, loadBalancers, network, objects, shares, volumes } = quotas;
  const { types = {}, ...allVolumes } = volumes ?? {};
  const ofTypes = Object.entries(types).flatMap(([type, bounds]): [Key, Quota][] => [
    [`volumes/${type}`, bounds.volumes],
    [`gigabytes/${type}`, bounds.gigabytes],
  ]);
  const gib = 2 ** 30;
  return new Map<Key, Partial<Quota>>([
    ...(Object.entries({ ...compute, ...allVolumes, ...shares, ...network, ...loadBalancers }) as [Key, Quota][]),
    ...ofTypes,
    ...(clusters ? ([["clusters", clusters]] as const) : []),
    ...(dns
      ? ([
          ["zones", dns.zones],
          ["recordSets", { limit: dns.recordSetsOfZone }],
        ] as const)
      : []),
    ...(objects ? ([["buckets", { used: objects.buckets }]] as const) : []),
    ...(objects && objects.bytes.limit !== Infinity
      ? ([
          [
            "objectGigabytes",
            { limit: Math.floor(objects.bytes.limit / gib), used: Math.ceil(objects.bytes.used / gib) },
          ],
        ] as const)
      : []),
  ]);
}
