/** Empties a cluster of what would leave load balancers and volumes behind in the cloud, while its controllers can still delete them. */
import { z } from "zod";
import { UserError } from "../errors";
import type { OpenstackClient } from "../openstack/client";
import { survey } from "../openstack/inventory";
import type { Kubectl } from "./cluster-access";
import {
  type BoundClaim,
  type ClusterObjects,
  closedQuota,
  type DrainPlan,
  inTurn,
  namespacesOf,
  objectsSchema,
} from "./drain-plan";
import { keptMark } from "./expected";

const listSchema = z.object({ items: z.array(z.unknown()) });

/** @throws Error in kubectl's words when the cluster does not answer. */
export async function lookInto(kubectl: Kubectl): Promise<ClusterObjects> {
  // One question first, that is not asked again and again when nobody answers.
  await kubectl.run("get", "--raw", "/readyz");
  const [services, claims, volumes, pods] = await Promise.all([
    list(kubectl, "services"),
    list(kubectl, "persistentvolumeclaims"),
    list(kubectl, "persistentvolumes"),
    list(kubectl, "pods"),
  ]);
  return objectsSchema.parse({ services, claims, volumes, pods });
}

async function list(kubectl: Kubectl, kind: string): Promise<unknown[]> {
  return listSchema.parse(JSON.parse(await kubectl.run("get", kind, "--all-namespaces", "--output", "json"))).items;
}

export interface DrainOptions {
  kubectl: Kubectl;
  /** Missing: only the cluster is asked whether they are gone. */
  cloud?: OpenstackClient;
  /** Names by which the cloud controller may know the cluster. */
  clusters: readonly string[];
  progress: (line: string) => void;
  /** Milliseconds until what is still there is an error. */
  limit: number;
  /** Milliseconds between two looks. */
  interval: number;
}

/**
 * Deletes what the plan says, keeps what it says, and waits until cluster and cloud have nothing of the former.
 *
 * @throws UserError with what is still there when the time is over.
 */
export async function drain(plan: DrainPlan, options: DrainOptions): Promise<void> {
  const { kubectl, progress } = options;
  await keepData(plan, options);
  const namespaces = namespacesOf(plan);
  if (namespaces.length > 0) {
    await kubectl.apply({ apiVersion: "v1", kind: "List", items: namespaces.map(closedQuota) });
    progress(`no new load balancers and claims in ${namespaces.join(", ")}`);
  }
  const remove = async (kind: string, things: readonly { namespace: string; name: string }[]) => {
    for (const namespace of new Set(things.map((thing) => thing.namespace))) {
      const names = things.filter((thing) => thing.namespace === namespace).map(({ name }) => name);
      await kubectl.run("delete", kind, "--namespace", namespace, "--ignore-not-found", "--wait=false", ...names);
      progress(`deleting ${kind} ${names.map((name) => `${namespace}/${name}`).join(", ")}`);
    }
  };
  await remove("service", plan.services);
  for (const part of inTurn(plan)) {
    // Claims first: a pod that is made again cannot take one that is being deleted.
    await remove("persistentvolumeclaim", part.claims);
    await remove("pod", part.pods);
    await untilGone(part, options);
  }
}

/** The claims' volumes get a mark in the cloud as well, so that a later look knows why they are there. */
async function keepData({ kept }: DrainPlan, { cloud, kubectl, progress }: DrainOptions): Promise<void> {
  const patch = JSON.stringify({ spec: { persistentVolumeReclaimPolicy: "Retain" } });
  for (const { namespace, name, volume, handle, cinder, change } of kept) {
    if (change) await kubectl.run("patch", "persistentvolume", volume, "--patch", patch);
    if (cloud && cinder)
      await cloud.post("volumev3", `/volumes/${handle}/metadata`, { metadata: { [keptMark]: `${namespace}/${name}` } });
    progress(`keeping volume ${handle ?? volume} of claim ${namespace}/${name}`);
  }
}

async function untilGone(plan: DrainPlan, options: DrainOptions): Promise<void> {
  const deadline = Date.now() + options.limit;
  let said = "";
  for (;;) {
    const left = await stillThere(plan, options);
    if (left.length === 0) return;
    const text = left.join(", ");
    if (Date.now() > deadline)
      throw new UserError(
        `Still there after ${Math.round(options.limit / 60_000)} minutes: ${text}.\n` +
          "`kubectl get events -A` tells what the controllers say of it. Run the command again to go on.",
      );
    if (text !== said) options.progress(`waiting for ${text}`);
    said = text;
    await new Promise((resolve) => setTimeout(resolve, options.interval));
  }
}

/** What of the plan the cluster or the cloud still has, in words. */
export async function stillThere(plan: DrainPlan, options: Pick<DrainOptions, "kubectl" | "cloud" | "clusters">) {
  const volumes = [...plan.claims, ...plan.going];
  if (plan.services.length + volumes.length === 0) return [];
  const { cloud, clusters } = options;
  const [answer, { items, refused }] = await Promise.all([
    Promise.all([list(options.kubectl, "services"), list(options.kubectl, "persistentvolumes")]),
    cloud ? survey(cloud, ["load balancer", "volume"]) : { items: [], refused: [] },
  ]);
  const now = objectsSchema.pick({ services: true, volumes: true }).parse({ services: answer[0], volumes: answer[1] });
  const ids = new Set(items.map(({ id }) => id));
  const names = new Set(items.map(({ name }) => name));
  // A load balancer that several Services share stays as long as one of them does.
  const shared = now.services.map(
    ({ metadata }) => metadata.annotations["loadbalancer.openstack.org/load-balancer-id"],
  );
  const services = plan.services.filter(
    ({ namespace, name, balancer = "" }) =>
      now.services.some(({ metadata }) => metadata.namespace === namespace && metadata.name === name) ||
      (ids.has(balancer) && !shared.includes(balancer)) ||
      clusters.some((cluster) => names.has(`kube_service_${cluster}_${namespace}_${name}`)),
  );
  const there = ({ volume, handle = "" }: BoundClaim) =>
    now.volumes.some(({ metadata }) => metadata.name === volume) || ids.has(handle);
  return [
    ...services.map(({ namespace, name }) => `load balancer of ${namespace}/${name}`),
    ...volumes.filter(there).map(({ namespace, name }) => `volume of ${namespace}/${name}`),
    // Not to see them is not to know that they are gone.
    ...refused.map(({ kind, error }) => `the cloud's list of every ${kind} (${error.message})`),
  ];
}
