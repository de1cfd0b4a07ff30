/** What a stack has made in the cloud, kind by kind, in the words of the drawing and the tables. Pure. */
import { valueAt } from "../../config/problems-tree";
import type { Config } from "../../config/schema";
import { objectName } from "./cluster";
import { masked, ofType, textAt, type State } from "./state";

export interface Store {
  kind: "shared files" | "volume" | "bucket" | "database" | "file server" | "image repository";
  name: string;
  size: string;
  place: string;
}

/** Where data lies: what the outputs say of it, and what was made for it. */
export function storesOf(state: State): Store[] {
  const { outputs } = state;
  const shared = list(outputs.sharedFiles).map(
    (one): Store => ({
      kind: "shared files",
      name: textAt(one, "name") ?? "",
      size: sizeText(textAt(one, "size")),
      place: `NFS ${textAt(one, "nfsVersion") ?? "4.2"}, ${textAt(one, "server") ?? "?"}:${textAt(one, "path") ?? "?"}`,
    }),
  );
  const volumes = ofType(state, "openstack:blockstorage/volume:Volume").map(
    ({ inputs, name }): Store => ({
      kind: "volume",
      name: textAt(inputs, "name") ?? name,
      size: sizeText(textAt(inputs, "size")),
      place: textAt(inputs, "volumeType") ?? "the cloud's usual type",
    }),
  );
  const pools = ofType(state, "gcp:netapp/volume:Volume", "gcp:filestore/instance:Instance").map(
    ({ inputs, name }): Store => ({
      kind: "volume",
      name: textAt(inputs, "name") ?? name,
      size: sizeText(textAt(inputs, "capacityGib") ?? textAt(inputs, "fileShares", "capacityGb")),
      place: textAt(inputs, "location") ?? "",
    }),
  );
  const buckets = entries(valueAt(outputs, ["objectStore", "buckets"])).map(
    ([, bucket]): Store => ({
      kind: "bucket",
      name: String(bucket),
      size: "",
      place: textAt(outputs, "objectStore", "endpoint") ?? "",
    }),
  );
  const databases = entries(valueAt(outputs, ["database", "databases"])).map(
    ([, database]): Store => ({
      kind: "database",
      name: textAt(database, "name") ?? "",
      size: "",
      place: `PostgreSQL, ${textAt(outputs, "database", "host") ?? "?"}:${textAt(outputs, "database", "port") ?? "?"}`,
    }),
  );
  const images = entries(outputs.imageRepositories).map(
    ([name, place]): Store => ({ kind: "image repository", name, size: "", place: String(place) }),
  );
  const servers = ofType(state, "openstack:compute/instance:Instance").map(
    ({ inputs, name }): Store => ({
      kind: "file server",
      name: textAt(inputs, "name") ?? name,
      size: textAt(inputs, "flavorName") ?? "",
      place: textAt(inputs, "availabilityZone") ?? "",
    }),
  );
  return [...shared, ...servers, ...volumes, ...pools, ...buckets, ...databases, ...images];
}

/** Shared file systems that pods mount: names of the volumes in the cluster. */
export function sharedVolumes(state: State): string[] {
  return ofType(state, "kubernetes:core/v1:PersistentVolume")
    .filter(({ inputs }) => valueAt(inputs, ["spec", "nfs"]) !== undefined)
    .map(objectName);
}

/** Ranges and doors of the network, one line each. */
export function networkLines(state: State, config: Config): string[] {
  const subnets = [
    ...ofType(state, "openstack:networking/subnet:Subnet").map(({ inputs }) => textAt(inputs, "cidr")),
    ...ofType(state, "gcp:compute/subnetwork:Subnetwork").map(({ inputs }) => textAt(inputs, "ipCidrRange")),
  ].flatMap((range) => range ?? []);
  const rules = ofType(state, "openstack:networking/secGroupRule:SecGroupRule", "gcp:compute/firewall:Firewall").length;
  return [
    `nodes ${subnets.length > 0 ? subnets.join(", ") : config.network.cidr}`,
    `pods ${config.network.pods}`,
    `services ${config.network.services}`,
    ...(rules > 0 ? [`${rules} firewall ${rules === 1 ? "rule" : "rules"}`] : []),
  ];
}

/** Zones and records. */
export function nameLines(state: State, config: Config): string[] {
  const records = list(state.outputs.dnsRecords);
  return [
    `zone ${config.dns.zone}`,
    config.dns.provider === "none" ? "records are made by hand" : `records by ${config.dns.provider}`,
    ...records.map((one) => `${textAt(one, "name") ?? ""} ${textAt(one, "type") ?? ""}`),
  ];
}

/** The cloud in a few words: which one, and where in it. */
export function cloudText(config: Config): string {
  switch (config.cloud) {
    case "openstack":
      return `OpenStack ${config.openstack.cloud}, ${config.openstack.region}`;
    case "gcp":
      return `Google Cloud ${config.gcp.project}, ${config.gcp.region}`;
    case "existing":
      return "Hardware of others";
  }
}

function sizeText(gib: string | undefined): string {
  return gib === undefined ? "" : `${gib} GiB`;
}

export function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The entries of a map that is no secret. */
export function entries(value: unknown): [string, unknown][] {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.entries(value).filter(([, one]) => one !== masked)
    : [];
}
