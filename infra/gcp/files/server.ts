import * as gcp from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";
import type { GcpConfig } from "../../../config/schema";
import type { SharedFiles } from "../../contract";
import { clientsKey, exportKey, exportPath, exportValue } from "../../file-server/metadata";
import { userData } from "../../file-server/user-data";
import { protectionOf, type Site } from "../../site";
import { cloudName, labels } from "../names";
import { waitingFor } from "../waiting";

type Server = Extract<GcpConfig["storage"]["fileServer"], { kind: "vm" }>;

export interface FileServerArgs {
  site: Site;
  /** Zone of machine and disks. */
  zone: string;
  /** Machine type, image and exports. */
  server: Server;
  /** Range that may mount: the nodes. */
  clients: string;
  subnetLink: pulumi.Input<string>;
}

/** Network tag of the machine, by which the firewall finds it. */
export function fileServerTag(site: Pick<Site, "name">): string {
  return cloudName([site.name, "files"]);
}

/**
 * An NFS server on persistent disks: a small machine that can be replaced at any time, because its address and its data are not part of
 * it. The disks have daily snapshots, which outlive them.
 */
export class FileServer extends pulumi.ComponentResource {
  readonly sharedFiles: SharedFiles[];
  /** Known before the machine is there. */
  readonly address: pulumi.Output<string>;

  constructor(name: string, args: FileServerArgs, opts: pulumi.ComponentResourceOptions) {
    super("science-platform:infra:FileServer", name, args, opts);

    const address = this.reserve(name, args);
    this.address = address.address;
    const instance = this.instance(name, args, address);
    const snapshots = this.snapshots(name, args);
    this.sharedFiles = args.server.exports.map((one) => {
      const disk = this.disk(one, args, snapshots);
      const attachment = new gcp.compute.AttachedDisk(
        one.name,
        { disk: disk.id, instance: instance.id, deviceName: one.name, zone: args.zone },
        // Detached before the machine goes, or the new one could not have it.
        { parent: this, deleteBeforeReplace: true },
      );
      return {
        name: one.name,
        // Known only when the disk is attached, so that nobody mounts before, and everybody lets go before it is detached.
        server: waitingFor(address.address, [attachment.deviceName]),
        path: exportPath(one.name),
        size: one.size,
        readOnly: one.readOnly,
      };
    });
    this.registerOutputs({ sharedFiles: this.sharedFiles, address: this.address });
  }

  /** Every PersistentVolume and every mount names it, so it outlives the machine. */
  private reserve(name: string, { site, subnetLink }: FileServerArgs): gcp.compute.Address {
    return new gcp.compute.Address(
      name,
      {
        name: cloudName([site.name, "files"]),
        description: `File server of ${site.name}`,
        addressType: "INTERNAL",
        purpose: "GCE_ENDPOINT",
        subnetwork: subnetLink,
      },
      { parent: this, ...protectionOf(site, "address/files") },
    );
  }

  private snapshots(name: string, { server, site }: FileServerArgs): gcp.compute.ResourcePolicy {
    return new gcp.compute.ResourcePolicy(
      name,
      {
        name: cloudName([site.name, "files"]),
        description: `Snapshots of ${site.name}'s file server`,
        snapshotSchedulePolicy: {
          schedule: { dailySchedule: { daysInCycle: 1, startTime: "03:00" } },
          retentionPolicy: { maxRetentionDays: server.snapshotDays, onSourceDiskDelete: "KEEP_AUTO_SNAPSHOTS" },
          snapshotProperties: { labels: labels(site) },
        },
      },
      { parent: this },
    );
  }

  private disk(
    one: Server["exports"][number],
    { site, zone }: FileServerArgs,
    snapshots: gcp.compute.ResourcePolicy,
  ): gcp.compute.Disk {
    const disk = new gcp.compute.Disk(
      one.name,
      {
        name: cloudName([site.name, one.name]),
        description: `Files of ${site.name}`,
        zone,
        size: one.size,
        type: one.diskType,
      },
      {
        parent: this,
        // The attachment below is written into it.
        ignoreChanges: ["resourcePolicies"],
        ...protectionOf(site, `volume/${one.name}`),
      },
    );
    new gcp.compute.DiskResourcePolicyAttachment(
      one.name,
      { name: snapshots.name, disk: disk.name, zone },
      { parent: this },
    );
    return disk;
  }

  private instance(name: string, args: FileServerArgs, address: gcp.compute.Address): gcp.compute.Instance {
    const { clients, server, site, subnetLink, zone } = args;
    const exports = server.exports.map((one) => [exportKey("google", one.name), exportValue(one.name, one)] as const);
    return new gcp.compute.Instance(
      name,
      {
        name: cloudName([site.name, "files"]),
        description: `File server of ${site.name}`,
        zone,
        machineType: server.machineType,
        bootDisk: { initializeParams: { image: server.image, size: 20, type: "pd-balanced" } },
        networkInterfaces: [{ subnetwork: subnetLink, networkIp: address.address }],
        tags: [fileServerTag(site)],
        metadata: {
          "user-data": userData("google"),
          "enable-oslogin": "TRUE",
          [clientsKey]: clients,
          ...Object.fromEntries(exports),
        },
        shieldedInstanceConfig: { enableSecureBoot: true, enableVtpm: true, enableIntegrityMonitoring: true },
        allowStoppingForUpdate: true,
      },
      {
        parent: this,
        // The image matters at the first boot only, and a newer one must not interrupt everybody's work. To take it over:
        // `pulumi up --replace URN` in a quiet hour. The disks are attached below.
        ignoreChanges: ["bootDisk", "attachedDisks"],
        // Address and disks can belong to one machine at a time.
        deleteBeforeReplace: true,
      },
    );
  }
}
