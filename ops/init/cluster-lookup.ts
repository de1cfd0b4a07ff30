/** Asks a cluster that exists, through kubectl, what a stack file says of it. Whatever cannot be had is noted and left out. */
import { z } from "zod";
import { capture } from "../process";
import { errorText } from "../error-text";
import type { ClusterFacts, Lookup, NodeGroup } from "./facts";
import { covering } from "./ranges";

export interface ClusterAccess {
  kubeconfig?: string;
  context?: string;
  /** The program. Default: the kubectl on the PATH. */
  kubectl?: string;
}

export async function lookUpCluster(access: ClusterAccess): Promise<Lookup<ClusterFacts>> {
  const notes: string[] = [];
  const ask = async <T extends z.ZodType>(what: string, form: T, args: string[]): Promise<z.infer<T> | undefined> => {
    try {
      return form.parse(JSON.parse(await kubectl(access, args)));
    } catch (error) {
      notes.push(`${what} could not be looked up: ${errorText(error)}`);
      return undefined;
    }
  };
  const version = await ask("the cluster", versionSchema, ["version"]);
  // What does not answer once is not asked three times more.
  if (version === undefined) return { facts: {}, notes };
  const nodes = await ask("nodes", nodesSchema, ["get", "nodes"]);
  const classes = await ask("StorageClasses", classesSchema, ["get", "storageclasses"]);
  const service = await ask("the range of Services", serviceSchema, ["get", "service", "kubernetes", "-n", "default"]);
  return {
    facts: {
      version: /^v1\.\d+\.\d+/.exec(version.serverVersion.gitVersion)?.[0],
      ...(nodes && factsOfNodes(nodes.items)),
      classes: classes?.items.map(({ metadata, provisioner, parameters, reclaimPolicy }) => ({
        name: metadata.name,
        provisioner,
        parameters,
        reclaim: reclaimPolicy === "Retain" ? "Retain" : "Delete",
        default: metadata.annotations?.["storageclass.kubernetes.io/is-default-class"] === "true",
      })),
      serviceAddress: service?.spec.clusterIP,
    },
    notes,
  };
}

async function kubectl(
  { kubeconfig, context, kubectl: program = "kubectl" }: ClusterAccess,
  args: string[],
): Promise<string> {
  const { code, stdout, stderr } = await capture(program, [
    ...(kubeconfig === undefined ? [] : ["--kubeconfig", kubeconfig]),
    ...(context === undefined ? [] : ["--context", context]),
    "--request-timeout=10s",
    ...args,
    "-o",
    "json",
  ]);
  if (code !== 0) throw new Error(stderr.trim().split("\n").at(-1) ?? `kubectl ended with ${code}`);
  return stdout;
}

const versionSchema = z.object({ serverVersion: z.object({ gitVersion: z.string() }) });

const strings = z.record(z.string(), z.string());

const nodeSchema = z.object({
  metadata: z.object({ name: z.string(), labels: strings.default({}) }),
  spec: z.object({ podCIDR: z.string().optional(), taints: z.array(z.object({ key: z.string() })).default([]) }),
  status: z.object({
    capacity: z.object({ cpu: z.string(), memory: z.string() }),
    addresses: z.array(z.object({ type: z.string(), address: z.string() })).default([]),
  }),
});
const nodesSchema = z.object({ items: z.array(nodeSchema) });
type Node = z.infer<typeof nodeSchema>;

const classesSchema = z.object({
  items: z.array(
    z.object({
      metadata: z.object({ name: z.string(), annotations: strings.optional() }),
      provisioner: z.string(),
      parameters: strings.default({}),
      reclaimPolicy: z.string().optional(),
    }),
  ),
});

const serviceSchema = z.object({ spec: z.object({ clusterIP: z.ipv4() }) });

const ipv4 = /^\d+(\.\d+){3}$/;
const ipv4Range = /^\d+(\.\d+){3}\/\d+$/;

function factsOfNodes(nodes: readonly Node[]): Pick<ClusterFacts, "nodes" | "cidr" | "pods"> {
  const workers = nodes.filter(({ spec }) => !spec.taints.some(({ key }) => controlPlane.includes(key)));
  const addresses = nodes.flatMap(({ status }) =>
    status.addresses
      .filter(({ type, address }) => type === "InternalIP" && ipv4.test(address))
      .map(({ address }) => address),
  );
  const podRanges = nodes.flatMap(({ spec }) => (ipv4Range.test(spec.podCIDR ?? "") ? [spec.podCIDR ?? ""] : []));
  return {
    nodes: groups(workers),
    ...(addresses.length > 0 ? { cidr: covering(addresses, 24) } : {}),
    // Each node has a piece; clusters are made with 65536 addresses for all, hardly ever with fewer.
    ...(podRanges.length > 0 ? { pods: covering(podRanges, 16) } : {}),
  };
}

const controlPlane = ["node-role.kubernetes.io/control-plane", "node-role.kubernetes.io/master"];

/** Labels by which providers mark the nodes of a group. */
const groupLabels = [
  "capi.stackhpc.com/node-group",
  "magnum.openstack.org/nodegroup",
  "cloud.google.com/gke-nodepool",
  "eks.amazonaws.com/nodegroup",
  "kubernetes.azure.com/agentpool",
];

/** Nodes by their provider's group, or else by their size. */
function groups(nodes: readonly Node[]): NodeGroup[] {
  const found = new Map<string, NodeGroup>();
  for (const { metadata, status } of nodes) {
    const label = groupLabels.find((one) => metadata.labels[one] !== undefined);
    const group = label === undefined ? undefined : metadata.labels[label];
    const { cpu, memory } = { cpu: status.capacity.cpu, memory: mebibytes(status.capacity.memory) };
    const key = `${group ?? ""}/${cpu}/${memory}`;
    const known = found.get(key);
    if (known) known.count++;
    else {
      const name = unused(poolName(group), [...found.values()]);
      found.set(key, { name, count: 1, cpu, memory, labels: label && group ? { [label]: group } : {} });
    }
  }
  return [...found.values()];
}

/** A name that the schema takes. */
function poolName(group: string | undefined): string {
  const name = (group ?? "")
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, "-")
    .replace(/^[^a-z]+/, "")
    .slice(0, 37);
  return name === "" ? "nodes" : name;
}

function unused(name: string, groups: readonly NodeGroup[]): string {
  const taken = groups.map((one) => one.name);
  const candidates = [name, ...taken.map((_, index) => `${name}-${index + 2}`)];
  return candidates.find((candidate) => !taken.includes(candidate)) ?? name;
}

/** "16393244Ki" as "16009Mi". */
function mebibytes(memory: string): string {
  const kibibytes = /^(\d+)Ki$/.exec(memory)?.[1];
  return kibibytes === undefined ? memory : `${Math.floor(Number(kibibytes) / 1024)}Mi`;
}
