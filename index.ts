/** The program: configuration -> hardware -> platform -> outputs. */
import * as pulumi from "@pulumi/pulumi";
import { loadConfig } from "./config/load";
import type { DnsRecord } from "./infra/contract";
import { createInfrastructure } from "./infra";
import { createPlatform } from "./platform";
import { platformHosts } from "./platform/hosts";

const config = loadConfig();
const infrastructure = createInfrastructure(config, platformHosts(config));
const platform = createPlatform(config, infrastructure);

/** Service to its address for users, like { landing: "https://rsp.example.org" }. */
export const endpoints: pulumi.Output<Record<string, string>> = platform.endpoints;

/** PEM of the authority that signed the platform's certificate: `curl --cacert`, or the browser's list of authorities. */
export const certificateAuthority: pulumi.Output<string> = platform.certificateAuthority;

/** The DNS records that lead to the platform: made already (dns.provider designate), or for somebody to make (none). */
export const dnsRecords: pulumi.Output<DnsRecord[]> = infrastructure.dnsRecords;

/** Public IPv4 address of the platform. */
export const ingressAddress: pulumi.Output<string> = infrastructure.ingress.address;

/** Kubernetes: name, the cloud's identifier, version. */
export const cluster = {
  name: infrastructure.cluster.name,
  identifier: infrastructure.cluster.identifier,
  version: infrastructure.cluster.version,
};

/** Secret. For administrators: `pulumi stack output kubeconfig --show-secrets > FILE; KUBECONFIG=FILE kubectl get nodes`. */
export const kubeconfig: pulumi.Output<string> = infrastructure.cluster.kubeconfig;

/** File systems that pods mount by NFS: name, server, path, size in GiB. */
export const sharedFiles = infrastructure.storage.sharedFiles;

/** S3: address, region, bucket names by purpose; the credentials are secret. */
export const objectStore = infrastructure.objectStore;

/** Secret. SSH key of nodes and file server. */
export const sshPrivateKey = infrastructure.sshPrivateKey;
