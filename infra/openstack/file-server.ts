import * as openstack from "@pulumi/openstack";
import * as pulumi from "@pulumi/pulumi";
import type { OpenstackConfig } from "../../config/schema";
import type { SharedFiles } from "../contract";
import { clientsKey, exportKey, exportPath, exportValue, settings } from "../file-server/metadata";
import { userData } from "../file-server/user-data";
import { CephFs } from "./cephfs";
import { existingImage } from "./existing";
import { lettingGo } from "./letting-go";
import { metadata, protectionOf, type Site, tags } from "./site";

export interface FileServerArgs {
  site: Site;
  /** Flavor, image and exports. */
  server: Extract<OpenstackConfig["storage"]["fileServer"], { kind: "vm" }>;
  /** Size (GiB) of the volumes by purpose. */
  volumes: OpenstackConfig["storage"]["volumes"];
  /** Their ids by purpose. */
  volumeIds: Record<string, pulumi.Input<string>>;
  /** Range that may mount: the nodes. */
  clients: string;
  networkId: pulumi.Input<string>;
  subnetId: pulumi.Input<string>;
  /** Security group that lets the clients in. */
  securityGroupId: pulumi.Input<string>;
  /** Name of the SSH key in Nova. */
  keyName: pulumi.Input<string>;
  /** That of the volumes: most clouds attach none from another. */
  availabilityZone: string;
}

/**
 * An NFS server on data volumes: a small machine that can be replaced at any time, because its address (a port of its own) and its data
 * (Cinder volumes) are not part of it. What a client was told is written is on the volume (exports are `sync`); before a planned
 * replacement `openstack server stop` lets the rest be written too, because the volumes are detached from the running machine.
 */
export class FileServer extends pulumi.ComponentResource {
  readonly sharedFiles: SharedFiles[];
  /** Known before the machine is there. */
  readonly address: pulumi.Output<string>;

  constructor(name: string, args: FileServerArgs, opts: pulumi.ComponentResourceOptions) {
    super("science-platform:infra:FileServer", name, args, opts);

    const port = this.port(name, args);
    const ceph = this.cephFs(args);
    const instance = this.instance(name, args, port, ceph);
    // Known only when what holds the files is attached, so that nobody mounts before, and everybody lets go before it is detached.
    const addressAfter = (attachment: pulumi.CustomResource) =>
      pulumi.all([port.allFixedIps, attachment.id]).apply(([addresses]) => firstAddress(addresses));
    const volumes = args.server.exports.map(({ name, volume, readOnly }) => ({
      name,
      server: addressAfter(this.attach(args, instance, volume)),
      path: exportPath(name),
      size: args.volumes[volume]?.size ?? 0,
      readOnly,
    }));
    const card = ceph && this.attachCard(instance, ceph);
    const shares = (args.server.cephfs?.shares ?? []).map(({ name, readOnly, size }) => ({
      name,
      server: addressAfter(card ?? instance),
      path: exportPath(name),
      size,
      readOnly,
    }));
    this.sharedFiles = [...volumes, ...shares];
    this.address = port.allFixedIps.apply(firstAddress);
    this.registerOutputs({ sharedFiles: this.sharedFiles, address: this.address });
  }

  /** The address: every PersistentVolume and every mount names it, so it outlives the machine. */
  private port(name: string, args: FileServerArgs): openstack.networking.Port {
    const { site } = args;
    return new openstack.networking.Port(
      name,
      {
        name: `${site.name}-files`,
        networkId: args.networkId,
        fixedIps: [{ subnetId: args.subnetId }],
        securityGroupIds: [args.securityGroupId],
        adminStateUp: true,
        tags: tags(site),
      },
      { parent: this, ...protectionOf(site, "address/files") },
    );
  }

  private cephFs({ availabilityZone, server, site }: FileServerArgs): CephFs | undefined {
    const { cephfs } = server;
    return cephfs && new CephFs("cephfs", { site, cephfs, availabilityZone }, { parent: this });
  }

  private instance(
    name: string,
    args: FileServerArgs,
    port: openstack.networking.Port,
    ceph: CephFs | undefined,
  ): openstack.compute.Instance {
    const { server, site } = args;
    const image = pulumi.output(existingImage(server.image, { parent: this }));
    // Key by key, so that a preview shows a new export beside the old ones instead of "everything unknown".
    const exports = server.exports.map(
      (one): Record<string, pulumi.Input<string>> => ({
        [exportKey("openstack", one.name)]: pulumi
          .output(args.volumeIds[one.volume] ?? "")
          .apply((id) => exportValue(id, one)),
        ...settings("openstack", one),
      }),
    );
    return new openstack.compute.Instance(
      name,
      {
        name: `${site.name}-files`,
        flavorName: server.flavor,
        availabilityZone: args.availabilityZone,
        keyPair: args.keyName,
        networks: [{ port: port.id }],
        // Of its own, because flavors of disk 0 are common.
        blockDevices: [
          {
            sourceType: "image",
            destinationType: "volume",
            uuid: image,
            volumeSize: server.rootDisk,
            bootIndex: 0,
            deleteOnTermination: true,
          },
        ],
        userData: userData("openstack"),
        metadata: {
          ...metadata(site),
          [clientsKey]: args.clients,
          ...Object.fromEntries(exports.flatMap((one) => Object.entries(one))),
          ...ceph?.metadata,
        },
      },
      {
        parent: this,
        // These matter at the first boot only, and any difference would replace the machine: a new image of the same name, a new key
        // or a new version of this program must not interrupt everybody's work. To take them over: `pulumi up --replace URN` in a
        // quiet hour.
        ignoreChanges: ["userData", "blockDevices", "keyPair"],
        // Port and volumes can belong to one machine at a time.
        deleteBeforeReplace: true,
        hooks: { afterUpdate: [lettingGo(name)] },
      },
    );
  }

  private attach(
    args: FileServerArgs,
    instance: openstack.compute.Instance,
    volume: string,
  ): openstack.compute.VolumeAttach {
    return new openstack.compute.VolumeAttach(
      volume,
      { instanceId: instance.id, volumeId: args.volumeIds[volume] ?? "" },
      // Detached before the machine goes, or the new one could not have it.
      { parent: this, deleteBeforeReplace: true },
    );
  }

  /** Not one of the machine's own networks: to change those would replace it. */
  private attachCard(instance: openstack.compute.Instance, ceph: CephFs): openstack.compute.InterfaceAttach {
    return new openstack.compute.InterfaceAttach(
      "cephfs",
      { instanceId: instance.id, portId: ceph.portId },
      { parent: this, deleteBeforeReplace: true },
    );
  }
}

function firstAddress([first]: string[]): string {
  if (first === undefined) throw new Error("Neutron gave the file server's port no address");
  return first;
}
