/**
 * What the schema describes and checks, but this version does not apply yet. Whoever applies a key takes its line out of the table; the
 * rest (`config check`, the warning of a preview, secrets that are asked for, docs/configuration.md) follows.
 */
import { formatPath } from "./problems-path";
import { valueAt } from "./problems-tree";
import { type Cloud, cloudOf } from "./reference-sections";

interface Pending {
  /** Path of the key; "[]" stands for every entry of a list. */
  path: string;
  /** Only on this cloud. Default: on all. */
  cloud?: Cloud;
  /** Only for these values, or beside these other keys. Default: whenever the site sets the key. */
  when?: (value: unknown, input: unknown) => boolean;
  /** What one gets instead. */
  instead: string;
  /** What one gets would not be less than what was asked for, but something else: then nothing is made at all. */
  refused?: true;
}

const withPhalanx = (_: unknown, input: unknown) => valueAt(input, ["phalanx"]) !== undefined;
const withoutDatabases = (_: unknown, input: unknown) =>
  !withPhalanx(_, input) && !withKeycloak(_, input) && !withTapOnDatabase(input);
const withLabs = (_: unknown, input: unknown) => valueAt(input, ["services", "virtualLabs"]) !== undefined;
const withTapOnDatabase = (input: unknown) => valueAt(input, ["services", "tap", "backend", "kind"]) === "postgresql";
const withHeat = (_: unknown, input: unknown) => valueAt(input, ["cluster", "driver"]) === "heat";
const withKeycloak = (_: unknown, input: unknown) => valueAt(input, ["identity", "keycloak"]) !== undefined;
const withoutLogins = (_: unknown, input: unknown) =>
  !withPhalanx(_, input) && !withLabs(_, input) && !withKeycloak(_, input);

const table: readonly Pending[] = [
  { path: "identity", when: withoutLogins, instead: "nobody logs in" },
  {
    path: "database",
    when: withoutDatabases,
    instead: "only Phalanx's applications, Keycloak and TAP with backend postgresql use one",
  },
  {
    path: "dns.provider",
    when: (provider) => provider === "rfc2136" || provider === "route53",
    instead: "the records are only the output dnsRecords",
  },
  {
    path: "network.podsPerNode",
    cloud: "openstack",
    when: (most, input) => most !== 110 && !withHeat(most, input),
    instead: "Cluster API's driver of Magnum has no label for it: the nodes' own bound holds, 110",
  },
  {
    path: "cluster.nodePools[].antiAffinity",
    cloud: "openstack",
    when: (value, input) => value === true && !withHeat(value, input),
    instead: "Cluster API's driver of Magnum has no label for it: nodes may share a hypervisor",
  },
];

/** A key that a site sets and this version does not apply. */
export interface PendingKey {
  path: string;
  /** What one gets instead, like "is not made". */
  instead: string;
  refused: boolean;
}

/** @param input The configuration as the site wrote it, so without defaults. */
export function pendingKeys(input: unknown): PendingKey[] {
  const cloud = cloudOf(input);
  return table
    .filter((one) => one.cloud === undefined || one.cloud === cloud)
    .flatMap(({ path, when = () => true, instead, refused = false }) =>
      places(path, input)
        .filter((place) => when(valueAt(input, place), input))
        .map((place) => ({ path: formatPath(place), instead, refused })),
    );
}

/** True for a path at or below a pending key. */
export function isPending(path: string, pending: readonly PendingKey[]): boolean {
  return pending.some((one) => path === one.path || path.startsWith(`${one.path}.`));
}

/** Every place of a configuration that the path of the table means and where something stands. */
function places(path: string, input: unknown): (string | number)[][] {
  let found: (string | number)[][] = [[]];
  for (const part of path.split(/\.|(?=\[\])/))
    found = found.flatMap((place) => {
      const value = valueAt(input, place);
      if (part === "[]") return Array.isArray(value) ? value.map((_, index) => [...place, index]) : [];
      return valueAt(value, [part]) === undefined ? [] : [[...place, part]];
    });
  return found;
}

/** The table's keys as the documentation lists them. */
export const pendingTable: readonly { path: string; cloud?: Cloud; instead: string; refused?: true }[] = table;
