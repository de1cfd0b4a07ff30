import * as openstack from "@pulumi/openstack";
import * as pulumi from "@pulumi/pulumi";
import type { OpenstackConfig } from "../../config/schema";
import type { SharedFiles } from "../contract";
import { clientsKey, exportKey, exportPath, exportValue, userData } from "../file-server/user-data";
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

  constructor(name: string, args: FileServerArgs, opts: pulumi.ComponentResourceOptions) {
    super("science-platform:infra:FileServer", name, args, opts);

    const port = this.port(name, args);
    const instance = this.instance(name, args, port);
    this.sharedFiles = args.server.exports.map(({ name, volume, readOnly }) => {
      const attachment = this.attach(args, instance, volume);
      return {
        name,
        // Known only when the volume is attached, so that nobody mounts before, and everybody lets go before it is detached.
        server: pulumi.all([port.allFixedIps, attachment.id]).apply(([addresses]) => firstAddress(addresses)),
        path: exportPath(name),
        size: args.volumes[volume]?.size ?? 0,
        readOnly,
      };
    });
    this.registerOutputs({ sharedFiles: this.sharedFiles });
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

  private instance(name: string, args: FileServerArgs, port: openstack.networking.Port): openstack.compute.Instance {
    const { server, site } = args;
    const image = openstack.images.getImageOutput({ name: server.image, mostRecent: true }, { parent: this });
    // Key by key, so that a preview shows a new export beside the old ones instead of "everything unknown".
    const exports = server.exports.map(
      ({ name, volume, readOnly }) =>
        [
          exportKey("openstack", name),
          pulumi.output(args.volumeIds[volume] ?? "").apply((id) => exportValue(id, readOnly)),
        ] as const,
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
            uuid: image.id,
            volumeSize: server.rootDisk,
            bootIndex: 0,
            deleteOnTermination: true,
          },
        ],
        userData: userData("openstack"),
        metadata: { ...metadata(site), [clientsKey]: args.clients, ...Object.fromEntries(exports) },
      },
      {
        parent: this,
        // These matter at the first boot only, and any difference would replace the machine: a new image of the same name, a new key
        // or a new version of this program must not interrupt everybody's work. To take them over: `pulumi up --replace URN` in a
        // quiet hour.
        ignoreChanges: ["userData", "blockDevices", "keyPair"],
        // Port and volumes can belong to one machine at a time.
        deleteBeforeReplace: true,
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
}

function firstAddress([first]: string[]): string {
  if (first === undefined) throw new Error("Neutron gave the file server's port no address");
  return first;
}
