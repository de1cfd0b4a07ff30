/** Parts of the hardware layer, as createOpenstack makes them; the settings say which. For clouds that refuse them. */
import * as openstack from "@pulumi/openstack";
import * as pulumi from "@pulumi/pulumi";
import * as tls from "@pulumi/tls";
import { validConfig } from "../../../config/testing";
import { Cluster } from "../../../infra/openstack/cluster";
import { Credentials } from "../../../infra/openstack/credentials";
import { existingAddress } from "../../../infra/openstack/existing";
import { explained } from "../../../infra/openstack/explain";
import { FileServer } from "../../../infra/openstack/file-server";
import { KeyPair } from "../../../infra/openstack/keypair";
import { magnumLabels } from "../../../infra/openstack/magnum-labels";
import { Network } from "../../../infra/openstack/network";
import { ObjectStore } from "../../../infra/openstack/object-store";
import { Security } from "../../../infra/openstack/security";
import { siteOf } from "../../../infra/openstack/site";
import { Volumes } from "../../../infra/openstack/volumes";

const settings = new pulumi.Config();
const config = validConfig((input) => {
  input.site = "failing";
  input.openstack.flavors = { "m1.medium": { cpu: 2, memory: 4096 } };
  input.cluster.control.flavor = "m1.medium";
  input.cluster.workers = { flavor: "m1.medium", count: 1 };
  input.cluster.nodePools = [];
});
const site = siteOf(config);
const provider = new openstack.Provider("openstack", {
  cloud: settings.require("cloud"),
  region: settings.get("region") ?? "RegionOne",
});
const opts = explained({ provider });
const withKeys = { ...opts, provider: undefined, providers: [provider, new tls.Provider("tls")] };

const onNetwork = { site, cidr: "10.12.0.0/24", dnsServers: [], externalNetwork: "public" };

const parts: Record<string, () => void> = {
  volume: () => {
    const volumes = { homes: { size: 10, type: "ceph" } };
    new Volumes("volumes", { site, volumes, availabilityZone: "nova" }, opts);
  },
  keypair: () => {
    new KeyPair("keypair", { site }, withKeys);
  },
  keys: () => {
    new ObjectStore("objects", { site, region: "RegionOne", ...config.objectStore }, opts);
  },
  credential: () => {
    const credentials = { backup: { roles: settings.getObject<string[]>("roles") ?? ["member"] } };
    new Credentials("credentials", { site, region: "RegionOne", credentials }, opts);
  },
  address: () => {
    const address = existingAddress(site, settings.require("address"), { provider });
    new openstack.networking.Network("marked", { description: pulumi.interpolate`Behind ${address}` }, { provider });
  },
  network: () => {
    new Network("network", onNetwork, opts);
  },
  server: () => {
    const nodes = new Network("network", onNetwork, opts);
    const { groupIds } = new Security("security", { site, nodes: onNetwork.cidr, administrators: [] }, opts);
    const flavor = settings.get("flavor") ?? "m1.small";
    const image = settings.get("image") ?? "ubuntu-22.04";
    new FileServer(
      "files",
      {
        site,
        server: { kind: "vm", flavor, image, rootDisk: 1, exports: [] },
        volumes: {},
        volumeIds: {},
        clients: onNetwork.cidr,
        networkId: nodes.networkId,
        subnetId: nodes.subnetId,
        securityGroupId: groupIds.files,
        keyName: "failing",
        availabilityZone: "nova",
      },
      opts,
    );
  },
  clusters: () => {
    const nodes = new Network("network", onNetwork, opts);
    for (const generation of ["fails", "hangs"])
      new Cluster(
        `cluster-${generation}`,
        {
          site,
          generation,
          cluster: config.cluster,
          labels: magnumLabels(config),
          dnsServers: [],
          networkId: nodes.networkId,
          subnetId: nodes.subnetId,
          externalNetworkId: nodes.externalNetworkId,
          cloud: settings.require("cloud"),
          keyName: "failing",
        },
        {
          ...opts,
          // What the provider waits for at the least; in the program it is more than Magnum's own limit.
          transformations: [
            ...(opts.transformations ?? []),
            ({ type, props, opts: own }) =>
              type.endsWith(":Cluster")
                ? { props, opts: { ...own, customTimeouts: { create: "150s", update: "5m", delete: "5m" } } }
                : undefined,
          ],
        },
      );
  },
};
for (const part of settings.requireObject<string[]>("parts")) parts[part]?.();
