/** The program: configuration -> hardware -> platform -> outputs. */
import { loadConfig } from "./config/load";
import { createInfrastructure } from "./infra";
import { createPlatform } from "./platform";
import { platformHosts } from "./platform/hosts";

const config = loadConfig();
const infrastructure = createInfrastructure(config, platformHosts(config));
const platform = createPlatform(config, infrastructure);
const { cluster, storage } = infrastructure;

const outputs = {
  /** Service to its address for users, like { landing: "https://rsp.example.org" }. */
  endpoints: platform.endpoints,

  /** PEM of the authority that signed the platform's certificate: `curl --cacert`, or the browser's list of authorities. */
  certificateAuthority: platform.certificateAuthority,

  /** The DNS records that lead to the platform: made already (dns.provider designate), or for somebody to make (none). */
  dnsRecords: infrastructure.dnsRecords,

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

  /** Secret. SSH key of the machines that were made. Missing where none were. */
  sshPrivateKey: infrastructure.sshPrivateKey,
};

// Pulumi would warn of each one that is undefined, at every run.
export = Object.fromEntries(Object.entries(outputs).filter(([, output]) => output !== undefined));
