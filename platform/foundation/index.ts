/** What every service stands on: rules, rights, storage, and the way in with its certificate. */
import type * as pulumi from "@pulumi/pulumi";
import { poolsOf } from "../../config/checks/pools";
import type { Config } from "../../config/schema";
import type { Infrastructure } from "../../infra/contract";
import { platformHosts } from "../hosts";
import { Admission } from "./admission";
import { createCertManager } from "./certificates";
import { certificateNames } from "./certificates/names";
import { IngressController } from "./ingress";
import type { Labels } from "./labels";
import { NfsDriver, writable } from "./nfs-driver";
import { NodeMarker } from "./node-marker";
import { Priorities } from "./priorities";
import { ClusterRoles } from "./roles";
import { Snapshots } from "./snapshots";
import { Storage } from "./storage";

export interface Foundation {
  /** PriorityClasses of pods. */
  priority: Priorities["names"];
  ingress: IngressController;
}

export function createFoundation(
  config: Config,
  infrastructure: Infrastructure,
  labels: Labels,
  opts: pulumi.ComponentResourceOptions,
): Foundation {
  const { site, certificates, phalanx, platform, policies, services } = config;

  if (policies.admission !== "off") new Admission("admission", { config, action: policies.admission, labels }, opts);
  const priority = new Priorities("priorities", { labels }, opts).names;
  new ClusterRoles("roles", { roles: platform.roles, labels }, opts);
  createStorage(config, infrastructure.storage, { priority: priority.foundation, labels }, opts);
  const { marks = [] } = infrastructure.cluster;
  if (marks.length > 0) new NodeMarker("node-marker", { marks, platform, priority: priority.foundation, labels }, opts);
  const certManager = createCertManager(config, infrastructure, labels, opts);
  const ingress = new IngressController(
    "ingress",
    {
      site,
      platform,
      ingress: infrastructure.ingress,
      certificates,
      names: certificateNames(config, platformHosts(config)),
      priority: priority.foundation,
      labels,
      certManager,
      rsp: phalanx !== undefined,
      monitored: services.monitoring !== undefined,
    },
    opts,
  );
  return { priority, ingress };
}

/** Volumes, snapshots of them, and folders on the file server. */
function createStorage(
  config: Config,
  storage: Infrastructure["storage"],
  common: { priority: pulumi.Input<string>; labels: Labels },
  opts: pulumi.ComponentResourceOptions,
): void {
  const { lifecycle, platform } = config;
  const { sharedFiles, snapshots } = storage;
  const reclaim = lifecycle === "disposable" ? "Delete" : "Retain";
  new Storage("storage", { storage, labels: common.labels }, opts);
  if (snapshots !== undefined) new Snapshots("snapshots", { ...common, platform, snapshots, reclaim }, opts);
  if (platform.nfsDriver !== "none" && writable(sharedFiles).length > 0) {
    const nodes = poolsOf(config).reduce((sum, { max }) => sum + max, 0);
    new NfsDriver("nfs-driver", { ...common, platform, sharedFiles, reclaim, nodes }, opts);
  }
}
