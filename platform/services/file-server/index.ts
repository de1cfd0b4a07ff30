/** NFS servers of our own in the cluster: a pod, a volume and an address for each export. */
import { podServer } from "../../../config/checks/pod-files";
import { neededCopies } from "../../../config/copies";
import { amount } from "../../../config/quantity";
import type { Config } from "../../../config/schema";
import { catalog } from "../../catalog";
import { withinNodes } from "../../foundation/quota";
import { containerResources, type Values } from "../../foundation/values";
import type { Given, Instance, Service } from "../service";
import { fileServerAlerts, fileServerDashboards } from "./watch";

type Server = NonNullable<ReturnType<typeof podServer>>;

const release = catalog.fileServer.namespace;
const pods = { "app.kubernetes.io/name": catalog.fileServer.name };
const port = 2049;

export const fileServer: Service = {
  name: "file-server",
  title: "File server",
  purpose:
    "Files that many pods share, by NFS servers of our own in the cluster: a pod, a volume and an address for each export.",
  section: "storage.fileServer",
  component: "FileServer",
  charts: [catalog.fileServer],
  example: {
    storage: {
      classes: [{ name: "standard", volumeType: "ceph", reclaim: "Retain", default: true }],
      fileServer: {
        kind: "pod",
        exports: [
          { name: "homes", size: 100, address: "172.24.0.21", rootAccess: true },
          { name: "catalogues", size: 500, address: "172.24.0.22" },
        ],
      },
    },
  },
  notes: [
    "Only with `kind: pod`. It is for clusters whose storage has block volumes and nothing to share; a cloud's own service, or the machine of " +
      "`kind: vm` ([file-server.md](../file-server.md)), has bounds for each user and snapshots besides, and does not move when a node is drained.",
    "Each server is NFS-Ganesha, which needs nothing of the node's kernel, and serves NFSv4.1 and 4.2 only. An export that is full, slow or moving " +
      "leaves the others alone. Nobody has two servers: while one moves to another node (a minute or two), whoever uses its files waits, and goes on.",
    "A new server waits 30 seconds for clients to say what they had open; nobody else opens a file meanwhile. What clients had is kept on the volume.",
    "A node's programs do not know names of the cluster, so exports are mounted by address. A free one is found with " +
      "`kubectl get services -A -o custom-columns=IP:.spec.clusterIP`.",
    "Only `clients` reach port 2049, and only they are served. NFS believes a client who its users are, so where `clients` must name the pods' range, " +
      "what keeps pods out is that none of the platform's namespaces lets its pods into that one. Nodes that come from elsewhere wait for ever, all " +
      "but the server's own, or are told that there is no such file: `kubectl get nodes -o yaml | grep -i tunneladdr` shows Calico's tunnels. Cilium " +
      "does not take ranges for nodes unless it is told to (`policyCIDRMatchMode: nodes`).",
    "The pod is root with seven capabilities, of which `DAC_READ_SEARCH` (opening a file by the handle that a client has) is more than the level " +
      "baseline allows; that is why the namespace is privileged. It mounts nothing of the node and has no rights in the cluster.",
    "Users are numbers. Root is nobody (65534) unless `rootAccess`; an empty export can be written by everybody, like /tmp. What nobody may write " +
      "(`readOnly`) is put there by an operator: `kubectl -n file-server exec -i NAME-0 -- sh -c 'cat > /export/files/FILE' < FILE`.",
    "More room: raise `size` and apply. The claim grows in place where its class can; nobody is interrupted. `class` and less room need a new " +
      "export, and a copy by a pod that mounts both.",
    "Velero keeps copies of the volumes (`services.backup`), of all but those that `services.backup.without` names as `files-<export>`.",
    "In production a claim stays when its export is taken out of the stack file, and its volume when the claim goes (`reclaim: Retain`): " +
      "`kubectl -n file-server delete persistentvolumeclaim NAME`, then the volume.",
    "The volumes' file system must be ext4, which most classes make: XFS is another one to clients after each move.",
  ],
  alerts: () => fileServerAlerts,
  dashboards: () => fileServerDashboards,
  instances: (config): Instance[] => {
    const server = podServer(config);
    return server === undefined ? [] : [instance(server, config)];
  },
};

function instance(server: Server, config: Config): Instance {
  const clients = server.clients ?? [config.network.cidr];
  return {
    name: release,
    settings: { exports: server.exports, clients },
    chart: catalog.fileServer,
    first: true,
    values: (given) => values(server, clients, config, given),
    resources: { resources: containerResources(server.resources) },
    // Volumes are made and attached one after the other.
    timeout: 300 + 60 * server.exports.length,
    namespace: { owner: "operators", podSecurity: "privileged", quota: quota(server, config) },
    openings: { nodes: { kind: "from-ranges", ranges: clients, pods, ports: [port] } },
    hosts: [],
    readiness: [],
    backup: backupOf(server, config),
  };
}

function backupOf({ exports }: Server, config: Config): Instance["backup"] {
  const { files } = neededCopies(config);
  const names = exports.map(({ name }) => name).filter((name) => files.includes(name));
  return names.length === 0
    ? { kind: "nothing", why: "services.backup.without names every export." }
    : { kind: "volumes", what: `The files of the exports ${names.join(", ")}.` };
}

function values({ exports }: Server, clients: string[], config: Config, { priority }: Pick<Given, "priority">): Values {
  const { files } = neededCopies(config);
  return {
    exports: exports.map(({ name, size, address, class: storageClass, readOnly, rootAccess }) => ({
      ...{ name, size: `${size}Gi`, address, readOnly, rootAccess, backup: files.includes(name) },
      ...(storageClass === undefined ? {} : { storageClass }),
    })),
    clients,
    keep: config.lifecycle === "production",
    // Labs and services wait for their files.
    priorityClassName: priority.foundation,
  };
}

/** Room for every server, and for the one that is going while the next one comes. */
function quota({ exports, resources }: Server, config: Config): Config["platform"]["quota"] {
  const most = exports.length + 1;
  return {
    ...withinNodes(config, {
      cpu: most * amount(resources.cpu.limit),
      memory: most * amount(resources.memory.limit),
    }),
    pods: most,
    storage: `${exports.reduce((sum, { size }) => sum + size, 0)}Gi`,
    claims: exports.length,
  };
}
