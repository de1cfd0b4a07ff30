/** What `make up` says at the end: addresses, names, next commands. Pure. */
import { z } from "zod";

/** The stack outputs that the summary shows; see index.ts for their meaning. */
export const outputsSchema = z.looseObject({
  cluster: z.object({ name: z.string(), version: z.string() }),
  endpoints: z.record(z.string(), z.string()),
  ingressAddress: z.string(),
});
export type Outputs = z.infer<typeof outputsSchema>;

/** Counts of `pulumi stack history --json`, like {create: 84} or {same: 84}. */
export type ResourceChanges = Record<string, number>;

const past: Record<string, string> = { create: "created", update: "updated", delete: "deleted", replace: "replaced" };

/** One line on what the run did: "nothing changed, 84 resources are as they should be". */
export function describeChanges(changes: ResourceChanges): string {
  const made = Object.entries(changes).filter(([kind, count]) => kind !== "same" && count > 0);
  const same = changes.same ?? 0;
  if (made.length === 0) return `nothing changed, ${same} resources are as they should be`;
  const parts = made.map(([kind, count]) => `${count} ${past[kind] ?? kind}`);
  return [...parts, ...(same > 0 ? [`${same} unchanged`] : [])].join(", ");
}

function row(name: string, value: string): string {
  return `  ${name.padEnd(16)}${value}`;
}

export function summary(outputs: Outputs, changes: ResourceChanges, seconds: number): string {
  const [host] = Object.values(outputs.endpoints).map((url) => new URL(url).hostname);
  return [
    "",
    `The platform is up (${describeChanges(changes)}; ${Math.round(seconds)} s).`,
    "",
    ...Object.entries(outputs.endpoints).map(([name, url]) => row(name, url)),
    row("ingress address", outputs.ingressAddress),
    row("cluster", `${outputs.cluster.name}, Kubernetes ${outputs.cluster.version}`),
    "",
    "Next:",
    row('eval "$(bin/lab env)"', "    # pulumi, kubectl and openstack for this lab, in this shell"),
    "  kubectl get pods --all-namespaces",
    "  openstack loadbalancer list",
    ...(host === undefined ? [] : [`  dig @127.0.0.1 -p 10053 ${host}`]),
    "  pulumi stack output --stack lab",
    "  make status | make test | make down | make destroy",
    "",
  ].join("\n");
}
