/** The program: configuration -> hardware -> platform -> outputs. */
import { activeConfig } from "./config/cluster-generations";
import { loadConfig } from "./config/load";
import { createInfrastructure } from "./infra";
import { createPlatform } from "./platform";
import { platformHosts } from "./platform/hosts";

const config = loadConfig();
const infrastructure = createInfrastructure(config, platformHosts(config));
const platform = createPlatform(activeConfig(config), infrastructure);
const { cluster, storage } = infrastructure;

const outputs = {
  /** Service to its address for users, like { landing: "https://rsp.example.org" }. */
  endpoints: platform.endpoints,

  /** PEM of the site's own authority: `curl --cacert`, or the browser's list of authorities. Missing where clients trust another. */
  certificateAuthority: platform.certificateAuthority,

  /** Secret. Service to key to value: what `science-platform secrets` writes into Vault, and audits. */
  secrets: platform.secrets,
  /** What our outputs put into a Phalanx environment: `bin/science-platform phalanx --help`. Missing where there is none. */
  phalanx: platform.phalanx,

  /** The DNS records that lead to the platform: made already (dns.provider designate, clouddns), or for somebody to make. */
  dnsRecords: infrastructure.dnsRecords,

  /** Zone to the name servers that the zone above must name (NS records). Missing where the cloud did not choose them. */
  nameServers: infrastructure.dns.nameServers,

  /** Public IPv4 address of the platform. */
  ingressAddress: infrastructure.ingress.address,

  /** Kubernetes: name, what tells it from every other cluster, version. */
  cluster: { name: cluster.name, identifier: cluster.identifier, version: cluster.version },

  /** Secret. For people: `bin/science-platform kubeconfig --help`; this one works in the top folder of the repository only. */
  kubeconfig: cluster.kubeconfig,

  /** File systems that pods mount by NFS: name, server, path, size in GiB. */
  sharedFiles: storage.sharedFiles,

  /** S3: address, region, bucket names by purpose; the credentials are secret. Missing where the site has no buckets. */
  objectStore: infrastructure.objectStore,

  /** By purpose: application credential with the least roles; the secrets are secret. Missing where the site wants none. */
  cloudCredentials: infrastructure.cloudCredentials,

  /** Repository to what the names of its images begin with, for `docker push`. Missing where none were made. */
  imageRepositories: infrastructure.imageRepositories,

  /** PostgreSQL that was made: address, and by service the names of database and user; passwords are secret. Missing where none was. */
  database: infrastructure.database,

  /** Service to the cloud's account that its pods are. Missing where the cloud has no such thing. */
  serviceAccounts: infrastructure.identity?.serviceAccounts,

  /** The key with which Vault unseals itself. Missing where people do. */
  sealKey: infrastructure.sealKey,

  /** Secret. SSH key of the machines that were made. Missing where none were. */
  sshPrivateKey: infrastructure.sshPrivateKey,
};

// Pulumi would warn of each one that is undefined, at every run.
export = Object.fromEntries(Object.entries(outputs).filter(([, output]) => output !== undefined));
