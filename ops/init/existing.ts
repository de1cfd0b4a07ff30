/** Answers and what the cluster says of itself, as the stack file of a site on a cluster that exists. Pure. */
import { quantity } from "../../config/quantity";
import type { ExistingInput } from "../../config/schema";
import { labSizes } from "../../config/sizing";
import { commonSections, hasLabs } from "./common";
import { Comments, type Complete, type Draft, type Surroundings } from "./draft";
import type { ClusterFacts, NodeGroup } from "./facts";
import { covering, nextFree } from "./ranges";
import { labNodes, sizesFor } from "./sizing";

type Class = ExistingInput["storage"]["classes"][number];

export function draftExisting(answers: Complete, facts: ClusterFacts, around: Surroundings): Draft {
  const comments = new Comments();
  const nodePools = chooseNodes(answers, facts, comments);
  const { classes, homes } = chooseClasses(answers, facts, comments);
  const sizes = sizesFor(
    nodePools.map(({ cpu, memory }) => ({ cpu: quantity(cpu) ?? 0, memory: quantity(memory) ?? 0 })),
  );
  const { kubeconfig, context } = answers;
  if (kubeconfig === undefined) comments.above("existing", "The kubeconfig is the stack secret `kubeconfig`.");

  const input: ExistingInput = {
    site: answers.site,
    owner: answers.owner,
    lifecycle: answers.lifecycle,
    cloud: "existing",
    existing: {
      ...(kubeconfig === undefined ? {} : { kubeconfig }),
      ...(context === undefined ? {} : { context }),
    },
    network: { ...ranges(answers, facts, around, comments), administrators: answers.administrators },
    cluster: {
      kubernetesVersion: facts.version ?? comments.guess("cluster/kubernetesVersion", "v1.34.2", "`kubectl version`"),
      nodePools: nodePools.map(({ name, count, cpu, memory, labels }) => ({
        name,
        count,
        cpu,
        memory,
        ...(Object.keys(labels).length > 0 ? { labels } : {}),
      })),
    },
    addresses: { ingress: answers.ingressAddress ?? "" },
    storage: { classes },
    ...commonSections(
      answers,
      { dns: "none", homes, ...(sizes.length > 0 && sizes.length < labSizes.length ? { sizes } : {}) },
      comments,
    ),
  };
  return { input, comments: comments.all };
}

/** The nodes as they stand; where nobody says, as many as the users need and one for the platform itself. */
function chooseNodes(answers: Complete, { nodes }: ClusterFacts, comments: Comments): NodeGroup[] {
  if (nodes && nodes.length > 0) return nodes;
  comments.above("cluster/nodePools", "yours: the nodes, from `kubectl get nodes`.");
  const users = hasLabs(answers) ? labNodes(answers.users, { cpu: 8, memory: 32 * 2 ** 30 }).max : 0;
  return [{ name: "nodes", count: Math.max(3, users + 1), cpu: "8", memory: "32Gi", labels: {} }];
}

function ranges({ network }: Complete, facts: ClusterFacts, around: Surroundings, comments: Comments) {
  const { cidr, pods, serviceAddress } = facts;
  const used = around.used.map(({ range }) => range);
  if (cidr !== undefined && network === undefined)
    comments.beside("network/cidr", "yours: the narrowest that holds the nodes of today");
  if (pods !== undefined) comments.beside("network/pods", "yours: what the nodes' parts lie in");
  return {
    cidr: network ?? cidr ?? comments.guess("network/cidr", nextFree(24, used) ?? "10.10.0.0/24", "range of the nodes"),
    pods:
      pods ?? comments.guess("network/pods", "10.244.0.0/16", "`kubectl cluster-info dump | grep -m1 cluster-cidr`"),
    services: comments.guess(
      "network/services",
      serviceAddress === undefined ? "10.96.0.0/16" : covering([serviceAddress], 16),
      "`kubectl cluster-info dump | grep -m1 service-cluster-ip-range`",
    ),
  };
}

/** The classes as they stand, and the one that homes go to: in production one that keeps a volume when its claim is deleted. */
function chooseClasses(
  answers: Complete,
  facts: ClusterFacts,
  comments: Comments,
): { classes: Class[]; homes: string } {
  const keep = answers.lifecycle === "production";
  const found = [...(facts.classes ?? [])];
  if (found.length === 0) {
    comments.above("storage/classes", "yours: those of the cluster, from `kubectl get storageclasses`.");
    const name = answers.storageClass ?? "standard";
    const reclaim = keep ? "Retain" : "Delete";
    const only: Class = { name, provisioner: "cinder.csi.openstack.org", reclaim, default: true, create: false };
    return { classes: [only], homes: name };
  }
  comments.above("storage/classes", "create: false leaves a class as its makers made it.");
  const first = found.find((one) => one.name === answers.storageClass) ?? found.find((one) => one.default) ?? found[0];
  const classes = found.map(
    ({ name, provisioner, parameters, reclaim }): Class => ({
      name,
      provisioner,
      ...(Object.keys(parameters).length > 0 ? { parameters } : {}),
      reclaim,
      default: name === first?.name,
      create: false,
    }),
  );
  if (first === undefined || !keep || first.reclaim === "Retain" || !hasLabs(answers))
    return { classes, homes: first?.name ?? "" };
  const kept = found.find((one) => one.reclaim === "Retain");
  if (kept) return { classes, homes: kept.name };
  comments.above(`storage/classes/${classes.length}`, "For homes: all others lose a volume together with its claim.");
  const { provisioner, parameters } = first;
  const made: Class = {
    name: "homes-retain",
    provisioner,
    ...(Object.keys(parameters).length > 0 ? { parameters } : {}),
    reclaim: "Retain",
  };
  return { classes: [...classes, made], homes: made.name };
}
