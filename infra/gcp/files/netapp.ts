import * as gcp from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";
import type { SharedFiles } from "../../contract";
import { protectionOf, type Site } from "../../site";
import { cloudName } from "../names";
import { waitingFor } from "../waiting";
import { exportRule, type Netapp, poolLocation, poolSize, quotaRules, snapshotPolicy, topFolder } from "./netapp-plan";

export interface NetappFilesArgs {
  site: Site;
  region: string;
  zones: string[];
  /** Service level, snapshots, backups and exports. */
  server: Netapp;
  /** Range that may mount: the nodes. */
  clients: string;
  /** ID of the network, known when NetApp's private connection stands. */
  networkId: pulumi.Input<string>;
}

/** Volumes of Google Cloud NetApp Volumes: the file service with quotas per user, with snapshots on them and backups outside. */
export class NetappFiles extends pulumi.ComponentResource {
  readonly sharedFiles: SharedFiles[];

  constructor(name: string, args: NetappFilesArgs, opts: pulumi.ComponentResourceOptions) {
    super("science-platform:infra:NetappFiles", name, args, opts);

    const backups = this.backups(name, args);
    this.sharedFiles = args.server.exports.map((one) => {
      const volume = this.volume(one, args, backups);
      const quotas = quotaRules(one).map(
        (rule) =>
          new gcp.netapp.VolumeQuotaRule(
            rule.name,
            { ...rule, name: cloudName([rule.name]), volumeName: volume.name, location: volume.location },
            { parent: this },
          ).name,
      );
      return {
        name: one.name,
        // Nobody writes before the bounds stand.
        server: waitingFor(volume.mountOptions.apply(serverOf), quotas),
        path: `/${shareName(args.site, one.name)}`,
        size: one.size,
        readOnly: one.readOnly,
        nfsVersion: "4.1",
      };
    });
    this.registerOutputs({ sharedFiles: this.sharedFiles });
  }

  /** A disposable site has a vault and puts nothing into it: one with backups in it cannot be deleted. */
  private backups(
    name: string,
    { region, server, site }: NetappFilesArgs,
  ): gcp.types.input.netapp.VolumeBackupConfig | undefined {
    const { daily, weekly, monthly } = server.backups;
    const vault = new gcp.netapp.BackupVault(
      name,
      { name: cloudName([site.name, "files"]), location: region, description: `Backups of ${site.name}'s files` },
      { parent: this, ...protectionOf(site, "backup/files") },
    );
    if (site.lifecycle === "disposable") return undefined;
    const policy = new gcp.netapp.BackupPolicy(
      name,
      {
        name: cloudName([site.name, "files"]),
        location: region,
        enabled: true,
        dailyBackupLimit: daily,
        weeklyBackupLimit: weekly,
        monthlyBackupLimit: monthly,
      },
      { parent: this },
    );
    return { backupVault: vault.id, backupPolicies: [policy.id], scheduledBackupEnabled: true };
  }

  private volume(
    one: Netapp["exports"][number],
    { clients, networkId, region, server, site, zones }: NetappFilesArgs,
    backupConfig: gcp.types.input.netapp.VolumeBackupConfig | undefined,
  ): gcp.netapp.Volume {
    const protection = protectionOf(site, `share/${one.name}`);
    const guarded = protection.protect ?? false;
    const location = poolLocation(server.serviceLevel, region, zones);
    const pool = new gcp.netapp.StoragePool(
      one.name,
      {
        name: cloudName([site.name, one.name]),
        location,
        serviceLevel: server.serviceLevel,
        capacityGib: String(poolSize(server.serviceLevel, one.size)),
        network: networkId,
      },
      { parent: this, ...protection },
    );
    return new gcp.netapp.Volume(
      one.name,
      {
        name: cloudName([site.name, one.name]),
        location,
        storagePool: pool.name,
        capacityGib: String(one.size),
        shareName: shareName(site, one.name),
        protocols: ["NFSV3", "NFSV4"],
        largeCapacity: one.largeCapacity,
        multipleEndpoints: one.largeCapacity,
        unixPermissions: topFolder(one),
        exportPolicy: { rules: [exportRule(one, clients)] },
        snapshotPolicy: snapshotPolicy(server.snapshots),
        // Users take back their own files from there.
        snapshotDirectory: true,
        backupConfig,
        restrictedActions: guarded ? ["DELETE"] : [],
        // What may go does so with its snapshots.
        deletionPolicy: guarded ? "DEFAULT" : "FORCE",
      },
      {
        parent: this,
        customTimeouts: { create: "60m", update: "60m", delete: "60m" },
        ...protection,
      },
    );
  }
}

/** Unique in the region. */
function shareName(site: Site, name: string): string {
  return cloudName([site.name, name]);
}

/** "10.234.16.4:/gke-homes" is served by 10.234.16.4. */
function serverOf([first]: { exportFull?: string }[]): string {
  const [server] = first?.exportFull?.split(":") ?? [];
  if (server === undefined) throw new Error("NetApp gave the volume no address");
  return server;
}
