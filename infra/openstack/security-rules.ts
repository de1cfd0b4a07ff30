/** What may reach what, as a table. */

/** One allowed way in. */
export interface SecurityRule {
  /** Unique within its group and stable: part of the resource's name. */
  name: string;
  protocol: "tcp";
  /** First and last port. */
  ports: readonly [number, number];
  /** Range the traffic may come from. */
  from: string;
  description: string;
}

/** The machines of the site, by what they serve. */
export type SecurityGroupName = "ingress" | "nodes" | "files";

export interface Reach {
  /** Range of the nodes' subnet; Octavia's amphorae have their addresses there too. */
  nodes: string;
  /** Ranges of the people who run the site. */
  administrators: readonly string[];
}

const world = "0.0.0.0/0";

/**
 * The ways in. Egress is Neutron's default (everything), because nodes fetch images and packages from anywhere.
 *
 * Node ports are open to the subnet only. That is enough for amphora load balancers, which speak to the nodes with an address of
 * their own. An ovn load balancer keeps the client's address, so its packets reach a node port from anywhere in the world; opening all
 * 2768 node ports to the world for it would undo the firewall. There the cloud controller opens exactly the ports of each Service on
 * the nodes (`manage-security-groups`, which the site's Magnum driver sets), and takes them back with the Service.
 */
export function securityRules({ nodes, administrators }: Reach): Record<SecurityGroupName, SecurityRule[]> {
  const ssh = administrators.map((range) => rule("ssh", 22, range, "SSH for administrators"));
  return {
    ingress: [rule("http", 80, world, "HTTP for users"), rule("https", 443, world, "HTTPS for users")],
    nodes: [
      rule("node-ports", [30000, 32767], nodes, "Services' node ports, for the load balancer and its health checks"),
      rule("kubernetes-api", 6443, nodes, "Kubernetes API for the nodes"),
      ...administrators.map((range) => rule("kubernetes-api", 6443, range, "Kubernetes API for administrators")),
      ...ssh,
    ],
    files: [
      rule("nfs", 2049, nodes, "NFSv4 for the nodes"),
      rule("node-exporter", 9100, nodes, "The machine's metrics for the platform's monitoring"),
      ...ssh,
    ],
  };
}

/** A rule named by what it opens and to whom, so that a further administrator does not rename the others. */
function rule(
  service: string,
  port: number | readonly [number, number],
  from: string,
  description: string,
): SecurityRule {
  const ports = typeof port === "number" ? ([port, port] as const) : port;
  const name = from === world ? service : `${service}-${from.replace("/", "-")}`;
  return { name, protocol: "tcp", ports, from, description };
}
