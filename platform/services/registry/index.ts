/** Container images: a cache of others' registries that every node asks first, or a registry of our own. */
import { mostNodes, poolsOf } from "../../../config/checks/pools";
import type { Config } from "../../../config/schema";
import { catalog } from "../../catalog";
import { among, type Opening } from "../../foundation/network-policies";
import { daemonQuota } from "../../foundation/nfs-driver";
import { fromIngress } from "../../foundation/published";
import { fullName } from "../../full-name";
import { passwordAt } from "../access";
import { endpoints, realmName } from "../identity/names";
import type { Instance, InstanceSecret, Service } from "../service";
import { cachesOf, cacheResources, cacheValues, loginKeys, nodesResources, nodesValues, type Registry } from "./cache";
import { bucketKeys, harborKeys, harborPods, harborResources, harborStorage, harborValues } from "./harbor";
import {
  harborRegistries,
  projectsKeys,
  projectsName,
  projectsPods,
  projectsResources,
  projectsSecrets,
  projectsValues,
  robotUser,
} from "./projects";
import { cacheDashboards, cacheMetrics, harborDashboards, registryAlerts, registryNamespace } from "./watch";

const cachePods = { "app.kubernetes.io/name": catalog.registryCache.name };

export const registry: Service = {
  name: "registry",
  title: "Registry",
  purpose:
    "Container images: a cache that every node asks before the registries themselves, or Harbor: such a cache, and a registry of our own.",
  section: "registry",
  component: "Registry",
  charts: [catalog.registryCache, catalog.registryNodes, catalog.harbor, catalog.registryProjects],
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
    "Harbor (`kind: harbor`): images are named `registry.<zone>/<project>/<image>:<tag>`. The user `admin` has the password of the Secret " +
      "`registry-keys` (`HARBOR_ADMIN_PASSWORD`). A job logs in as this user: do not change the password in Harbor, but raise `secrets.rotation`, or " +
      "`registry/HARBOR_ADMIN_PASSWORD` in `secrets.rotations`, each by one with one `pulumi up`. Whoever has lost it: docs/secrets.md.",
    "What that job (`registry-projects`) makes of Harbor stands in the stack file: for each of `upstreams` a private project of the same name that " +
      "caches it (`registry.<zone>/docker.io/library/nginx:1.28`), with the site's logins; the robot `robot$nodes`, which may only pull from those; " +
      "with `identity.keycloak` how people log in. It runs at each change and every hour, so that a new password of a login gets there and what " +
      "somebody changed by hand is set right; `kubectl -n registry-projects logs -l app.kubernetes.io/name=registry-projects` names each problem and what to do. " +
      "Projects and registries that are declared no more stay, because their images may be in use: delete them in Harbor.",
    "Nodes ask Harbor first, as they ask the cache (Secret `registry-nodes-keys`), and the registry itself when Harbor does not answer or has no " +
      "such image. Nothing depends on Harbor but the images of our own.",
    "With `identity.keycloak` everybody of the realm can log in to Harbor, and operators are its administrators. Roles of the platform are groups in " +
      "Harbor, which projects take as members. `docker login` takes the CLI secret of the user's profile there. Harbor changes to Keycloak only as " +
      "long as it has no users of its own. Without Keycloak, and for all other settings, its pages are the place (Configuration).",
    "Harbor throws away what nobody has pulled from a project of an upstream for 7 days, but frees the volume only when it collects garbage: " +
      "set a schedule in Harbor (Clean Up). VolumeNearlyFull tells of it before.",
    "With `bucket` images are in a bucket of `objectStore`, reached by S3, and not in the backups: give it versions (`objectStore.versions`) and no " +
      "lifecycle rule that deletes. What is pushed and pulled goes through Harbor, not from the store itself. Images do not move between volume and bucket.",
    "Harbor's images, database and Redis are volumes and are backed up; its own volume for images stays when the release goes. The scanner " +
      "Trivy is off, because it fetches its database from elsewhere: `platform.values.registry.trivy.enabled: true` and `trivy.resources` switch it on.",
    "A new password of a login (stack secret) reaches the cache with its next start: `kubectl -n registry rollout restart deployment registry` after " +
      "the update.",
    "Docker Hub counts anonymous pulls by address, and either kind is one address: give it a login (`logins`).",
  ],
  alerts: () => registryAlerts,
  dashboards: ({ services }) => (services.registry?.kind === "cache" ? cacheDashboards : harborDashboards),
  instances: (config): Instance[] => {
    const { registry } = config.services;
    if (registry === undefined) return [];
    return registry.kind === "cache"
      ? [cache(registry, config), nodes(registry, config)]
      : [harbor(registry, config), projects(registry, config), nodes(registry, config)];
  },
};

/** User of the nodes. */
const userName = "nodes";
const keys = { cache: "registry-keys", nodes: "registry-nodes-keys", projects: "registry-projects-keys" } as const;

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

function nodesSecret({ kind }: Registry): InstanceSecret {
  const [user, service, key] =
    kind === "cache" ? [userName, "registry", "password"] : [robotUser, projectsName, projectsKeys.nodes];
  return {
    name: keys.nodes,
    declared: {
      service: "registry-nodes",
      delivery: "platform",
      keys: {
        username: { description: `User as which nodes ask the ${kind}.`, source: { kind: "text", value: user } },
        password: { description: "Password for that.", source: { kind: "copy", service, key } },
      },
    },
  };
}

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
    // Harbor knows nothing of them before its projects are made.
    after: [projectsName],
    secret: nodesSecret(registry),
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

const allPods = {};

/** Ports at which its parts serve each other. */
const harborPorts = [5000, 5432, 6379, 8080];

function harbor(registry: Registry, { dns, platform }: Config): Instance {
  const host = fullName(registry.host, dns.zone);
  const { bucket, host: name, storage } = registry;
  return {
    name: registryNamespace,
    settings: {
      registry: { kind: registry.kind, host: name, ...(bucket === undefined ? { storage } : { bucket }) },
      host,
    },
    chart: catalog.harbor,
    values: (given) => harborValues(registry, host, keys.cache, given),
    resources: harborResources,
    // Its core makes the tables of the database first.
    timeout: 900,
    secret: {
      name: keys.cache,
      declared: { service: "registry", delivery: "platform", keys: { ...harborKeys, ...bucketKeys(registry) } },
    },
    namespace: { owner: "operators", quota: { ...platform.quota, storage: harborStorage(registry) } },
    openings: {
      "ingress-core": fromIngress(harborPods("core"), [8080]),
      "ingress-portal": fromIngress(harborPods("portal"), [8080]),
      // Among each other.
      ...among(registryNamespace, allPods, harborPorts),
      projects: {
        kind: "from-namespace",
        namespace: projectsName,
        fromPods: projectsPods,
        pods: harborPods("core"),
        ports: [8080],
      },
      // Other registries and providers of logins, by names.
      "core-elsewhere": { kind: "to-anywhere", pods: harborPods("core"), ports: [443] },
      "jobs-elsewhere": { kind: "to-anywhere", pods: harborPods("jobservice"), ports: [443] },
      // Its port is known only when it is there.
      ...(bucket === undefined
        ? {}
        : { "object-store": { kind: "to-anywhere", pods: harborPods("registry") } satisfies Opening }),
    },
    hosts: [registry.host],
    readiness: [{ host: registry.host, path: "/api/v2.0/ping", status: 200 }],
    backup: {
      kind: "volumes",
      what: "With Harbor: images of our own, unless they are in a bucket, and its database of projects and users.",
    },
  };
}

function projects(registry: Registry, config: Config): Instance {
  const { issuer } = config.identity?.keycloak ? endpoints(config.identity.keycloak, config.dns.zone) : { issuer: "" };
  return {
    name: projectsName,
    settings: { registries: harborRegistries(registry), login: issuer },
    chart: catalog.registryProjects,
    values: (given) => projectsValues(registry, config, keys.projects, given),
    resources: projectsResources,
    // It waits for Harbor, and Harbor for each of the registries.
    timeout: 900,
    // Whoever is sent to Keycloak should find its client there.
    after: [registryNamespace, realmName],
    secret: {
      name: keys.projects,
      declared: { service: projectsName, delivery: "platform", keys: projectsSecrets(registry, config) },
    },
    namespace: { owner: "operators" },
    openings: {
      harbor: {
        kind: "to-namespaces",
        pods: projectsPods,
        namespaces: { "kubernetes.io/metadata.name": registryNamespace },
      },
    },
    hosts: [],
    readiness: [],
    backup: { kind: "nothing", why: "It keeps nothing: what it makes is the stack file's, and in Harbor's database." },
  };
}
