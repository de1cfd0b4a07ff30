/** Which pods stay, and which make room, when the nodes are full. */
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { Labels } from "./labels";

/**
 * PriorityClasses, from what everything else needs to what may wait. Pods without one have priority 0. Kubernetes' own classes are
 * far above; they are not used, because GKE refuses them outside kube-system.
 */
const classes = {
  foundation: {
    name: "platform-foundation",
    value: 1_000_000,
    description: "What every service needs: the way in, certificates, secrets, storage drivers.",
  },
  service: { name: "platform-service", value: 100_000, description: "Services that many users share." },
  lab: { name: "platform-lab", value: 10_000, description: "Users' own servers in virtual labs." },
  batch: {
    name: "platform-batch",
    value: -10_000,
    preemptionPolicy: "Never",
    description: "Work that nobody waits for: it takes what is free, and is the first to go.",
  },
} as const;

export type Priority = keyof typeof classes;

export interface PrioritiesArgs {
  labels: Labels;
}

export class Priorities extends pulumi.ComponentResource {
  /** Names for pods; who uses one comes after the class is there. */
  readonly names: Record<Priority, pulumi.Output<string>>;

  constructor(name: string, { labels }: PrioritiesArgs, opts: pulumi.ComponentResourceOptions) {
    super("science-platform:foundation:Priorities", name, { labels }, opts);
    const made = ({ name: metadataName, ...spec }: (typeof classes)[Priority]) =>
      new kubernetes.scheduling.v1.PriorityClass(
        metadataName,
        { metadata: { name: metadataName, labels }, globalDefault: false, ...spec },
        // Kubernetes refuses to change these two.
        { parent: this, replaceOnChanges: ["value", "preemptionPolicy"], deleteBeforeReplace: true },
      ).metadata.name;
    this.names = {
      foundation: made(classes.foundation),
      service: made(classes.service),
      lab: made(classes.lab),
      batch: made(classes.batch),
    };
    this.registerOutputs();
  }
}
