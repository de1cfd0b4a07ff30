/** The hardware on OpenStack: from an empty project to a Kubernetes cluster with storage, addresses and names. */
import * as openstack from "@pulumi/openstack";
import * as pulumi from "@pulumi/pulumi";
import * as tls from "@pulumi/tls";
import type { OpenstackConfig } from "../../config/schema";
import type { Infrastructure } from "../contract";
import { challengeZone, dnsRecords } from "../dns-records";
import { existingFiles } from "../existing/files";
import { Addresses } from "./addresses";
import { Cluster } from "./cluster";
import { Dns } from "./dns";
import { DnsLogin } from "./dns-login";
import { FileServer } from "./file-server";
import { KeyPair } from "./keypair";
import { checksNodes, loadBalancerAnnotations } from "./load-balancer";
import { magnumLabels } from "./magnum-labels";
import { Network } from "./network";
import { nodePools } from "./node-pools";
import { ObjectStore } from "./object-store";
import { Security } from "./security";
import { siteOf } from "./site";
import { storageClasses } from "./storage-classes";
import { Volumes } from "./volumes";

/** @param hosts Names of the platform below the zone, all of which lead to the ingress. */
export function createOpenstack(config: OpenstackConfig, hosts: string[]): Infrastructure {
  const { dns, network, storage } = config;
  const cloud = config.openstack;
  const site = siteOf(config);
  // Address and credentials come from clouds.yaml (OS_CLIENT_CONFIG_FILE says where it is).
  const provider = new openstack.Provider("openstack", { cloud: cloud.cloud, region: cloud.region });
  const opts = { provider };

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
  const key = new KeyPair("keypair", { site }, { providers: [provider, new tls.Provider("tls")] });
  const cluster = new Cluster(
    "cluster",
    {
      site,
      cluster: config.cluster,
      labels: magnumLabels(config),
      dnsServers: network.dnsServers,
      networkId: nodes.networkId,
      subnetId: nodes.subnetId,
      externalNetworkId: nodes.externalNetworkId,
      cloud: cloud.cloud,
      keyName: key.keyName,
    },
    opts,
  );
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
      nodePools: nodePools(config),
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
    },
    objectStore: {
      endpoint: objects.endpoint,
      region: cloud.region,
      buckets: objects.buckets,
      credentials: { accessKey: objects.accessKey, secretKey: objects.secretKey },
      pathStyle: true,
    },
    dns: { zone: dns.zone, provider: dns.provider },
    dnsLogin,
    dnsRecords: pulumi
      .output(addresses.ingress)
      .apply((address) => dnsRecords({ ...dns, hosts, address, challengeZone: challengeZone(config) })),
    sshPrivateKey: key.privateKey,
  };
}
