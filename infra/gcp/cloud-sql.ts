import * as gcp from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import type { GcpConfig } from "../../config/schema";
import type { Database } from "../contract";
import { protectionOf, type Site } from "../site";
import { databaseWindow } from "./maintenance-window";
import { cloudName, labels } from "./names";

export interface CloudSqlArgs {
  site: Site;
  region: string;
  /** Version, size and databases. */
  sql: NonNullable<GcpConfig["cloudSql"]>;
  /** When Google may restart it. */
  maintenance: GcpConfig["cluster"]["maintenance"];
  /** ID of the network, known when its private connection stands. */
  networkId: pulumi.Input<string>;
  /** Range that its address comes from. */
  rangeName: pulumi.Input<string>;
}

/** PostgreSQL in Cloud SQL with a private address: a database, a user and a generated password for each service. */
export class CloudSql extends pulumi.ComponentResource {
  readonly database: Database;

  /** @param opts Providers of gcp and random. */
  constructor(name: string, args: CloudSqlArgs, opts: pulumi.ComponentResourceOptions) {
    super("science-platform:infra:CloudSql", name, args, opts);

    const instance = this.instance(name, args);
    this.database = {
      host: instance.privateIpAddress,
      port: 5432,
      connectionName: instance.connectionName,
      databases: Object.fromEntries(
        args.sql.databases.map((service) => [service, this.service(service, args, instance)]),
      ),
    };
    this.registerOutputs({ database: this.database });
  }

  private instance(name: string, args: CloudSqlArgs): gcp.sql.DatabaseInstance {
    const { site, sql } = args;
    const protection = protectionOf(site, "database/sql");
    const guarded = protection.protect ?? false;
    // The name of a deleted instance stays taken for days, so one in another region gets another.
    const mark = new random.RandomId(name, { byteLength: 2, keepers: { region: args.region } }, { parent: this });
    return new gcp.sql.DatabaseInstance(
      name,
      {
        name: mark.hex.apply((hex) => cloudName([site.name, hex])),
        region: args.region,
        databaseVersion: sql.version,
        deletionProtection: guarded,
        settings: {
          // Sizes of db-custom exist in this edition only, and since PostgreSQL 16 it is not the default.
          edition: "ENTERPRISE",
          tier: sql.tier,
          availabilityType: sql.highAvailability ? "REGIONAL" : "ZONAL",
          diskType: "PD_SSD",
          diskSize: sql.diskSize,
          diskAutoresize: true,
          deletionProtectionEnabled: guarded,
          retainBackupsOnDelete: site.lifecycle === "production",
          backupConfiguration: {
            enabled: true,
            startTime: "01:00",
            location: args.region,
            pointInTimeRecoveryEnabled: sql.pointInTimeRecovery,
            transactionLogRetentionDays: 7,
            backupRetentionSettings: { retainedBackups: sql.backups, retentionUnit: "COUNT" },
          },
          ipConfiguration: {
            ipv4Enabled: false,
            privateNetwork: args.networkId,
            allocatedIpRange: args.rangeName,
            sslMode: "ENCRYPTED_ONLY",
          },
          maintenanceWindow: { ...databaseWindow(args.maintenance), updateTrack: "stable" },
          insightsConfig: { queryInsightsEnabled: true },
          // Default labels do not reach it.
          userLabels: labels(site),
        },
      },
      {
        parent: this,
        // It grows by itself, and never shrinks.
        ignoreChanges: ["settings.diskSize"],
        customTimeouts: { create: "60m", update: "60m", delete: "60m" },
        ...protection,
      },
    );
  }

  private service(
    service: string,
    { site }: CloudSqlArgs,
    instance: gcp.sql.DatabaseInstance,
  ): Database["databases"][string] {
    const password = new random.RandomPassword(service, { length: 32, special: false }, { parent: this });
    // PostgreSQL drops no user who owns anything, and nothing needs to be dropped when the instance goes.
    const abandon = { deletionPolicy: "ABANDON", instance: instance.name };
    const user = new gcp.sql.User(
      service,
      { ...abandon, name: service, password: password.result },
      { parent: this, deletedWith: instance },
    );
    const database = new gcp.sql.Database(
      service,
      { ...abandon, name: service, charset: "UTF8", collation: "en_US.UTF8" },
      { parent: this, deletedWith: instance, ...protectionOf(site, `database/${service}`) },
    );
    return { name: database.name, user: user.name, password: pulumi.secret(password.result) };
  }
}
