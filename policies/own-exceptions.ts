/**
 * Exceptions that sites have because of what the platform itself runs there: namespaces whose pods need more than the level
 * restricted, and Phalanx. Like a site's own they have a reason, an owner and an end; on that day each is renewed here with a reason, or mended.
 */
import { copiesOf } from "../config/copies";
import type { Config } from "../config/schema";
import type { Exception } from "./exceptions";
import { phalanxExceptions } from "./phalanx-exceptions";
import { namespacePodSecurity } from "./rules/namespace-pod-security";

/** Last looked at on 2026-11-28. */
const expires = "2027-11-28";

interface Daemon {
  namespace: string;
  runs: (config: Config) => boolean;
  reason: string;
}

const daemons: readonly Daemon[] = [
  {
    namespace: "ingress-nginx",
    runs: (config) => config.cloud === "existing" && config.addresses.kind === "daemonset",
    reason: "Without a load balancer the controller takes the nodes' own ports 80 and 443.",
  },
  {
    namespace: "csi-driver-nfs",
    runs: ({ platform }) => platform.nfsDriver === "install",
    reason: "The driver mounts file systems on the nodes, which only root can.",
  },
  {
    namespace: "file-server",
    runs: ({ storage }) => storage.fileServer?.kind === "pod",
    reason:
      "NFS-Ganesha opens files by the handles that clients have of them (DAC_READ_SEARCH), and is each user in turn; it mounts nothing of the nodes.",
  },
  {
    namespace: "node-exporter",
    runs: ({ services }) => services.monitoring !== undefined,
    reason: "It reads the nodes' file systems and network, as nobody and without any capability.",
  },
  {
    namespace: "kube-bench",
    runs: ({ services }) => services.monitoring?.kubeBench !== undefined,
    reason:
      "It reads settings, owners and processes of a node as root, and leaves its numbers in a folder of it; nothing but its weekly jobs runs there.",
  },
  {
    namespace: "velero",
    runs: ({ services }) => services.backup !== undefined,
    reason: "Pods that move data of volumes are root, because files keep their owners; the level is baseline.",
  },
  {
    namespace: "restic",
    runs: (config) => Object.values(copiesOf(config)).some((copies) => copies.length > 0),
    reason:
      "Files belong to anybody, and only root reads them all, through claims that cannot write; the level is baseline.",
  },
  {
    namespace: "registry-nodes",
    runs: ({ services }) => services.registry !== undefined,
    reason: "It writes into containerd's folder on the nodes, and mounts nothing else of them.",
  },
];

export function ownExceptions(config: Config): Exception[] {
  const ofDaemons = daemons
    .filter(({ runs }) => runs(config))
    .map(({ namespace, reason }) => ({ rule: namespacePodSecurity.name, resource: namespace, reason }));
  return [...ofDaemons, ...phalanxExceptions(config)].map((one) => ({ ...one, owner: config.owner, expires }));
}
