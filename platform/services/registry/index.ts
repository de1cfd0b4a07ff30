/** Container images: a cache of others' registries that every node asks first, or a registry of our own. */
import { mostNodes, poolsOf } from "../../../config/checks/pools";
import type { Config } from "../../../config/schema";
import { catalog } from "../../catalog";
import { among } from "../../foundation/network-policies";
import { daemonQuota } from "../../foundation/nfs-driver";
import { fromIngress } from "../../foundation/published";
import { fullName } from "../../full-name";
import type { Instance, InstanceSecret, Service } from "../service";
import { passwordAt } from "../access";
import { cachesOf, cacheResources, cacheValues, loginKeys, nodesResources, nodesValues, type Registry } from "./cache";
import { harborKeys, harborName, harborResources, harborStorage, harborValues } from "./harbor";
import { cacheDashboards, cacheMetrics, harborDashboards, registryAlerts, registryNamespace } from "./watch";

const cachePods = { "app.kubernetes.io/name": catalog.registryCache.name };

export const registry: Service = {
  name: "registry",
  title: "Registry",
  purpose: "Container images: a cache that every node asks before the registries themselves, or a registry of our own.",
  section: "registry",
  component: "Registry",
  charts: [catalog.registryCache, catalog.registryNodes, catalog.harbor],
  example: {
    services: {
      registry: {
        kind: "cache",
        host: "registry",
        storage: "250Gi",
        upstreams: ["docker.io", "ghcr.io", "quay.io", "registry.k8s.io"],
        logins: ["docker.io"],
      },
    },
  },
  notes: [
    "The cache is [distribution](https://distribution.github.io/distribution/recipes/mirror/), one program for each registry, on one volume. " +
      "It asks the registry for the digest of a tag at every pull and keeps what that digest is of, for 30 days after it was fetched.",
    "Nodes are told by `registry-nodes`, which writes `hosts.toml` for each registry into containerd's folder and takes it away when it goes. " +
      "Files of somebody else stay as they are. containerd asks the cache first and the registry itself when the cache does not answer: nothing " +
      "depends on the cache, also not its own start.",
    "containerd reads that folder only when its configuration says so: `crictl info | grep -i configPath` on a node must show " +
      "`/etc/containerd/certs.d`. Where it does not, put it into the nodes' image; Magnum has no label for it. Nothing breaks without: the alert " +
      "RegistryCacheUnused says that the cache is not asked. On GKE the folder is `/etc/containerd/hosts.d`.",
    "`https://registry.<zone>/healthz/docker-io`, and so for each registry, says without a password whether its cache serves, and nothing of " +
      "what is in it.",
    "The nodes have user and password of their own (Secret `registry-keys`), which containerd's files hold, readable for root. So only the nodes " +
      "fetch by the site's logins. A new password reaches the nodes within some minutes.",
    "`registry-nodes` mounts that one folder of the node, which no level but `privileged` allows; it is root there, without any capability.",
    "A volume that is full to 95 % is emptied by the cache itself, because it would cut large images off in the middle; VolumeNearlyFull tells " +
      "of it before.",
    "Harbor (`kind: harbor`): user `admin`, password in the Secret `registry-keys`; change it in Harbor, where it is read once. Log in with " +
      "OpenID Connect, and further users, are its own settings (Configuration, Authentication). Images are named " +
      "`registry.<zone>/<project>/<image>:<tag>`; nodes need not be told of it.",
    "Harbor caches other registries by projects that somebody makes once, in its pages (Registries, New Endpoint; then Projects, New Project, " +
      "Proxy Cache) or by `POST /api/v2.0/registries` and `POST /api/v2.0/projects` with `registry_id`; `upstreams` and `logins` do nothing for it. " +
      "Such an image is named `registry.<zone>/<project>/library/nginx:1.28`.",
    "Harbor's images, database and Redis are volumes and are backed up; its own volume for images stays when the release goes. The scanner " +
      "Trivy is off, because it fetches its database from elsewhere: `platform.values.registry.trivy.enabled: true` and `trivy.resources` switch it on.",
    "Docker Hub counts anonymous pulls by address, and the cache is one address: give it a login (`logins`).",
  ],
  alerts: () => registryAlerts,
  dashboards: ({ services }) => (services.registry?.kind === "cache" ? cacheDashboards : harborDashboards),
  instances: (config): Instance[] => {
    const { registry } = config.services;
    if (registry === undefined) return [];
    return registry.kind === "cache" ? [cache(registry, config), nodes(registry, config)] : [harbor(registry, config)];
  },
};

/** User of the nodes. */
const userName = "nodes";
const keys = { cache: "registry-keys", nodes: "registry-nodes-keys" } as const;

function cacheSecret(registry: Registry): InstanceSecret {
  return {
    name: keys.cache,
    declared: {
      service: "registry",
      delivery: "platform",
      keys: {
        ...passwordAt(userName, "User as which nodes ask the cache."),
        ...loginKeys(registry),
      },
    },
  };
}

const nodesSecret: InstanceSecret = {
  name: keys.nodes,
  declared: {
    service: "registry-nodes",
    delivery: "platform",
    keys: {
      username: { description: "User as which nodes ask the cache.", source: { kind: "text", value: userName } },
      password: { description: "Password for that.", source: { kind: "copy", service: "registry", key: "password" } },
    },
  },
};

function cache(registry: Registry, { dns, platform }: Config): Instance {
  const host = fullName(registry.host, dns.zone);
  const caches = cachesOf(registry);
  return {
    name: registryNamespace,
    settings: { registry, host },
    chart: catalog.registryCache,
    values: (given) => cacheValues(registry, host, keys.cache, given),
    resources: cacheResources,
    // A volume to be made.
    timeout: 600,
    secret: cacheSecret(registry),
    namespace: { owner: "operators", quota: platform.quota },
    metrics: cacheMetrics(caches, cachePods),
    openings: {
      ingress: fromIngress(
        cachePods,
        caches.map(({ port }) => port),
      ),
      // Registries, and the stores that they send to, by names.
      registries: { kind: "to-anywhere", pods: cachePods, ports: [443] },
    },
    hosts: [registry.host],
    // Below /v2/ the ingress controller itself sends away who has no password, whatever the caches do.
    readiness: caches.map(({ name }) => ({ host: registry.host, path: `/healthz/${name}`, status: 200, spare: true })),
    backup: { kind: "nothing", why: "Copies of what the registries have." },
  };
}

function nodes(registry: Registry, config: Config): Instance {
  const host = fullName(registry.host, config.dns.zone);
  return {
    name: catalog.registryNodes.namespace,
    settings: { upstreams: registry.upstreams, host },
    chart: catalog.registryNodes,
    values: (given) => nodesValues(registry, host, keys.nodes, config.cloud, given),
    resources: nodesResources,
    secret: nodesSecret,
    namespace: {
      owner: "operators",
      // A folder of the node. policies/own-exceptions.ts names it, with its reason.
      podSecurity: "privileged",
      quota: daemonQuota(mostNodes(poolsOf(config))),
    },
    openings: {},
    hosts: [],
    readiness: [],
    backup: { kind: "nothing", why: "Its files are written anew on every node." },
  };
}

const harborPods = (component: string) => ({ app: harborName, component });
const allPods = {};

/** Ports at which its parts serve each other. */
const harborPorts = [5000, 5432, 6379, 8080];

function harbor(registry: Registry, { dns, platform }: Config): Instance {
  const host = fullName(registry.host, dns.zone);
  const { host: name, storage } = registry;
  return {
    name: registryNamespace,
    settings: { registry: { kind: registry.kind, host: name, storage }, host },
    chart: catalog.harbor,
    values: (given) => harborValues(registry, host, keys.cache, given),
    resources: harborResources,
    // Its core makes the tables of the database first.
    timeout: 900,
    secret: { name: keys.cache, declared: { service: "registry", delivery: "platform", keys: harborKeys } },
    namespace: { owner: "operators", quota: { ...platform.quota, storage: harborStorage(registry) } },
    openings: {
      "ingress-core": fromIngress(harborPods("core"), [8080]),
      "ingress-portal": fromIngress(harborPods("portal"), [8080]),
      // Among each other.
      ...among(registryNamespace, allPods, harborPorts),
      // Other registries and providers of logins, by names.
      "core-elsewhere": { kind: "to-anywhere", pods: harborPods("core"), ports: [443] },
      "jobs-elsewhere": { kind: "to-anywhere", pods: harborPods("jobservice"), ports: [443] },
    },
    hosts: [registry.host],
    readiness: [{ host: registry.host, path: "/api/v2.0/ping", status: 200 }],
    backup: { kind: "volumes", what: "With Harbor: images of our own, and its database of projects and users." },
  };
}
