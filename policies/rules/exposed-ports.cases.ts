import type { Cases } from "../case";
import { service } from "../objects";
import type { Manifest } from "../rule";
import { helmServiceType } from "../workloads";
import type { Settings } from "./exposed-ports";

const balancer = (port: unknown, more: object = {}, annotations: Record<string, string> = {}) =>
  service({ type: "LoadBalancer", ports: [{ name: "a", port }], ...more }, annotations);
const world = (port: number, protocol = "TCP") =>
  `spec.ports[a].port opens port ${port} (${protocol}) to the whole world`;

const listener = (name: string, port: unknown, protocol = "HTTPS") => ({ name, port, protocol });
const gateway = (listeners: unknown, more: object = {}): Manifest => ({
  apiVersion: "gateway.networking.k8s.io/v1",
  kind: "Gateway",
  metadata: { name: "case", namespace: "default" },
  spec: { gatewayClassName: "case", listeners, ...more },
});
const plain = (name: string) =>
  `spec.listeners[${name}].protocol is HTTP, and no listener of the Gateway has a certificate`;
const opens = (port: number, protocol = "TCP") =>
  `spec.listeners[a].port opens port ${port} (${protocol}) to the whole world`;

export const exposedPortsCases: Cases<Settings> = {
  good: [
    { name: "inside the cluster", of: service({ type: "ClusterIP", ports: [{ port: 5432 }] }) },
    { name: "no type is inside the cluster", of: service({}) },
    { name: "HTTPS", of: balancer(443) },
    { name: "another port for named ranges", of: balancer(5432, { loadBalancerSourceRanges: ["192.0.2.0/24"] }) },
    {
      name: "an internal balancer of OpenStack",
      of: balancer(5432, {}, { "service.beta.kubernetes.io/openstack-internal-load-balancer": "true" }),
    },
    {
      name: "an internal balancer of GKE",
      of: balancer(5432, {}, { "networking.gke.io/load-balancer-type": "Internal" }),
    },
    { name: "a port that the site allows", of: balancer(2222), settings: { ports: [2222] } },
    {
      name: "a node port that the site allows",
      of: service({ type: "NodePort" }),
      settings: { nodePorts: ["default/*"] },
    },
    { name: "a Gateway of HTTPS, with HTTP beside it", of: gateway([listener("a", 443), listener("b", 80, "HTTP")]) },
    { name: "a Gateway that hands TLS on", of: gateway([listener("a", 443, "TLS")]) },
    { name: "a Gateway's port that the site allows", of: gateway([listener("a", 8443)]), settings: { ports: [8443] } },
    {
      name: "an internal Gateway",
      of: gateway([listener("a", 5432, "TCP"), listener("b", 80, "HTTP")], {
        infrastructure: { annotations: { "networking.gke.io/load-balancer-type": "Internal" } },
      }),
    },
    {
      name: "a Gateway of Istio's own kind",
      of: { type: "kubernetes:networking.istio.io/v1:Gateway", props: { spec: { listeners: [listener("a", 22)] } } },
    },
    {
      name: "a chart's Service inside the cluster",
      of: { type: helmServiceType, props: { values: { service: { type: "ClusterIP" } } } },
    },
  ],
  bad: [
    {
      name: "what makes it internal on another cloud",
      of: balancer(5432, {}, { "networking.gke.io/load-balancer-type": "Internal" }),
      settings: { internal: ["service.beta.kubernetes.io/openstack-internal-load-balancer=true"] },
      says: [world(5432)],
    },
    {
      name: "where nothing makes it internal",
      of: balancer(5432, {}, { "networking.gke.io/load-balancer-type": "Internal" }),
      settings: { internal: [] },
      says: [world(5432)],
    },
    { name: "a node port", of: service({ type: "NodePort" }), says: ["spec.type is NodePort"] },
    { name: "a database", of: balancer(5432), says: [world(5432)] },
    {
      name: "one of two ports",
      of: balancer(443, {
        ports: [
          { name: "https", port: 443 },
          { name: "a", port: 22 },
        ],
      }),
      says: [world(22)],
    },
    {
      name: "UDP",
      of: balancer(443, { ports: [{ name: "a", port: 443, protocol: "UDP" }] }),
      says: [world(443, "UDP")],
    },
    {
      name: "ranges that are the whole world",
      of: balancer(5432, { loadBalancerSourceRanges: ["192.0.2.0/24", "0.0.0.0/0"] }),
      says: [world(5432)],
    },
    {
      name: "half of the world",
      of: balancer(5432, { loadBalancerSourceRanges: ["128.0.0.0/1"] }),
      says: [world(5432)],
    },
    {
      name: "the annotation of an internal balancer, switched off",
      of: balancer(5432, {}, { "service.beta.kubernetes.io/openstack-internal-load-balancer": "false" }),
      says: [world(5432)],
    },
    {
      name: "an address that the cloud does not guard",
      of: service({ externalIPs: ["192.0.2.7"] }),
      says: ["spec.externalIPs[0] takes an address that the cloud does not guard"],
    },
    {
      name: "a node port of another namespace than the allowed one",
      of: service({ type: "NodePort" }),
      settings: { nodePorts: ["other/case"] },
      says: ["spec.type is NodePort"],
    },
    { name: "a Gateway's port", of: gateway([listener("b", 443), listener("a", 5432, "TCP")]), says: [opens(5432)] },
    { name: "a Gateway's UDP", of: gateway([listener("a", 443, "UDP")]), says: [opens(443, "UDP")] },
    { name: "a Gateway without a certificate", of: gateway([listener("a", 80, "HTTP")]), says: [plain("a")] },
    {
      name: "HTTP at the port of HTTPS",
      of: gateway([listener("a", 443, "HTTP"), listener("b", 80, "HTTP")]),
      says: [plain("a"), plain("b")],
    },
    {
      name: "a Gateway that is internal on another cloud",
      of: gateway([listener("a", 5432, "TCP")], {
        infrastructure: { annotations: { "networking.gke.io/load-balancer-type": "Internal" } },
      }),
      settings: { internal: [] },
      says: [opens(5432)],
    },
    {
      name: "an unknown port of a Gateway hides nothing",
      of: gateway([listener("a", "$unknown"), listener("b", 22)]),
      says: ["? spec.listeners[a].port", "spec.listeners[b].port opens port 22 (TCP) to the whole world"],
    },
    {
      name: "a chart's node port",
      of: { type: helmServiceType, props: { values: { web: { service: { type: "NodePort" } } } } },
      says: ["values.web.service.type is NodePort"],
    },
    {
      name: "an unknown port hides nothing",
      of: balancer("$unknown", { externalIPs: ["192.0.2.7"] }),
      says: ["spec.externalIPs[0] takes an address that the cloud does not guard", "? spec.ports[a].port"],
    },
  ],
};
