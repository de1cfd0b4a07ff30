/** What a schema cannot say: facts of the configuration that must fit each other. Pure; each check lists what it finds. */
import type { Problem } from "../problems";
import type { Config, ExistingConfig, GcpConfig, OpenstackConfig } from "../schema";
import * as batch from "./batch";
import * as clouds from "./clouds";
import type { Check, Context } from "./context";
import * as copies from "./copies";
import { ofGenerations } from "./generations";
import { existingPools } from "./existing";
import * as failover from "./failover";
import * as fileServer from "./file-server";
import * as gcp from "./gcp";
import * as gcpData from "./gcp-data";
import * as gke from "./gke";
import * as identity from "./identity";
import { kubernetesVersion } from "./kubernetes";
import * as labels from "./labels";
import * as labFiles from "./lab-files";
import * as labs from "./labs";
import * as names from "./names";
import * as network from "./network";
import * as openstack from "./openstack";
import * as phalanx from "./phalanx";
import * as podFiles from "./pod-files";
import * as policies from "./policies";
import * as quotas from "./quotas";
import * as registry from "./registry";
import * as resources from "./resources";
import * as services from "./services";
import * as storage from "./storage";

export type { Context } from "./context";

const onOpenstack: Check<OpenstackConfig>[] = [
  openstack.magnumPools,
  openstack.flavors,
  openstack.nodeFlavors,
  openstack.driversClasses,
  openstack.image,
  openstack.networkDriver,
  labels.labelsKnown,
  labels.labelsAgree,
  labels.balancing,
  storage.exportNames,
  fileServer.serverVolumes,
  fileServer.quotasFit,
  fileServer.quotasTravel,
  fileServer.cephfs,
  storage.bucketSettings,
  storage.bucketLifecycle,
];

const onGcp: Check<GcpConfig>[] = [
  gcp.zones,
  gcp.gkePools,
  gcp.knownMachines,
  gcp.siteLength,
  gcp.cloudSqlTier,
  gcp.cloudSqlDatabases,
  gcp.deleteAfter,
  gcp.filestoreSize,
  gcp.largeVolumes,
  gcp.regionalClasses,
  gke.poolZones,
  gke.closingDashes,
  gke.bucketWords,
  gke.dockerRange,
  gke.ownLabels,
  gcpData.standby,
  gcpData.databaseNames,
  gcpData.filestoreSteps,
  gcpData.largeVolumeLevel,
  gcpData.userQuotas,
  gcpData.repositories,
  storage.exportNames,
];

const onExisting: Check<ExistingConfig>[] = [existingPools, storage.exportNames];

const everywhere: Check[] = [
  network.ranges,
  network.administrators,
  network.servicesRange,
  network.googleRanges,
  network.nodeAddresses,
  network.podAddresses,
  network.ingressAddress,
  kubernetesVersion,
  storage.storageClasses,
  storage.keptClasses,
  podFiles.podClasses,
  podFiles.podAddresses,
  podFiles.podClients,
  storage.bucketNames,
  storage.usedBuckets,
  clouds.dnsProvider,
  clouds.certificateSolver,
  clouds.vaultUnseal,
  clouds.cloudDatabase,
  clouds.productionDatabase,
  clouds.openstackExporter,
  names.hostNames,
  names.hostsUnique,
  names.phalanxName,
  names.certificateNames,
  names.certificateStaging,
  failover.failoverSides,
  failover.failoverNames,
  failover.failoverAlike,
  identity.oneProvider,
  identity.providerNeeded,
  identity.ldap,
  identity.oidcEndpoints,
  identity.keycloak,
  identity.keycloakGroups,
  identity.scopes,
  identity.githubGroups,
  quotas.quotas,
  quotas.containerDefaults,
  quotas.claims,
  resources.requestsWithinLimits,
  resources.limitsWithinPolicy,
  resources.podsFitNodes,
  services.workArea,
  services.ownAndPhalanxs,
  services.tapDatabase,
  services.tapResults,
  services.backupTargets,
  services.backupSchedule,
  copies.copiesThere,
  copies.copiesNamed,
  copies.copiesInProduction,
  copies.copiesReadable,
  services.vaultReplicas,
  services.uptimeMonitoring,
  registry.upstreams,
  registry.logins,
  registry.bucket,
  services.loggingAddress,
  services.kubeBenchSchedule,
  services.alertsTold,
  labs.labNames,
  labs.labVersions,
  labs.labPools,
  labs.sizeNames,
  labs.smallestSizes,
  labs.sizesFitNodes,
  labs.usersFit,
  labs.podsPerNode,
  labs.labQuotas,
  labFiles.homes,
  labFiles.homesDriver,
  labFiles.homesFit,
  labFiles.homesBounded,
  labFiles.mounts,
  batch.condor,
  batch.queues,
  batch.queuesTogether,
  batch.executorSize,
  phalanx.vaultNeeded,
  phalanx.applications,
  phalanx.applicationKeys,
  phalanx.phalanxFiles,
  policies.exceptions,
  policies.budget,
];

/**
 * @param context Other stacks, whose ranges must not overlap ours (default: none), and the day of exceptions' ends (default: today).
 * @returns Every problem found; empty when the configuration makes sense.
 */
export function check(config: Config, context: Partial<Context> = {}): Problem[] {
  const complete: Context = { others: context.others ?? {}, today: context.today ?? new Date() };
  const all = (one: Config) => [...ofCloud(one, complete), ...everywhere.flatMap((each) => each(one, complete))];
  return config.cloud === "openstack" ? ofGenerations(config, all) : all(config);
}

function ofCloud(config: Config, context: Context): Problem[] {
  switch (config.cloud) {
    case "openstack":
      return onOpenstack.flatMap((one) => one(config, context));
    case "gcp":
      return onGcp.flatMap((one) => one(config, context));
    case "existing":
      return onExisting.flatMap((one) => one(config, context));
  }
}
