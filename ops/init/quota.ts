/** What a stack takes of its project, against what is free there. Pure. */
import { allMachines, allVolumes } from "../../config/checks/policies";
import { mostNodes, poolsOf } from "../../config/checks/pools";
import type { Config } from "../../config/schema";
import type { Quota } from "../openstack/quotas";
import type { Quotas } from "./facts";

/** What a stack takes when every pool has grown as far as it may. */
interface Need {
  key: keyof Quotas;
  what: string;
  need: number;
  /** Divisor and unit for people. */
  unit: [number, string];
}

function needs(config: Config): Need[] {
  const machines = allMachines(config) ?? { cpu: 0, memory: 0 };
  const control = config.cloud === "openstack" ? config.cluster.control.count : 0;
  const server = config.storage.fileServer?.kind === "vm" ? 1 : 0;
  return [
    { key: "cores", what: "cores", need: machines.cpu, unit: [1, ""] },
    { key: "memory", what: "memory", need: machines.memory / 2 ** 20, unit: [1024, " GiB"] },
    { key: "machines", what: "machines", need: mostNodes(poolsOf(config)) + control + server, unit: [1, ""] },
    { key: "storage", what: "volumes", need: allVolumes(config) / 2 ** 30, unit: [1, " GiB"] },
    // One for the Kubernetes API, one for the ingress.
    { key: "floatingIps", what: "floating IPs", need: 2, unit: [1, ""] },
  ];
}

function amount(value: number, [divisor, unit]: Need["unit"]): string {
  return `${Math.round((value / divisor) * 10) / 10}${unit}`;
}

function free({ limit, used }: Quota): number {
  return Math.max(0, limit - used);
}

/** What of the quotas is not enough, in sentences. */
export function missing(config: Config, quotas: Quotas): string[] {
  return needs(config).flatMap(({ key, what, need, unit }) => {
    const quota = quotas[key];
    if (quota === undefined || need <= free(quota)) return [];
    return [`${what}: ${amount(need, unit)} needed, ${amount(free(quota), unit)} free of ${amount(quota.limit, unit)}`];
  });
}

/** Halves its way to the largest number that does; 0 when not even one does. */
export function mostUsers(wished: number, carried: (users: number) => boolean): number {
  let [most, tooMany] = [0, wished];
  while (tooMany - most > 1) {
    const middle = Math.floor((most + tooMany) / 2);
    if (carried(middle)) most = middle;
    else tooMany = middle;
  }
  return most;
}

/** How much of the quota a stack takes, as a sentence; undefined when no quota is known. */
export function quotaText(config: Config, quotas: Quotas = {}): string | undefined {
  const parts = needs(config).flatMap(({ key, what, need, unit }) => {
    const quota = quotas[key];
    if (quota === undefined) return [];
    const left = free(quota) === Infinity ? "no bound" : `free: ${amount(free(quota), unit)}`;
    return [`${what} ${amount(need, unit)} (${left})`];
  });
  if (parts.length === 0) return undefined;
  return `At the most this takes, beside what the project had free when this was written: ${parts.join(", ")}.`;
}
