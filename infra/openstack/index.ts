/** The hardware on OpenStack: from an empty project to a Kubernetes cluster with storage, addresses and names. */
import * as openstack from "@pulumi/openstack";
import * as pulumi from "@pulumi/pulumi";
import * as tls from "@pulumi/tls";
import { generations } from "../../config/cluster-generations";
import type { OpenstackConfig } from "../../config/schema";
import type { Infrastructure } from "../contract";
import { challengeZone, dnsRecords } from "../dns-records";
import { existingFiles } from "../existing/files";
import { Addresses } from "./addresses";
import { Cluster } from "./cluster";
import { Credentials, wantedCredentials } from "./credentials";
import { Dns } from "./dns";
import { DnsLogin } from "./dns-login";
import { explained } from "./explain";
import { FileServer } from "./file-server";
import { KeyPair } from "./keypair";
import { checksNodes, loadBalancerAnnotations } from "./load-balancer";
import { magnumLabels } from "./magnum-labels";
import { Network } from "./network";
import { nodeMarks, nodePools } from "./node-pools";
import { ObjectStore } from "./object-store";
import { Security } from "./security";
import { siteOf } from "./site";
import { cinderDriver, storageClasses } from "./storage-classes";
import { Volumes } from "./volumes";

/** @param hosts Names of the platform below the zone, all of which lead to the ingress. */
export function createOpenstack(config: OpenstackConfig, hosts: string[]): Infrastructure {
  const { dns, network, storage } = config;
  const cloud = config.openstack;
  const site = siteOf(config);
  // Address and credentials come from clouds.yaml (OS_CLIENT_CONFIG_FILE says where it is).
  const provider = new openstack.Provider("openstack", { cloud: cloud.cloud, region: cloud.region });
  const opts = explained({ provider });

  const nodes = new Network(
    "network",
    {
      site,
      cidr: network.cidr,
      dnsServers: network.dnsServers,
      externalNetwork: cloud.externalNetwork,
      mtu: network.mtu,
      router: network.router,
    },
    opts,
  );
  const security = new Security(
    "security",
    { site, nodes: network.cidr, administrators: network.administrators },
    opts,
  );
  const addresses = new Addresses(
    "addresses",
    { site, externalNetwork: cloud.externalNetwork, ingress: config.addresses.ingress },
    opts,
  );
  const key = new KeyPair(
    "keypair",
    { site },
    { ...opts, provider: undefined, providers: [provider, new tls.Provider("tls")] },
  );
  const clusters = generations(config).map(({ active, config: own, generation }) => {
    const made = new Cluster(
      generation === undefined ? "cluster" : `cluster-${generation}`,
      {
        site,
        ...(generation === undefined ? {} : { generation }),
        cluster: own.cluster,
        labels: magnumLabels(own),
        dnsServers: network.dnsServers,
        networkId: nodes.networkId,
        subnetId: nodes.subnetId,
        externalNetworkId: nodes.externalNetworkId,
        cloud: cloud.cloud,
        keyName: key.keyName,
      },
      opts,
    );
    return { active, made, marks: nodeMarks(own), pools: nodePools(own) };
  });
  const current = clusters.find(({ active }) => active);
  if (current === undefined) throw new Error("one of the clusters is the active one");
  const { made: cluster, marks, pools } = current;
  const { availabilityZone } = cloud;
  const volumes = new Volumes("volumes", { site, volumes: storage.volumes, availabilityZone }, opts);
  const server = storage.fileServer;
  const files =
    server?.kind === "vm" &&
    new FileServer(
      "files",
      {
        site,
        server,
        volumes: storage.volumes,
        volumeIds: volumes.ids,
        clients: network.cidr,
        networkId: nodes.networkId,
        subnetId: nodes.subnetId,
        securityGroupId: security.groupIds.files,
        keyName: key.keyName,
        availabilityZone,
      },
      opts,
    );
  const objects = new ObjectStore("objects", { site, region: cloud.region, ...config.objectStore }, opts);
  const wanted = wantedCredentials(config);
  const credentials =
    Object.keys(wanted).length > 0 &&
    new Credentials("credentials", { site, region: cloud.region, credentials: wanted }, opts);
  if (dns.provider === "designate") {
    const { email, ttl, zone } = dns;
    new Dns("dns", { site, zone, email, ttl, hosts, address: addresses.ingress }, opts);
  }

  const { certificates } = config;
  const proves = certificates.issuer === "dns01" && certificates.solver.provider === "designate";
  const dnsLogin = proves ? new DnsLogin("dns-login", { site, region: cloud.region }, opts).login : undefined;

  return {
    cluster: {
      name: cluster.clusterName,
      kubeconfig: cluster.kubeconfig,
      identifier: cluster.identifier,
      version: cluster.version,
      nodePools: pools,
      ...(marks.length > 0 ? { marks } : {}),
    },
    ingress: {
      address: addresses.ingress,
      loadBalancerAnnotations: loadBalancerAnnotations(cloud.loadBalancerProvider),
      kind: "service",
      checksNodes: checksNodes(cloud.loadBalancerProvider),
    },
    storage: {
      classes: storageClasses(storage.classes),
      sharedFiles: files ? files.sharedFiles : existingFiles(server),
      ...(files ? { fileServer: { address: files.address } } : {}),
      snapshots: {
        driver: cinderDriver,
        // Volumes that a pod uses are snapshotted too: Cinder's backends make them crash-consistent.
        parameters: { "force-create": "true" },
        controller: storage.snapshotController,
      },
    },
    objectStore: {
      endpoint: objects.endpoint,
      region: cloud.region,
      buckets: objects.buckets,
      credentials: { accessKey: objects.accessKey, secretKey: objects.secretKey },
      ...(config.objectStore.keys.length > 0 ? { keys: objects.keys } : {}),
      pathStyle: true,
    },
    ...(credentials ? { cloudCredentials: credentials.byPurpose } : {}),
    dns: { zone: dns.zone, provider: dns.provider },
    dnsLogin,
    dnsRecords: pulumi
      .output(addresses.ingress)
      .apply((address) => dnsRecords({ ...dns, hosts, address, challengeZone: challengeZone(config) })),
    sshPrivateKey: key.privateKey,
  };
}
