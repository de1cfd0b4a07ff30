/** What a person reads before and after a stack is destroyed. Pure. */
import type { DrainPlan } from "./drain-plan";
import { commandsFor, serviceOf } from "./kinds";
import type { Left, Remaining } from "./remaining";
import { type DestroyPlan, labelOf, type Resource } from "./state";

/** What is to be said of the cluster: what is in it, or why nobody looked. */
export type ClusterLook = { plan: DrainPlan; clusterGoes: boolean } | { skipped: string };

/** @param stack For the sentence. */
export function announcement(stack: string, plan: DestroyPlan, look: ClusterLook): string {
  const parts = [
    `Destroying ${stack} deletes ${count(custom(plan.deleted).length, "resource")}.`,
    ...paragraph("These stay, because they are protected:", custom(plan.protected).map(labelled)),
    ...paragraph("These stay with them, because they need them:", custom(plan.needed).map(labelled)),
    ...paragraph("These leave the stack, and stay in the cloud:", custom(plan.retained).map(labelled)),
    ...inCluster(look),
  ];
  return parts.join("\n\n");
}

/** Components and providers are nothing that anybody would miss. */
function custom(resources: readonly Resource[]): Resource[] {
  return resources.filter((one) => one.custom && !one.type.startsWith("pulumi:"));
}

function labelled(resource: Resource): string {
  return `${labelOf(resource)}  ${resource.id}`;
}

function inCluster(look: ClusterLook): string[] {
  if ("skipped" in look) return [look.skipped];
  const { plan, clusterGoes } = look;
  const where = clusterGoes ? "in the cluster" : "in the stack's namespaces";
  return [
    ...paragraph(
      `Load balancers of others ${where}, which are deleted first:`,
      plan.services.map(({ namespace, name }) => `${namespace}/${name}`),
    ),
    ...paragraph(
      `Claims ${where}, which are deleted first, WITH ALL THAT IS ON THEM (reclaim policy Delete):`,
      plan.claims.map(claimed),
    ),
    ...paragraph(`Claims ${where} whose volumes stay in the cloud:`, plan.kept.map(claimed)),
    ...(clusterGoes ? [] : ["The cluster stays, and with it what is in namespaces that the stack did not make."]),
  ];
}

function claimed({ namespace, name, handle, volume }: DrainPlan["claims"][number]): string {
  return `${namespace}/${name}  volume ${handle ?? volume}`;
}

function paragraph(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [[title, ...lines.map((line) => `  ${line}`)].join("\n")];
}

export interface Closing {
  stack: string;
  /** Entry of clouds.yaml. */
  cloud: string;
  left: Remaining;
  /** Kinds that could not be listed, each with why. */
  unseen: readonly string[];
  /** True: the stack itself, its state and settings, holds nothing any more. */
  empty: boolean;
}

export function closing({ stack, cloud, left, unseen, empty }: Closing): string {
  const { kept, unexpected } = left;
  return [
    ...(kept.length > 0 ? [`Left in the cloud, as is meant:\n${byService(kept, describe)}`] : []),
    ...(unexpected.length > 0
      ? [
          `LEFT IN THE CLOUD, although of ${stack} (the commands stand in an order that works):\n` +
            byService(unexpected, (item) => [describe(item), ...commands(item, cloud)].join("\n")),
        ]
      : []),
    ...(unseen.length > 0 ? [`Could not be looked at:\n${unseen.map((line) => `  ${line}`).join("\n")}`] : []),
    ending(stack, left, empty),
  ].join("\n\n");
}

function ending(stack: string, { kept, unexpected }: Remaining, empty: boolean): string {
  if (unexpected.length > 0)
    return `${count(unexpected.length, "thing")} of ${stack} ${unexpected.length === 1 ? "is" : "are"} left that should be gone. Delete them, and run this again to see.`;
  const nothing = kept.length > 0 ? "Nothing else" : "Nothing";
  return `${nothing} of ${stack} is left in the cloud.${empty ? ` \`pulumi stack rm ${stack}\` removes its settings and history too.` : ""}`;
}

/** Of a cloud that is not listed. */
export function closingWithoutList(stack: string, cloud: string, empty: boolean): string {
  const where = cloud === "gcp" ? "a project of Google Cloud" : "a cluster that exists";
  return (
    `Everything unprotected of ${stack} is deleted. What ${where} still holds is not listed: that is done for OpenStack only.` +
    (empty ? ` \`pulumi stack rm ${stack}\` removes its settings and history too.` : "")
  );
}

function byService(items: readonly Left[], text: (item: Left) => string): string {
  const services = [...new Set(items.map(({ kind }) => serviceOf(kind)))];
  return services
    .map((service) => {
      const lines = items.filter(({ kind }) => serviceOf(kind) === service).map(text);
      return [`  ${service}`, ...lines].join("\n");
    })
    .join("\n");
}

function describe({ kind, id, name, why }: Left): string {
  return `    ${kind} ${[name, id].filter((text, at, all) => text !== "" && all.indexOf(text) === at).join("  ")}: ${why}`;
}

function commands(item: Left, cloud: string): string[] {
  const known = commandsFor(item, cloud);
  return known === undefined ? [] : [`      ${known.show}`, `      ${known.delete}`];
}

function count(number: number, thing: string): string {
  return `${number} ${thing}${number === 1 ? "" : "s"}`;
}
