/** The hardware is a cluster that somebody else made: nothing is created, the configuration describes what is there. */
import * as pulumi from "@pulumi/pulumi";
import { stackSecret } from "../../config/load";
import type { ExistingConfig } from "../../config/schema";
import type { Infrastructure, ObjectStore } from "../contract";
import { challengeZone, dnsRecords } from "../dns-records";
import { clusterAccess } from "./access";
import { existingFiles } from "./files";
import { nodePools } from "./node-pools";
import { storageClasses } from "./storage-classes";

/** @param hosts Names of the platform below the zone, all of which lead to the ingress. */
export function createExisting(config: ExistingConfig, hosts: string[]): Infrastructure {
  const { addresses, cluster, dns, storage } = config;
  const name = cluster.name ?? config.site;
  const access = clusterAccess(config.existing, () => stackSecret("kubeconfig"));

  return {
    cluster: {
      name,
      kubeconfig: access.kubeconfig,
      // Only the name and address of the cluster, so no secret. Credentials may change; another address is another cluster.
      identifier: pulumi.unsecret(access.apply(({ server }) => `${name}@${server}`)),
      version: pulumi.output(cluster.kubernetesVersion),
      nodePools: nodePools(cluster.nodePools),
      exists: true,
    },
    ingress: {
      address: pulumi.output(addresses.ingress),
      loadBalancerAnnotations: {},
      kind: addresses.kind,
    },
    storage: {
      classes: storageClasses(storage.classes),
      sharedFiles: existingFiles(storage.fileServer),
      ...(storage.snapshots && { snapshots: storage.snapshots }),
    },
    objectStore: config.objectStore && objectStore(config.objectStore),
    dns: { zone: dns.zone, provider: dns.provider },
    dnsRecords: pulumi.output(
      dnsRecords({ ...dns, hosts, address: addresses.ingress, challengeZone: challengeZone(config) }),
    ),
  };
}

function objectStore({
  endpoint,
  region,
  pathStyle,
  buckets,
}: NonNullable<ExistingConfig["objectStore"]>): ObjectStore {
  return {
    endpoint: pulumi.output(endpoint),
    region,
    buckets: Object.fromEntries(Object.entries(buckets).map(([purpose, bucket]) => [purpose, pulumi.output(bucket)])),
    credentials: { accessKey: stackSecret("s3-access-key"), secretKey: stackSecret("s3-secret-key") },
    pathStyle,
  };
}
