/**
 * What breaks each rule, and that rule alone: whole resources, as a provider and an API server take them. The rules' own tables of cases
 * hold the fine points; these are for runs of the real engine and requests to a real API server.
 */
import type { OpenstackConfig } from "../../../config/schema";
import { validConfig } from "../../../config/testing";
import type { Given } from "../../../policies/case";
import { bounds, container, deployment, namespace, service, storageClass } from "../../../policies/objects";
import { resourceOfManifest, type Manifest } from "../../../policies/rule";

export type Violating = Manifest | (Given & { name: string });

export interface Violation {
  /** All that is registered. */
  resources: Violating[];
  /** The object that kubectl sends; missing for rules that only a program can break. */
  sent?: Manifest;
  /** What the pack says of it, and what the API server says. */
  says: { pulumi: string; kubectl?: string };
}

/** A production site with every bound set, so that each rule has something to say. */
export const site: OpenstackConfig = validConfig((input) => {
  Object.assign(input, {
    lifecycle: "production",
    policies: {
      admission: "deny",
      registries: ["registry.example.org"],
      container: { cpu: "4", memory: "16Gi" },
      budget: { cpu: "100", memory: "1Ti", storage: "1Ti" },
    },
  });
});

/** The type, name and options under which a resource is registered. */
export function registered(one: Violating): Required<Pick<Given, "type" | "props" | "protect">> & { name: string } {
  if (!("apiVersion" in one)) return { protect: false, ...one };
  const { type, name } = resourceOfManifest(one);
  return { type, name, props: one, protect: false };
}

const labels = { "science-platform/owner": "team", "science-platform/site": site.site };
const tags = { site: site.site, owner: "team" };
const probe = { httpGet: { path: "/", port: 8080 } };

const decent = (more: object = {}) => container({ readinessProbe: probe, livenessProbe: probe, ...more });
const web = (
  containerChange: object = {},
  podChange: object = {},
  change: object = {},
  metadata: object = { name: "web" },
): Manifest =>
  deployment(
    { containers: [decent(containerChange)], ...podChange },
    { replicas: 2, ...change },
    { namespace: "default", labels, ...metadata },
  );

const inNamespace = (kind: string, name: string, spec: object, of = "default"): Manifest => ({
  apiVersion: "v1",
  kind,
  metadata: { name, namespace: of, labels },
  spec,
});
const quota = (hard: object, of?: string) => inNamespace("ResourceQuota", "quota", { hard }, of);
const hardLimits = { "limits.cpu": "4", "limits.memory": "8Gi" };
const limitRange = (of: string) =>
  inNamespace(
    "LimitRange",
    "defaults",
    { limits: [{ type: "Container", default: bounds, defaultRequest: bounds }] },
    of,
  );

const entry = (spec: object, metadata: object = {}): Manifest => {
  const made = service(spec);
  return { ...made, metadata: { ...(made.metadata as object), name: "entry", labels, ...metadata } };
};
const theDefault = { "storageclass.kubernetes.io/is-default-class": "true" };
const keptClass = (name: string, more: object = {}, annotations: object = theDefault) =>
  storageClass(more, { name, labels, annotations });

const given = (type: string, name: string, props: object, protect = true) => ({ type, name, props, protect });
const volume = (more: object = {}, protect = true) =>
  given(
    "openstack:blockstorage/volume:Volume",
    "homes",
    { name: `${site.site}-homes`, size: 100, metadata: tags, ...more },
    protect,
  );
const template = (more: object) =>
  given("openstack:containerinfra/clusterTemplate:ClusterTemplate", "template", {
    name: `${site.site}-template`,
    coe: "kubernetes",
    image: "ubuntu-jammy-kube-v1.34.2",
    floatingIpEnabled: false,
    ...more,
  });

/** Keeps to every rule. */
const compliant = web();

/** Keeps to every rule, too, and nothing waits for it: it stands beside each violation, and must not be made either. */
export const witness: Manifest = {
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name: "witness", namespace: "default", labels },
  data: { made: "yes" },
};

/** What the API server must take. */
export const allowed: Manifest[] = [compliant, witness];

const both = (sent: Manifest, pulumi: string, kubectl: string): Violation => ({
  resources: [sent],
  sent,
  says: { pulumi, kubectl },
});
const bare = namespace("bare", { ...labels, "pod-security.kubernetes.io/enforce": "restricted" });
const open = namespace("open", labels);

/** Rule to what breaks it. */
export const violations: Record<string, Violation> = {
  "container-limits": both(
    web({ resources: { requests: bounds, limits: { cpu: "100m" } } }, {}, {}, { name: "unbounded" }),
    "spec.template.spec.containers[web].resources.limits.memory is not set.",
    "container web: resources.limits.memory is not set, or 0.",
  ),
  "container-maxima": both(
    web(
      { resources: { requests: { cpu: "4", memory: "64Mi" }, limits: { cpu: "8", memory: "64Mi" } } },
      {},
      {},
      {
        name: "large",
      },
    ),
    "spec.template.spec.containers[web].resources.limits.cpu is 8, more than this site's maximum of 4.",
    "container web: cpu is 8, more than this site's maximum of 4.",
  ),
  "request-ratio": both(
    web({ resources: { requests: bounds, limits: { cpu: "3", memory: "64Mi" } } }, {}, {}, { name: "greedy" }),
    "spec.template.spec.containers[web].resources.limits.cpu is 3, more than 20 times the request of 100m.",
    "container web: the limit of cpu, 3, is more than 20 times the request of 100m.",
  ),
  "namespace-quota": {
    resources: [bare],
    says: { pulumi: "Namespace bare: the namespace has no ResourceQuota in this stack." },
  },
  "namespace-maxima": both(
    quota({ "limits.cpu": "4k", "limits.memory": "8Gi" }),
    'spec.hard["limits.cpu"] is 4k, more than this site\'s maximum of',
    "spec.hard[limits.cpu] is 4k, more than this site's maximum of",
  ),
  "quota-fits": {
    resources: [quota({ "limits.cpu": "100m", "limits.memory": "8Gi" }), compliant],
    says: { pulumi: 'spec.hard["limits.cpu"] is 100m, but the workloads take 0.2 together.' },
  },
  probes: both(
    web({ livenessProbe: undefined }, {}, {}, { name: "unprobed" }),
    "spec.template.spec.containers[web].livenessProbe is not set.",
    "container web: livenessProbe is not set.",
  ),
  replicas: both(
    web({}, {}, { replicas: 1 }, { name: "single" }),
    "spec.replicas is 1, fewer than 2.",
    "replicas are 1, fewer than 2.",
  ),
  "pod-security": both(
    web({}, { hostPID: true }, {}, { name: "host" }),
    "spec.template.spec.hostPID is true: the pod would share it with the node.",
    "hostPID is true.",
  ),
  "namespace-pod-security": {
    resources: [open, quota(hardLimits, "open"), limitRange("open")],
    sent: open,
    says: {
      pulumi: 'metadata.labels["pod-security.kubernetes.io/enforce"] is not set.',
      kubectl: 'the label pod-security.kubernetes.io/enforce is "", not one of restricted.',
    },
  },
  "images-pinned": both(
    web({ image: "registry.example.org/team/web:latest" }, {}, {}, { name: "floating" }),
    'spec.template.spec.containers[web].image has the tag "latest", which moves.',
    "container web: image registry.example.org/team/web:latest has a tag that moves.",
  ),
  "image-registries": both(
    web({ image: "ghcr.io/team/web:1.4.2" }, {}, {}, { name: "elsewhere" }),
    '"ghcr.io/team/web:1.4.2" is from none of registry.example.org.',
    "container web: image ghcr.io/team/web:1.4.2 is from none of registry.example.org.",
  ),
  "required-labels": both(
    web({}, {}, {}, { name: "anonymous", labels: {} }),
    'metadata.labels["science-platform/owner"] is not set.',
    "the label science-platform/owner is not set",
  ),
  "exposed-ports": both(entry({ type: "NodePort" }), "spec.type is NodePort.", "the type is NodePort."),
  "load-balancer-keeps-address": both(
    entry({ type: "LoadBalancer" }, { annotations: { "loadbalancer.openstack.org/keep-floatingip": "true" } }),
    "spec.loadBalancerIP is not set.",
    "spec.loadBalancerIP is not set.",
  ),
  "secrets-not-plain": both(
    web({ env: [{ name: "DB_PASSWORD", value: "in-plain-sight" }] }, {}, {}, { name: "telling" }),
    "spec.template.spec.containers[web].env[DB_PASSWORD].value holds a secret in plain text.",
    "container web: a variable holds a secret in plain text.",
  ),

  "no-open-ports": {
    resources: [
      given("openstack:networking/secGroupRule:SecGroupRule", "ssh", {
        direction: "ingress",
        ethertype: "IPv4",
        protocol: "tcp",
        portRangeMin: 22,
        portRangeMax: 22,
        remoteIpPrefix: "0.0.0.0/0",
        securityGroupId: "group",
      }),
    ],
    says: { pulumi: "remoteIpPrefix opens port 22 (TCP) to the whole world." },
  },
  "nfs-exports": {
    resources: [
      given("openstack:sharedfilesystem/shareAccess:ShareAccess", "everybody", {
        shareId: "share",
        accessType: "ip",
        accessTo: "0.0.0.0/0",
        accessLevel: "rw",
      }),
    ],
    says: { pulumi: "accessTo exports to 0.0.0.0/0." },
  },
  "cluster-version": {
    resources: [template({ image: "ubuntu-focal-kube-v1.24.1" })],
    says: { pulumi: 'image is "ubuntu-focal-kube-v1.24.1", older than 1.' },
  },
  "private-cluster": {
    resources: [template({ floatingIpEnabled: true })],
    says: { pulumi: "floatingIpEnabled is true: each node gets a public address." },
  },
  "no-public-database": {
    resources: [
      given("gcp:sql/databaseInstance:DatabaseInstance", "database", {
        name: `${site.site}-database`,
        databaseVersion: "POSTGRES_16",
        settings: { tier: "db-f1-micro", userLabels: tags, ipConfiguration: { ipv4Enabled: true } },
      }),
    ],
    says: { pulumi: "settings.ipConfiguration.ipv4Enabled is true: the database gets a public address." },
  },
  "names-and-tags": {
    resources: [volume({ name: "homes" })],
    says: { pulumi: 'name is "homes", without the site\'s name.' },
  },
  budget: {
    resources: [volume({ size: 2048 })],
    says: { pulumi: "takes 2048Gi storage, more than the budget of 1Ti" },
  },
  "data-protected": {
    resources: [volume({}, false)],
    says: { pulumi: "the option `protect` is not set." },
  },
  "storage-class-csi": both(
    keptClass("old", { provisioner: "kubernetes.io/cinder" }),
    'provisioner is "kubernetes.io/cinder", which',
    "the provisioner kubernetes.io/cinder is no CSI driver.",
  ),
  "storage-class-default": {
    resources: [keptClass("one"), keptClass("two")],
    says: { pulumi: "is set, but one is the default too." },
  },
  "storage-class-reclaim": {
    resources: [keptClass("unsaid", { reclaimPolicy: undefined })],
    says: { pulumi: "reclaimPolicy is not set." },
  },
};
