/** Who made a difference between state and cloud, as far as that can be told. Pure. */
import { z } from "zod";
import { parsePath } from "../../config/problems-path";
import type { Step } from "../guard/events";

type Values = Record<string, unknown>;

/** Of things that nothing but people and Pulumi changes. */
const byHand = "by hand";

/** Type to property to who else changes it; the values are those in the cloud. */
const others: Record<string, Record<string, (values: Values) => string>> = {
  "openstack:containerinfra/nodeGroup:NodeGroup": {
    nodeCount: ({ minNodeCount, maxNodeCount }) =>
      Number(maxNodeCount ?? 0) > Number(minNodeCount ?? 0)
        ? "the autoscaler"
        : "by hand (openstack coe cluster resize)",
  },
  "openstack:containerinfra/cluster:Cluster": {
    nodeCount: ({ labels }) =>
      (labels as Values | undefined)?.auto_scaling_enabled === "true"
        ? "the autoscaler"
        : "by hand (openstack coe cluster resize)",
  },
  "openstack:networking/floatingIp:FloatingIp": {
    portId: () => "the cloud controller",
    fixedIp: () => "the cloud controller",
  },
  "openstack:compute/instance:Instance": {
    powerState: () => "by hand, or the cloud (a host that failed or was serviced)",
    networks: () => "follows from its network or port",
  },
  "gcp:container/nodePool:NodePool": {
    nodeCount: ({ autoscaling }) => (autoscaling ? "the autoscaler" : byHand),
    version: () => "Google (release channel), or by hand",
  },
  "gcp:container/cluster:Cluster": { masterVersion: () => "Google (release channel), or by hand" },
  "kubernetes:helm.sh/v3:Release": {
    values: () => "by hand (helm upgrade)",
    status: () => "by hand (helm), or a run that was killed",
  },
};

/** @param path The property that differs. */
export function ownerOf({ type, new: now }: Pick<Step, "type" | "new">, path: string): string {
  const values = now?.outputs ?? {};
  const [first = ""] = parsePath(path);
  const known = others[type]?.[first]?.(values);
  if (known !== undefined) return known;
  return (type.startsWith("kubernetes:") ? fieldManager(values, path) : undefined) ?? byHand;
}

/** Nobody notes who deletes. */
export function ownerOfLoss({ type }: Pick<Step, "type">): string {
  return type.startsWith("kubernetes:") ? "deleted by hand, or by a controller" : "deleted by hand";
}

const managedFieldsSchema = z.array(
  z.object({
    manager: z.string().default(""),
    subresource: z.string().optional(),
    time: z.string().default(""),
    fieldsV1: z.unknown(),
  }),
);

type Manager = z.infer<typeof managedFieldsSchema>[number];

/** Kubernetes notes of each field who set it last; of fields in lists only for the list. */
function fieldManager({ metadata }: Values, path: string): string | undefined {
  const parsed = managedFieldsSchema.safeParse((metadata as Values | undefined)?.managedFields);
  if (!parsed.success) return undefined;
  const [best] = parsed.data
    .map((manager) => ({ manager, depth: depthOf(manager.fieldsV1, parsePath(path)) }))
    .filter(({ depth }) => depth > 0)
    .sort((a, b) => b.depth - a.depth || b.manager.time.localeCompare(a.manager.time));
  return best && `${nameOf(best.manager)}${at(best.manager.time)}`;
}

/** How many parts of a path a manager owns; 0 when it owns something beside it only. */
function depthOf(fields: unknown, path: readonly (string | number)[]): number {
  let here = fields;
  let depth = 0;
  for (const part of path) {
    const next: unknown = typeof here === "object" && here !== null ? (here as Values)[`f:${part}`] : undefined;
    if (next === undefined) break;
    here = next;
    depth += 1;
  }
  const owns = depth === path.length || isList(here);
  return owns ? depth : 0;
}

/** Lists are noted by keys or values of their items, or as one. */
function isList(fields: unknown): boolean {
  const keys = typeof fields === "object" && fields !== null ? Object.keys(fields) : [];
  return keys.every((key) => !key.startsWith("f:"));
}

function nameOf({ manager, subresource }: Manager): string {
  if (manager.startsWith("kubectl")) return `by hand (${manager.replace("-", " ")})`;
  if (manager.startsWith("pulumi")) return "another run of Pulumi";
  if (manager === "helm") return "Helm";
  if (manager.startsWith("argocd")) return "Argo CD";
  return subresource === "scale" ? "an autoscaler (HorizontalPodAutoscaler)" : manager;
}

function at(time: string): string {
  return time === "" ? "" : `, ${time.slice(0, 16).replace("T", " ")} UTC`;
}
