/** `cluster.json`: what somebody (the Magnum driver, a test) wants; `status.json`: what the supervisor has made of it. */
import * as fs from "node:fs";
import * as path from "node:path";
import { z } from "zod";

const node = z.strictObject({
  /** Name of the Node object and of the server. */
  name: z.string().min(1),
  /** The server's fixed address. A node without one does not exist yet and gets no Node object. */
  address: z.ipv4().optional(),
  /** Nova's id, for `spec.providerID`. */
  serverId: z.string().optional(),
});

const nodeGroup = z.strictObject({
  name: z.string().min(1),
  role: z.string().min(1),
  flavor: z.strictObject({
    name: z.string(),
    vcpus: z.number().int().positive(),
    /** MiB, as Nova counts. */
    ram: z.number().int().positive(),
    /** GiB; 0 when the flavor names no disk. */
    disk: z.number().int().nonnegative(),
  }),
  zone: z.string().default("nova"),
  /** Additional node labels. */
  labels: z.record(z.string(), z.string()).default({}),
  nodes: z.array(node),
});

const cloud = z.strictObject({
  authUrl: z.url(),
  region: z.string(),
  /** The cluster's own credentials: Magnum's trustee, who acts for the owner through the trust and in no other way. */
  userId: z.string(),
  password: z.string(),
  trustId: z.string(),
  projectId: z.string(),
  networkId: z.string(),
  subnetId: z.string(),
  /** Where load balancers get their floating addresses. Without it they stay internal. */
  externalNetworkId: z.string().optional(),
});

const clusterSchema = z.strictObject({
  uuid: z.string().min(1),
  name: z.string().min(1),
  /** Rises with every change; status.json repeats it when the change is done. */
  generation: z.number().int().nonnegative(),
  /** True: end everything, keep the folder (its owner removes it). */
  deleted: z.boolean().default(false),
  /** Port of kube-apiserver on 127.0.0.1; the kubeconfig names it. */
  port: z.number().int().min(1).max(65535),
  /** Kubernetes version that the nodes report, for instance v1.34.2. */
  version: z.string().regex(/^v\d+\.\d+\.\d+/),
  /** Magnum's labels. Known here: octavia_provider, octavia_lb_algorithm, service_cluster_ip_range, pods_network_cidr. */
  labels: z.record(z.string(), z.string()).default({}),
  /** Absent: no cloud controller and no CSI. */
  cloud: cloud.optional(),
  nodeGroups: z.array(nodeGroup).default([]),
});

export type Cluster = z.infer<typeof clusterSchema>;
export type Cloud = z.infer<typeof cloud>;
export type NodeGroup = z.infer<typeof nodeGroup>;
export type ClusterNode = z.infer<typeof node>;

export interface Status {
  /** Everything that `generation` asked for is there and answers. */
  ready: boolean;
  generation: number;
  /** Everything of a deleted cluster has ended. */
  stopped: boolean;
  version: string;
  /** What is being waited for, or what is wrong; empty when ready. */
  message: string;
  /** Process id of each component that runs. */
  components: Record<string, number>;
}

/** Reads cluster.json. Undefined when there is none (yet).
 * @throws Error that names the file, each wrong field and its problem. */
export function readCluster(folder: string): Cluster | undefined {
  const file = path.join(folder, "cluster.json");
  let text: string;
  try {
    text = fs.readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    throw new Error(`${file}: not JSON`);
  }
  const parsed = clusterSchema.safeParse(data);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `${issue.path.join(".") || "(top)"}: ${issue.message}`);
  throw new Error(`${file}: ${problems.join("; ")}`);
}

export function readStatus(folder: string): Status | undefined {
  try {
    return JSON.parse(fs.readFileSync(path.join(folder, "status.json"), "utf8")) as Status;
  } catch {
    return undefined;
  }
}

/** Writes a file so that a reader sees the old or the new text and never a part, and only when it differs. Returns whether it did. */
export function writeIfChanged(file: string, text: string, mode = 0o600): boolean {
  try {
    if (fs.readFileSync(file, "utf8") === text) return false;
  } catch {
    // Not there yet.
  }
  const temporary = `${file}.${process.pid}.tmp`;
  fs.writeFileSync(temporary, text, { mode });
  fs.renameSync(temporary, file);
  return true;
}
