/** What may reach what, as a table. Google refuses every way in that is not listed; GKE adds the cluster's own rules and load balancers. */
import { nodeTag } from "./names";

/** One allowed way in. */
export interface FirewallRule {
  /** Unique and stable: part of the resource's name. */
  name: string;
  description: string;
  /** TCP. */
  ports: number[];
  /** Ranges the traffic may come from. */
  from: string[];
  /** Network tags of the machines that it may reach. */
  to: string[];
}

export interface Reach {
  /** Name of the cluster. */
  cluster: string;
  /** Range of the nodes' subnet. */
  nodes: string;
  /** Range of the pods, whose addresses the network knows. */
  pods: string;
  /** Range of the control plane. */
  controlPlane: string;
  /** Tag of the file server, if the site has one of its own. */
  fileServer?: string;
}

/** Where Google's Identity-Aware Proxy connects from: `gcloud compute ssh --tunnel-through-iap`, for those whom IAM allows it. */
const iap = "35.235.240.0/20";

/** Ports of admission webhooks: ingress-nginx and cert-manager's default; metrics-server, cert-manager's chart; controller-runtime. */
const webhooks = [8443, 9443, 10250];

export function firewallRules({ cluster, nodes, pods, controlPlane, fileServer }: Reach): FirewallRule[] {
  const node = nodeTag(cluster);
  const rules: FirewallRule[] = [
    {
      name: "webhooks",
      description: "Admission webhooks for the control plane",
      ports: webhooks,
      from: [controlPlane],
      to: [node],
    },
    {
      name: "ssh",
      description: "SSH through the Identity-Aware Proxy",
      ports: [22],
      from: [iap],
      to: fileServer === undefined ? [node] : [node, fileServer],
    },
  ];
  if (fileServer === undefined) return rules;
  return [
    ...rules,
    { name: "nfs", description: "NFSv4 for the nodes", ports: [2049], from: [nodes], to: [fileServer] },
    {
      name: "node-exporter",
      description: "The file server's metrics for the platform's monitoring",
      ports: [9100],
      // Prometheus is a pod. Its packets bear its own address, or its node's where GKE translates it.
      from: [pods, nodes],
      to: [fileServer],
    },
  ];
}
