/** Answers and what the cloud says of itself, as the stack file of a site on OpenStack. Pure. */
import { gib } from "../../config/checks/words";
import { amount } from "../../config/quantity";
import type { OpenstackInput } from "../../config/schema";
import { labSizes } from "../../config/sizing";
import { UserError } from "../errors";
import { commonSections, hasLabs } from "./common";
import { Comments, type Complete, type Draft, type Surroundings } from "./draft";
import type { OpenstackFacts } from "./facts";
import { guessedNodeImage, nodeImage, nodeImages, ubuntuImages } from "./openstack-images";
import { nodesRange } from "./ranges";
import { chooseFlavors } from "./openstack-flavors";
import { bySize, capacity, homesSize, labNodes, sizesFor } from "./sizing";

/** Ranges of pods and Services, which are the site's Cluster API chart's. */
const podsAndServices = ["172.16.0.0/13", "172.24.0.0/13"];

/** @throws UserError when no flavor of the cloud carries what it must. */
export function draftOpenstack(answers: Complete, facts: OpenstackFacts, around: Surroundings): Draft {
  const comments = new Comments();
  const production = answers.lifecycle === "production";
  const flavors = chooseFlavors(answers, facts);
  const used = [flavors.control, flavors.workers, flavors.notebook, flavors.server].flatMap((one) => one ?? []);
  const image = chooseImage(answers, facts, comments);
  const nodes = flavors.notebook && labNodes(answers.users, capacity(flavors.notebook));
  const notebookSizes = flavors.notebook && sizesFor([capacity(flavors.notebook)]);
  const volumeType = chooseVolumeType(answers, facts, comments);
  const dns = facts.dns ? "designate" : "none";

  if (nodes) {
    const { atRest, atWork } = nodes;
    comments.above(
      "cluster/nodePools",
      `For ${people(answers.users)} at work at the same time: a node has room for ${atRest} at rest and for ${atWork} when each has what the largest size is sure of.`,
    );
  }
  if (production) comments.above("cluster/control", "Three, so that the API survives the loss of a machine.");
  if (flavors.guessed) comments.above("openstack/flavors", "yours: those of your cloud, from `openstack flavor list`.");
  if (around.reserved)
    comments.above("network/reserved", `As in ${around.reserved.file}, which stands in the same cloud.`);
  if (production) comments.above("storage/classes", "Retain: a claim deleted by mistake is no lost volume.");

  const input: OpenstackInput = {
    site: answers.site,
    owner: answers.owner,
    lifecycle: answers.lifecycle,
    cloud: "openstack",
    openstack: {
      cloud: answers.osCloud ?? "",
      region: answers.region ?? "RegionOne",
      ...zone(facts),
      externalNetwork: chooseExternalNetwork(answers, facts, comments),
      loadBalancerProvider: chooseLoadBalancer(facts, comments),
      flavors: Object.fromEntries(
        bySize(used).map(({ name, cpu, memory, disk }) => [
          name,
          { cpu, memory, ...(disk === undefined ? {} : { disk }) },
        ]),
      ),
    },
    network: {
      cidr: nodesRange(answers, nodesAtMost(production, nodes?.max), {
        used: [...around.used.map(({ range }) => range), ...(facts.subnets ?? []), ...podsAndServices],
      }),
      ...(around.reserved ? { reserved: around.reserved.reserved } : {}),
      administrators: answers.administrators,
    },
    cluster: {
      image: image.name,
      kubernetesVersion: image.kubernetesVersion,
      driver: image.driver,
      control: { flavor: flavors.control.name, count: production ? 3 : 1 },
      workers: { flavor: flavors.workers.name, count: production ? 3 : 2 },
      ...(flavors.notebook && nodes
        ? {
            nodePools: [
              {
                name: "notebooks",
                flavor: flavors.notebook.name,
                count: nodes.count,
                ...(nodes.max > nodes.count ? { max: nodes.max } : {}),
              },
            ],
          }
        : {}),
    },
    storage: {
      classes: [{ name: "standard", volumeType, reclaim: production ? "Retain" : "Delete", default: true }],
      ...(hasLabs(answers) && flavors.server
        ? {
            volumes: { homes: { size: homesSize(answers.users, answers.homeQuota), type: volumeType } },
            fileServer: {
              kind: "vm",
              flavor: flavors.server.name,
              image: chooseServerImage(facts, comments),
              // No home fills the room of the others: NFS holds a claim to no size, the server does.
              exports: [{ name: "homes", volume: "homes", quota: Math.ceil(amount(answers.homeQuota) / gib) }],
            },
          }
        : {}),
    },
    objectStore: objectStore(facts, comments),
    ...commonSections(
      answers,
      {
        dns,
        ...(facts.dns === undefined ? { dnsGuess: "designate, if the cloud has it" } : {}),
        homes: "homes",
        ...(flavors.notebook ? { nodePool: "notebooks" } : {}),
        ...(notebookSizes && notebookSizes.length < labSizes.length ? { sizes: notebookSizes } : {}),
      },
      comments,
    ),
  };
  return { input, comments: comments.all };
}

function chooseImage(answers: Complete, { images }: OpenstackFacts, comments: Comments) {
  if (answers.image !== undefined) {
    const image = nodeImage(answers.image, images);
    if (images && !images.some(({ name }) => name === answers.image))
      throw new UserError(`The project sees no image "${answers.image}": ${nodeImageNames(images)}.`);
    return image;
  }
  const [found] = images ? nodeImages(images) : [];
  if (found === undefined) {
    comments.beside("cluster/image", "yours: an image for nodes, from `openstack image list`");
    return guessedNodeImage;
  }
  if (found.driver === "heat")
    comments.beside("cluster/kubernetesVersion", "yours: with driver heat any version that the site's Magnum takes");
  return found;
}

function nodeImageNames(images: NonNullable<OpenstackFacts["images"]>): string {
  const names = nodeImages(images).map(({ name }) => name);
  return names.length === 0 ? "there is none for nodes" : `for nodes there are ${names.join(", ")}`;
}

function chooseServerImage({ images }: OpenstackFacts, comments: Comments): string {
  const [found] = images ? ubuntuImages(images) : [];
  return (
    found ??
    comments.guess(
      "storage/fileServer/image",
      "ubuntu-22.04",
      "a cloud image of Ubuntu 22.04 or newer, from `openstack image list`",
    )
  );
}

function chooseExternalNetwork(answers: Complete, { externalNetworks }: OpenstackFacts, comments: Comments): string {
  const path = "openstack/externalNetwork";
  if (answers.externalNetwork !== undefined) {
    if (externalNetworks && !externalNetworks.includes(answers.externalNetwork))
      throw new UserError(
        `The project sees no external network "${answers.externalNetwork}": it sees ${externalNetworks.join(", ") || "none"}.`,
      );
    return answers.externalNetwork;
  }
  const [first, ...others] = externalNetworks ?? [];
  if (first === undefined) return comments.guess(path, "public", "`openstack network list --external`");
  return others.length === 0 ? first : comments.guess(path, first, `one of ${[first, ...others].join(", ")}`);
}

/** amphora can all that ovn can, and more. */
function chooseLoadBalancer({ loadBalancerProviders: found }: OpenstackFacts, comments: Comments): "amphora" | "ovn" {
  if (found === undefined)
    return comments.guess("openstack/loadBalancerProvider", "amphora", "`openstack loadbalancer provider list`");
  return found.includes("ovn") && !found.includes("amphora") ? "ovn" : "amphora";
}

function chooseVolumeType(answers: Complete, facts: OpenstackFacts, comments: Comments): string {
  const { volumeTypes, defaultVolumeType } = facts;
  if (answers.volumeType !== undefined) {
    if (volumeTypes && !volumeTypes.includes(answers.volumeType))
      throw new UserError(
        `Cinder has no volume type "${answers.volumeType}": it has ${volumeTypes.join(", ") || "none"}.`,
      );
    return answers.volumeType;
  }
  const [first, ...others] = volumeTypes ?? [];
  if (first === undefined) {
    comments.above("storage", "yours: the volume types, from `openstack volume type list`.");
    return "ceph";
  }
  if (others.length === 0) return first;
  comments.above("storage", `Volume types of the cloud: ${[first, ...others].join(", ")}.`);
  return defaultVolumeType !== undefined && volumeTypes?.includes(defaultVolumeType) ? defaultVolumeType : first;
}

/** Only where it is another than the usual. */
function zone({ zones }: OpenstackFacts): { availabilityZone?: string } {
  const [first] = zones ?? [];
  return first === undefined || zones?.includes("nova") ? {} : { availabilityZone: first };
}

function objectStore({ objectStore: found }: OpenstackFacts, comments: Comments): OpenstackInput["objectStore"] {
  if (found !== false) return { buckets: ["backup"] };
  return {
    buckets: ["backup"],
    endpoint: comments.guess(
      "objectStore/endpoint",
      "https://s3.example.org",
      "the cloud's catalog has no object store",
    ),
  };
}

/** Machines in the nodes' network: nodes, new ones during an upgrade, the file server, load balancers. */
function nodesAtMost(production: boolean, notebooks = 0): number {
  const [control, workers] = production ? [3, 3] : [1, 2];
  return control + workers + notebooks + 10;
}

function people(users: number): string {
  return users === 1 ? "one user" : `${users} users`;
}
