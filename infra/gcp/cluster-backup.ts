import * as gcp from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";
import { protectionOf, type Site } from "../site";
import { cloudName } from "./names";

export interface ClusterBackupArgs {
  site: Site;
  region: string;
  /** projects/PROJECT/locations/LOCATION/clusters/NAME. */
  cluster: pulumi.Input<string>;
  /** Cron line, UTC. */
  schedule: string;
  /** Days. */
  retainDays: number;
}

/** Backup for GKE: all namespaces with their volumes and secrets, kept outside the cluster. */
export class ClusterBackup extends pulumi.ComponentResource {
  constructor(name: string, args: ClusterBackupArgs, opts: pulumi.ComponentResourceOptions) {
    super("science-platform:infra:ClusterBackup", name, args, opts);
    const { region, site } = args;

    new gcp.gkebackup.BackupPlan(
      name,
      {
        name: cloudName([site.name, "all"]),
        description: `All of ${site.name}`,
        location: region,
        cluster: args.cluster,
        backupConfig: { allNamespaces: true, includeVolumeData: true, includeSecrets: true },
        backupSchedule: { cronSchedule: args.schedule },
        retentionPolicy: { backupRetainDays: args.retainDays },
      },
      { parent: this, ...protectionOf(site, "backup/backup") },
    );
    this.registerOutputs();
  }
}
