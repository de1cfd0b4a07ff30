/** cloud.conf of the cloud controller and the CSI controller, with the cluster's own credentials as Magnum writes them. */
import type { Cloud, Cluster } from "./cluster-file";

/** The provider reads gcfg: values in double quotes, with backslash escapes. */
const quote = (value: string): string => `"${value.replace(/[\\"]/g, "\\$&")}"`;

function section(name: string, values: Record<string, string | undefined>): string {
  const lines = Object.entries(values).flatMap(([key, value]) =>
    value === undefined ? [] : [`${key} = ${quote(value)}`],
  );
  return `[${name}]\n${lines.join("\n")}\n`;
}

/** OVN balances by the source address and port only, amphora cannot do that: the algorithm follows the provider. */
export function loadBalancerMethod(provider: string, wanted: string | undefined): string {
  return wanted ?? (provider === "ovn" ? "SOURCE_IP_PORT" : "ROUND_ROBIN");
}

/** @param cloud the cluster's `cloud` section */
export function cloudConfig(cluster: Cluster, cloud: Cloud): string {
  const provider = cluster.labels.octavia_provider ?? "ovn";
  return [
    section("Global", {
      "auth-url": cloud.authUrl,
      "user-id": cloud.userId,
      password: cloud.password,
      "trust-id": cloud.trustId,
      region: cloud.region,
    }),
    section("LoadBalancer", {
      "lb-provider": provider,
      "lb-method": loadBalancerMethod(provider, cluster.labels.octavia_lb_algorithm),
      "subnet-id": cloud.subnetId,
      "network-id": cloud.networkId,
      "floating-network-id": cloud.externalNetworkId,
      "create-monitor": cluster.labels.octavia_lb_healthcheck === "false" ? "false" : undefined,
    }),
    section("BlockStorage", { "ignore-volume-az": "true" }),
  ].join("\n");
}
