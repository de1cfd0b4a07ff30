import * as openstack from "@pulumi/openstack";
import * as pulumi from "@pulumi/pulumi";
import type { OpenstackConfig } from "../../config/schema";
import {
  exportKey,
  exportValue,
  secondNicKey,
  secondNicValue,
  settings,
  shareKey,
  shareValue,
} from "../file-server/metadata";
import { metadata, protectionOf, type Site, tags } from "./site";

type Server = Extract<OpenstackConfig["storage"]["fileServer"], { kind: "vm" }>;
type Settings = NonNullable<Server["cephfs"]>;

export interface CephFsArgs {
  site: Site;
  /** Network, MTU, routes and shares. */
  cephfs: Settings;
  availabilityZone: string;
}

/**
 * What the file server needs to reach CephFS: a port on Ceph's network, and Manila's shares with a key each.
 *
 * The server mounts the shares and serves them by NFS. The nodes do not mount them: Kubernetes has had no CephFS of its own since 1.31,
 * every node would need a port on Ceph's network, and a key in the cluster could be read by whoever may read Secrets there.
 */
export class CephFs extends pulumi.ComponentResource {
  readonly portId: pulumi.Output<string>;
  /** What the server's metadata have for it. A share's key is secret. */
  readonly metadata: Record<string, pulumi.Input<string>>;

  constructor(name: string, args: CephFsArgs, opts: pulumi.ComponentResourceOptions) {
    super("science-platform:infra:CephFs", name, args, opts);
    const { mtu, routes, shares } = args.cephfs;

    const port = this.port(name, args);
    this.portId = port.id;
    this.metadata = {
      [secondNicKey]: port.macAddress.apply((mac) => secondNicValue(mac, mtu, routes)),
      ...Object.fromEntries(shares.flatMap((one) => Object.entries(this.share(one, args)))),
    };
    this.registerOutputs({ portId: this.portId });
  }

  /** Its group lets nothing in. */
  private port(name: string, { cephfs, site }: CephFsArgs): openstack.networking.Port {
    const network = openstack.networking.getNetworkOutput({ name: cephfs.network }, { parent: this });
    const group = new openstack.networking.SecGroup(
      name,
      {
        name: `${site.name}-files-cephfs`,
        description: `The file server of ${site.name} towards CephFS: nothing comes in`,
        tags: tags(site),
      },
      { parent: this },
    );
    return new openstack.networking.Port(
      name,
      {
        name: `${site.name}-files-cephfs`,
        networkId: network.id,
        securityGroupIds: [group.id],
        adminStateUp: true,
        tags: tags(site),
      },
      { parent: this, ...protectionOf(site, `address/${name}`) },
    );
  }

  /** @returns The server's metadata for it. */
  private share(
    one: Settings["shares"][number],
    { availabilityZone, cephfs, site }: CephFsArgs,
  ): Record<string, pulumi.Input<string>> {
    const share = new openstack.sharedfilesystem.Share(
      one.name,
      {
        name: `${site.name}-${one.name}`,
        description: `Files of ${site.name}`,
        shareProto: "CEPHFS",
        shareType: cephfs.shareType,
        size: one.size,
        availabilityZone,
        metadata: metadata(site),
      },
      { parent: this, ...protectionOf(site, `share/${one.name}`) },
    );
    const access = new openstack.sharedfilesystem.ShareAccess(
      one.name,
      {
        shareId: share.id,
        accessType: "cephx",
        accessTo: `${site.name}-${one.name}`,
        accessLevel: one.readOnly ? "ro" : "rw",
      },
      { parent: this, additionalSecretOutputs: ["accessKey"] },
    );
    return {
      [exportKey("openstack", one.name)]: share.id.apply((id) => exportValue(id, one)),
      [shareKey("openstack", one.name)]: pulumi
        .all([share.exportLocations, access.accessTo, pulumi.secret(access.accessKey)])
        .apply(([locations, user, key]) => shareValue(locationOf(locations), user, key)),
      ...settings("openstack", one),
    };
  }
}

/** Monitors and path, as Manila prefers them. */
function locationOf(locations: { path?: string; preferred?: string }[]): string {
  const [first] = [...locations].sort((a, b) => Number(isPreferred(b)) - Number(isPreferred(a)));
  if (first?.path === undefined) throw new Error("Manila says no export location of the share");
  return first.path;
}

const isPreferred = ({ preferred }: { preferred?: string }) => preferred?.toLowerCase() === "true";
