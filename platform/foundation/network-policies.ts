/** The network policies of a namespace: everything is denied, then exactly what is needed is opened. */
import type { types } from "@pulumi/kubernetes";
import type { Config } from "../../config/schema";
import type { Labels } from "./labels";

type Spec = types.input.networking.v1.NetworkPolicySpec;
type Port = number | string;

/** A way through the default denial. */
export type Opening =
  /** From pods of another namespace of the platform. */
  | { kind: "from-namespace"; namespace: string; fromPods: Labels; pods: Labels; ports: Port[] }
  /** From addresses of these ranges, like those of nodes. */
  | { kind: "from-ranges"; ranges: readonly string[]; pods: Labels; ports: Port[] }
  /** From anywhere, in the cluster and outside. */
  | { kind: "from-anywhere"; pods: Labels; ports: Port[] }
  /** To pods of every namespace that carries these labels, at any port. */
  | { kind: "to-namespaces"; pods: Labels; namespaces: Labels }
  /**
   * To any address, in the cluster and outside: where only names are known, and policies take no names. Without ports: to any. With a
   * range: to its addresses only. `except`: ranges that stay closed; then only IPv4 is open.
   */
  | {
      kind: "to-anywhere";
      pods: Labels;
      ports?: Port[];
      protocols?: ("TCP" | "UDP")[];
      range?: string;
      except?: string[];
    }
  /** To the API server of Kubernetes. Its address is not known to pods' policies, so only its ports are named. */
  | { kind: "to-api-server"; pods: Labels };

/** Label that Kubernetes itself puts on each namespace. */
const nameLabel = "kubernetes.io/metadata.name";

/** Name of the policy -> its specification. Names are stable: they say what is opened, and count nothing. */
export function networkPolicies(openings: Record<string, Opening>): Record<string, Spec> {
  return {
    "default-deny": { podSelector: {}, policyTypes: ["Ingress", "Egress"] },
    "allow-dns": {
      podSelector: {},
      policyTypes: ["Egress"],
      egress: [
        {
          to: [
            {
              namespaceSelector: { matchLabels: { [nameLabel]: "kube-system" } },
              podSelector: { matchLabels: { "k8s-app": "kube-dns" } },
            },
          ],
          ports: [
            { protocol: "UDP", port: 53 },
            { protocol: "TCP", port: 53 },
          ],
        },
      ],
    },
    ...Object.fromEntries(Object.entries(openings).map(([name, opening]) => [`allow-${name}`, specification(opening)])),
  };
}

function specification(opening: Opening): Spec {
  const podSelector = { matchLabels: opening.pods };
  switch (opening.kind) {
    case "from-namespace": {
      const from = {
        namespaceSelector: { matchLabels: { [nameLabel]: opening.namespace } },
        podSelector: { matchLabels: opening.fromPods },
      };
      return { podSelector, policyTypes: ["Ingress"], ingress: [{ from: [from], ports: tcp(opening.ports) }] };
    }
    case "from-ranges": {
      const from = opening.ranges.map((cidr) => ({ ipBlock: { cidr } }));
      return { podSelector, policyTypes: ["Ingress"], ingress: [{ from, ports: tcp(opening.ports) }] };
    }
    case "from-anywhere":
      return { podSelector, policyTypes: ["Ingress"], ingress: [{ ports: tcp(opening.ports) }] };
    case "to-namespaces": {
      const to = { namespaceSelector: { matchLabels: opening.namespaces } };
      return { podSelector, policyTypes: ["Egress"], egress: [{ to: [to] }] };
    }
    case "to-anywhere": {
      const { ports, protocols = ["TCP"], range, except } = opening;
      const open = ports?.flatMap((port) => protocols.map((protocol) => ({ protocol, port })));
      const block = { cidr: range ?? "0.0.0.0/0", ...(except && { except }) };
      const to = range === undefined && except === undefined ? {} : { to: [{ ipBlock: block }] };
      return { podSelector, policyTypes: ["Egress"], egress: [{ ...to, ...(open && { ports: open }) }] };
    }
    case "to-api-server":
      // The Service's port, and the API server's own, which policies see after address translation.
      return { podSelector, policyTypes: ["Egress"], egress: [{ ports: tcp([443, 6443]) }] };
  }
}

function tcp(ports: Port[]): { protocol: string; port: Port }[] {
  return ports.map((port) => ({ protocol: "TCP", port }));
}

/** Both directions between the pods of a namespace, at these ports. */
export function among(namespace: string, pods: Labels, ports: Port[]): Record<"inside" | "to-inside", Opening> {
  return {
    inside: { kind: "from-namespace", namespace, fromPods: pods, pods, ports },
    "to-inside": { kind: "to-namespaces", pods, namespaces: { "kubernetes.io/metadata.name": namespace } },
  };
}

/** Where clouds answer their machines, and tell them secrets. */
const linkLocal = "169.254.0.0/16";

/** To the web outside, for what runs what users name or write: nothing that only the cluster, or a machine of the cloud, may reach. */
export function outside({ network }: { network: Pick<Config["network"], "pods" | "services"> }, pods: Labels): Opening {
  return { kind: "to-anywhere", pods, ports: [80, 443], except: [network.pods, network.services, linkLocal] };
}
