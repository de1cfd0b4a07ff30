/** How much of a cloud the resources of a stack take: cores, memory (bytes), storage (bytes). */
import { machineType } from "../config/machine-types";
import { quantity } from "../config/quantity";
import type { Field } from "./reader";
import type { Resource } from "./rule";

export interface Size {
  cpu: number;
  /** Bytes. */
  memory: number;
}

/** What one resource takes, or the field that must be known for it. */
export interface Use {
  resource: Resource;
  cpu: number;
  memory: number;
  storage: number;
  /** Fields that are unknown, or name a machine whose size nobody knows. */
  missing: Field[];
}

/** Flavor or machine type to its size. */
export type Flavors = Record<string, { cpu: number; memory: string }>;

const gib = 2 ** 30;
const mib = 2 ** 20;

/** Size of a flavor, or of one of Google's machine types, which are known by their names. */
export function machineSize(name: string, flavors: Flavors): Size | undefined {
  const flavor = Object.hasOwn(flavors, name) ? flavors[name] : undefined;
  if (flavor !== undefined) return { cpu: flavor.cpu, memory: quantity(flavor.memory) ?? 0 };
  const type = machineType(name);
  return type && { cpu: type.cpu, memory: type.memory * mib };
}

/** What a stack takes, resource by resource; only what takes something. */
export function uses(resources: Resource[], flavors: Flavors): Use[] {
  const templates = resources.filter(({ type }) => type === "openstack:containerinfra/clusterTemplate:ClusterTemplate");
  return resources.flatMap((resource) => {
    const counter = new Counter(resource, flavors);
    count(resource, templates[0], counter);
    return counter.isEmpty ? [] : [counter.use];
  });
}

class Counter {
  readonly use: Use;

  constructor(
    resource: Resource,
    private readonly flavors: Flavors,
  ) {
    this.use = { resource, cpu: 0, memory: 0, storage: 0, missing: [] };
  }

  get isEmpty(): boolean {
    const { cpu, memory, storage, missing } = this.use;
    return cpu + memory + storage === 0 && missing.length === 0;
  }

  /** So many machines of the flavor or type that the field names. */
  machines(type: Field, number: number): void {
    if (type.absent) return;
    const size = type.text === undefined ? undefined : machineSize(type.text, this.flavors);
    if (size === undefined) return void this.use.missing.push(type);
    this.use.cpu += number * size.cpu;
    this.use.memory += number * size.memory;
  }

  /** So many disks of the GiB that the field says. */
  disks(field: Field, number: number): void {
    if (field.unknown) this.use.missing.push(field);
    else this.use.storage += number * Number(field.text ?? 0) * gib;
  }

  /** The number in a field; an unknown one is noted and counts as none. */
  number(field: Field, otherwise: number): number {
    if (!field.unknown) return field.text === undefined ? otherwise : Number(field.text);
    this.use.missing.push(field);
    return 0;
  }
}

function count({ type, props }: Resource, template: Resource | undefined, counter: Counter): void {
  const own = (key: string): Field => {
    const field = props.get(key);
    return field.absent && template !== undefined ? template.props.get(key) : field;
  };
  switch (type) {
    case "openstack:compute/instance:Instance":
      counter.machines(props.get(props.get("flavorName").absent ? "flavorId" : "flavorName"), 1);
      for (const device of props.get("blockDevices").items)
        if (device.get("destinationType").text === "volume") counter.disks(device.get("volumeSize"), 1);
      return;
    case "openstack:containerinfra/cluster:Cluster": {
      // What the cluster does not say itself, its template says.
      const control = counter.number(props.get("masterCount"), 1);
      const workers = counter.number(props.get("nodeCount"), 1);
      counter.machines(own("masterFlavor"), control);
      counter.machines(own("flavor"), workers);
      counter.disks(own("dockerVolumeSize"), control + workers);
      return;
    }
    case "openstack:containerinfra/nodeGroup:NodeGroup": {
      // An autoscaled pool may grow to its largest.
      const nodes = counter.number(props.get(props.get("maxNodeCount").absent ? "nodeCount" : "maxNodeCount"), 1);
      counter.machines(own("flavorId"), nodes);
      counter.disks(own("dockerVolumeSize"), nodes);
      return;
    }
    case "openstack:blockstorage/volume:Volume":
    case "openstack:sharedfilesystem/share:Share":
    case "gcp:compute/disk:Disk":
      return counter.disks(props.get("size"), 1);
    case "gcp:container/nodePool:NodePool": {
      const zones = Math.max(1, props.get("nodeLocations").items.length);
      const scaling = props.get("autoscaling");
      const most = scaling.get("totalMaxNodeCount").absent
        ? zones *
          counter.number(scaling.get("maxNodeCount").absent ? props.get("nodeCount") : scaling.get("maxNodeCount"), 1)
        : counter.number(scaling.get("totalMaxNodeCount"), 1);
      counter.machines(props.get("nodeConfig", "machineType"), most);
      counter.disks(props.get("nodeConfig", "diskSizeGb"), most);
      return;
    }
    case "gcp:compute/instance:Instance":
      counter.machines(props.get("machineType"), 1);
      return counter.disks(props.get("bootDisk", "initializeParams", "size"), 1);
    // The database's own machines are no part of the project's; its disk is.
    case "gcp:sql/databaseInstance:DatabaseInstance":
      return counter.disks(props.get("settings", "diskSize"), 1);
    case "gcp:filestore/instance:Instance":
      return counter.disks(props.get("fileShares", "capacityGb"), 1);
    case "gcp:netapp/storagePool:StoragePool":
      return counter.disks(props.get("capacityGib"), 1);
  }
}
