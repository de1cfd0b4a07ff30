/** Answers as the stack file of a site on Google Cloud. Pure; nothing is looked up there. */
import { machineType } from "../../config/machine-types";
import { quantity } from "../../config/quantity";
import type { GcpInput } from "../../config/schema";
import { labSizes } from "../../config/sizing";
import { UserError } from "../errors";
import { commonSections, hasLabs, wantsCloudSql } from "./common";
import { Comments, type Complete, type Draft, type Surroundings } from "./draft";
import { nextFree, nodesRange } from "./ranges";
import { capacity, homesSize, labNodes, type Machine, notebookMachine, sizesFor } from "./sizing";

/** Types that notebooks are put on. */
const notebookTypes = [
  "n2-standard-4",
  "n2-standard-8",
  "n2-highmem-8",
  "n2-standard-16",
  "n2-highmem-16",
  "n2-standard-32",
];

export function draftGcp(answers: Complete, around: Surroundings): Draft {
  const comments = new Comments();
  const production = answers.lifecycle === "production";
  const region = answers.region ?? "";
  const machine = chooseMachine(answers);
  const zones = answers.zones ?? [`${region}-b`];
  // GKE makes the same number of nodes in each zone.
  const even = (count: number) => Math.ceil(count / zones.length) * zones.length;
  const users = labNodes(answers.users, capacity(machine));
  const nodes = { ...users, count: even(users.count), max: even(users.max) };
  const sizes = sizesFor([capacity(machine)]);
  const labs = hasLabs(answers);
  if (zones.length === 1)
    comments.above("gcp/zones", "Notebooks lie beside their files in one zone, and traffic between zones costs.");
  if (labs)
    comments.above(
      "cluster/nodePools/1",
      `For ${answers.users === 1 ? "one user" : `${answers.users} users`} at work at the same time: a node has room for ${nodes.atRest} at rest and for ${nodes.atWork} when each has what the largest size is sure of.`,
    );

  if (production)
    comments.above("storage/classes", "Retain: GKE's own classes delete the disk together with its claim.");

  const input: GcpInput = {
    site: answers.site,
    owner: answers.owner,
    lifecycle: answers.lifecycle,
    cloud: "gcp",
    gcp: { project: answers.project ?? "", region, zones },
    network: { ...ranges(answers, around), administrators: answers.administrators },
    cluster: {
      kind: production ? "regional" : "zonal",
      kubernetesVersion: comments.guess(
        "cluster/kubernetesVersion",
        "1.34.4-gke.1193000",
        `\`gcloud container get-server-config --region ${region}\``,
      ),
      maintenance: { day: "WE", start: "00:00", hours: 12 },
      nodePools: [
        production
          ? { name: "platform", machineType: "n2-standard-4", count: even(3), max: even(6) }
          : { name: "platform", machineType: "n2-standard-4", count: even(2), max: even(3) },
        ...(labs
          ? [
              {
                name: "notebooks",
                machineType: machine.name,
                count: nodes.count,
                ...(nodes.max > nodes.count ? { max: nodes.max } : {}),
              },
            ]
          : []),
      ],
    },
    storage: {
      classes: [
        { name: "standard", diskType: "pd-balanced", reclaim: production ? "Retain" : "Delete", default: true },
      ],
      ...(labs ? { fileServer: fileServer(answers, comments) } : {}),
    },
    objectStore: { buckets: ["backup"] },
    ...(wantsCloudSql(answers) ? { cloudSql: { databases: ["keycloak"] } } : {}),
    ...commonSections(
      answers,
      {
        dns: "clouddns",
        homes: "homes",
        ...(labs ? { nodePool: "notebooks" } : {}),
        ...(sizes.length < labSizes.length ? { sizes } : {}),
        cloudSql: true,
      },
      comments,
    ),
  };
  return { input, comments: comments.all };
}

function chooseMachine(answers: Complete): Machine {
  const wanted = answers.machineType;
  const machines = (wanted === undefined ? notebookTypes : [wanted]).flatMap((name) => {
    const found = machineType(name);
    return found ? [{ name, ...found }] : [];
  });
  const [only] = machines;
  if (only === undefined)
    throw new UserError(`"${wanted ?? ""}" is not a known machine type (config/machine-types.ts).`);
  const found = notebookMachine(machines, answers.users);
  if (found) return found;
  throw new UserError(
    `"${only.name}" does not hold even one notebook of the smallest size: choose a larger machine type.`,
  );
}

function ranges(answers: Complete, around: Surroundings) {
  const used = around.used.map(({ range }) => range);
  const cidr = nodesRange(answers, 500, { used });
  const pods = free(16, [...used, cidr]);
  const services = free(20, [...used, cidr, pods]);
  const controlPlane = free(28, [...used, cidr, pods, services], "172.16");
  return { cidr, pods, services, controlPlane };
}

function free(length: number, used: readonly string[], from: "10" | "172.16" = "10"): string {
  const found = nextFree(length, used, [], from);
  if (found !== undefined) return found;
  throw new UserError(`No range /${length} is free beside those of the other stacks.`);
}

function fileServer(answers: Complete, comments: Comments): NonNullable<GcpInput["storage"]["fileServer"]> {
  const size = Math.max(1024, homesSize(answers.users, answers.homeQuota));
  if (answers.lifecycle === "disposable") return { kind: "filestore", exports: [{ name: "homes", size }] };
  comments.above("storage/fileServer", "NetApp Volumes: with Filestore one user could fill everybody's home.");
  const userQuota = Math.floor((quantity(answers.homeQuota) ?? 0) / 2 ** 20);
  return { kind: "netapp", exports: [{ name: "homes", size, userQuota }] };
}
