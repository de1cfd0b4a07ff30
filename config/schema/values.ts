/** The kinds of values that occur all over the configuration, each with the words that explain it when one is wrong. */
import { z } from "zod";

/** Short name: part of names in the cloud and in Kubernetes. */
export const name = z
  .string()
  .regex(
    /^[a-z][a-z0-9-]{0,39}$/,
    "lower-case letters, digits and dashes, starting with a letter, at most 40 characters",
  );

const rangeWords = "an IPv4 range like 10.20.0.0/24";

export const cidr = z.cidrv4(rangeWords);

/** A range that may be a single address; whoever writes that bare is told how it is written. */
const rangeOrAddress = z.cidrv4({
  error: ({ input }) =>
    z.ipv4().safeParse(input).success ? `${String(input)}/32 for this one address, or ${rangeWords}` : rangeWords,
});

/** GiB. */
export const gib = z.int().positive();

/** Host name below the platform's zone, without the zone: "rsp" or "hub.labs". config/checks holds it to that. */
export const host = z.string().min(1);

/** Fully qualified host name without the closing dot. */
export const fqdn = z
  .string()
  .regex(
    /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/,
    "a full host name like rsp.example.org",
  );

export const zone = z.string().regex(/^([a-z0-9-]+\.)+$/, 'a zone with its closing dot, like "rsp.example.org."');

export const httpsUrl = z.url({ protocol: /^https$/, error: "an address like https://vault.example.org" });

/** Kubernetes version as the clouds write it. */
export const kubernetesVersion = z.string().regex(/^v1\.\d+\.\d+$/, 'a version like "v1.34.2"');

/** Exact version of a Helm chart. */
export const exactVersion = z.string().regex(/^v?\d+\.\d+\.\d+(-[\w.]+)?$/, 'an exact version like "4.3.5"');

/** Kubernetes quantities: cores. */
export const cpu = z.string().regex(/^\d+(m|\.\d+)?$/, 'cores like "2", "0.5" or "500m"');

/** Kubernetes quantities: bytes of memory or storage. */
export const memory = z.string().regex(/^\d+([KMGT]i|[MGT])$/, 'bytes like "512Mi" or "8Gi"');

/** Duration as people and Go write it. */
export const duration = z.string().regex(/^(\d+(h|m|s))+$/, 'a duration like "30m" or "24h"');

/** Time of a job. */
export const cron = z
  .string()
  .regex(
    /^(\*|[\d*/,-]+) (\*|[\d*/,-]+) (\*|[\d*/,-]+) (\*|[\d*/,-]+) (\*|[\d*/,-]+)$/,
    'a cron line like "0 3 * * *" (minute, hour, day, month, weekday; UTC)',
  );

/** Kubernetes label keys and values. */
export const labels = z.record(
  z
    .string()
    .regex(
      /^([a-z0-9.-]+\/)?[A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?$/,
      'a label like "example.org/purpose" or "purpose"',
    ),
  z
    .string()
    .regex(
      /^([A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?)?$/,
      "letters, digits, dots, dashes and underscores, at most 63 characters",
    ),
);

/** Names of groups of the identity provider. */
export const groups = z.array(z.string().min(1));

/** What a container asks for and may take at most. */
export const resources = z.strictObject({
  cpu: z
    .strictObject({ request: cpu.describe("Cores it is sure of."), limit: cpu.describe("Cores it may use at most.") })
    .describe("Cores."),
  memory: z
    .strictObject({
      request: memory.describe("Memory it is sure of."),
      limit: memory.describe("Memory above which it is killed."),
    })
    .describe("Memory."),
});

/** Bounds of what all pods of a namespace take together. */
export const quota = z.strictObject({
  cpu: cpu.describe("Sum of the limits of cores."),
  memory: memory.describe("Sum of the limits of memory."),
  pods: z.int().positive().describe("Pods."),
  storage: memory.describe("Sum of what volume claims ask for."),
  claims: z.int().positive().describe("Volume claims."),
});

const taint = z.strictObject({
  key: z.string().min(1).describe("Like nublado.lsst.io/permitted."),
  value: z.string().default("").describe("Value of the taint."),
  effect: z
    .enum(["NoSchedule", "PreferNoSchedule", "NoExecute"])
    .describe("What happens to pods that do not tolerate it."),
});

/** What every node pool has, on any cloud. */
export const poolKeys = {
  name: name.describe("Name of the node pool."),
  labels: labels.default({}).describe("Labels of its nodes, for pods to choose them by."),
  taints: z.array(taint).default([]).describe("Taints of its nodes, to keep other pods away."),
};

export const autoscaling = {
  min: z.int().min(1).optional().describe("Fewest nodes the autoscaler keeps. Default: 1."),
  max: z
    .int()
    .min(1)
    .optional()
    .describe("Most nodes the autoscaler makes. Without it the pool is not autoscaled and keeps count."),
};

/** Ranges and rules that every network has. */
export const networkKeys = {
  administrators: z
    .array(rangeOrAddress)
    .min(1)
    .describe(
      "Ranges that may reach the Kubernetes API (6443) and SSH (22). Never the whole world. One address: with /32.",
    ),
  reserved: z
    .record(name, cidr)
    .default({})
    .describe("Ranges in use elsewhere that ours must stay clear of: Ceph, other projects, a VPN. Name to range."),
};

/** A file system that is there already. */
const existingExport = z.strictObject({
  name: name.describe("Name by which services refer to it."),
  path: z.string().startsWith("/").describe("Path on the server."),
  size: gib.describe("GiB, as far as the platform shall count on."),
  readOnly: z.boolean().default(false).describe("Mounted read-only everywhere."),
});

/** An NFS server that somebody else runs. */
export const existingFileServer = z.strictObject({
  kind: z.literal("existing").describe("An NFS server that is there already."),
  server: z.string().min(1).describe("Its address or name, as the nodes see it."),
  exports: z.array(existingExport).min(1).describe("What it serves to the nodes."),
});

export const reclaim = z
  .enum(["Retain", "Delete"])
  .describe("What happens to the volume when its claim is deleted. Explicit on purpose.");

export const defaultClass = z.boolean().default(false).describe("The class of claims that name none. Exactly one.");

/** @param usual What such clusters mostly are. */
export const snapshotController = (usual: "install" | "exists") =>
  z
    .enum(["install", "exists"])
    .default(usual)
    .describe(
      "The controller of volume snapshots: exists when `kubectl get crd volumesnapshots.snapshot.storage.k8s.io` finds one.",
    );
