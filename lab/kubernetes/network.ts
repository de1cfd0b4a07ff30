/** Address ranges of a cluster: Magnum's labels, else Magnum's defaults. */
import type { Cluster } from "./cluster-file";

const labelOr = (cluster: Cluster, label: string, fallback: string): string => cluster.labels[label] ?? fallback;

export const serviceRange = (cluster: Cluster): string => labelOr(cluster, "service_cluster_ip_range", "10.254.0.0/16");

export const podRange = (cluster: Cluster): string => labelOr(cluster, "pods_network_cidr", "10.100.0.0/16");

/** First usable address of an IPv4 range: in the service range that is the `kubernetes` Service.
 * @throws Error when the text is not an IPv4 range */
export function firstAddress(range: string): string {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(range);
  const octets = match?.slice(1, 5).map(Number) ?? [];
  const bits = Number(match?.[5]);
  if (octets.length !== 4 || octets.some((octet) => octet > 255) || !(bits >= 8 && bits <= 30))
    throw new Error(`"${range}" is not an IPv4 range such as 10.254.0.0/16`);
  const value = octets.reduce((sum, octet) => sum * 256 + octet, 0);
  const size = 2 ** (32 - bits);
  const first = Math.floor(value / size) * size + 1;
  return [24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256).join(".");
}
