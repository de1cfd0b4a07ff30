import * as gcp from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";
import type { GcpConfig } from "../../../config/schema";
import type { SharedFiles } from "../../contract";
import { protectionOf, type Site } from "../../site";
import { cloudName } from "../names";

type Filestore = Extract<GcpConfig["storage"]["fileServer"], { kind: "filestore" }>;

export interface FilestoreFilesArgs {
  site: Site;
  region: string;
  zones: string[];
  /** Tier and exports. */
  server: Filestore;
  /** Range that may mount: the nodes. */
  clients: string;
  networkName: pulumi.Input<string>;
  /** Range that the addresses come from, known when Google's private connection stands. */
  rangeName: pulumi.Input<string>;
}

/** One Filestore instance for each export. It has no quotas per user, and Google takes no backups of it by itself. */
export class FilestoreFiles extends pulumi.ComponentResource {
  readonly sharedFiles: SharedFiles[];

  constructor(name: string, args: FilestoreFilesArgs, opts: pulumi.ComponentResourceOptions) {
    super("science-platform:infra:FilestoreFiles", name, args, opts);

    this.sharedFiles = args.server.exports.map((one) => ({
      name: one.name,
      server: this.instance(one, args).networks.apply(firstAddress),
      path: `/${share}`,
      size: one.size,
      readOnly: one.readOnly,
      nfsVersion: isBasic(args.server.tier) ? "3" : "4.1",
    }));
    this.registerOutputs({ sharedFiles: this.sharedFiles });
  }

  private instance(one: Filestore["exports"][number], args: FilestoreFilesArgs): gcp.filestore.Instance {
    const { clients, networkName, rangeName, server, site } = args;
    const protection = protectionOf(site, `share/${one.name}`);
    return new gcp.filestore.Instance(
      one.name,
      {
        name: cloudName([site.name, one.name]),
        description: `Files of ${site.name}`,
        location: filestoreLocation(server.tier, args.region, args.zones),
        tier: server.tier,
        protocol: isBasic(server.tier) ? "NFS_V3" : "NFS_V4_1",
        fileShares: {
          name: share,
          capacityGb: one.size,
          nfsExportOptions: [
            {
              ipRanges: [clients],
              accessMode: one.readOnly ? "READ_ONLY" : "READ_WRITE",
              // The top folder belongs to root, and nobody but root can change that.
              squashMode: "NO_ROOT_SQUASH",
            },
          ],
        },
        networks: [
          {
            network: networkName,
            modes: ["MODE_IPV4"],
            connectMode: "PRIVATE_SERVICE_ACCESS",
            reservedIpRange: rangeName,
          },
        ],
        deletionProtectionEnabled: protection.protect ?? false,
      },
      { parent: this, customTimeouts: { create: "60m", update: "60m", delete: "60m" }, ...protection },
    );
  }
}

/** Name of the one share of each instance: at most 16 letters, digits and underscores. */
const share = "files";

function isBasic(tier: Filestore["tier"]): boolean {
  return tier === "BASIC_HDD" || tier === "BASIC_SSD";
}

/** Basic and zonal instances lie in a zone, the others in the region. */
export function filestoreLocation(tier: Filestore["tier"], region: string, [zone]: readonly string[]): string {
  return tier === "REGIONAL" || tier === "ENTERPRISE" || zone === undefined ? region : zone;
}

function firstAddress([network]: { ipAddresses: string[] }[]): string {
  const [address] = network?.ipAddresses ?? [];
  if (address === undefined) throw new Error("Filestore gave the instance no address");
  return address;
}
