/** What Magnum knows of a cluster and does for its users. */
import { z } from "zod";
import type { OpenstackClient } from "../openstack/client";

const service = "container-infra";
const clusterSchema = z.object({
  uuid: z.string(),
  name: z.string(),
  api_address: z.string().nullable(),
  status: z.string(),
});
const certificateSchema = z.object({ pem: z.string() });

export interface MagnumCluster {
  uuid: string;
  name: string;
  /** Address of the Kubernetes API. */
  server: string;
  /** PEM of the authority that signed the API's certificate. */
  authority: string;
}

/**
 * @param cluster Name or UUID.
 * @throws Error with Magnum's words, or that it has no API address yet.
 */
export async function magnumCluster(client: OpenstackClient, cluster: string): Promise<MagnumCluster> {
  const found = clusterSchema.parse(await client.get(service, `/clusters/${encodeURIComponent(cluster)}`));
  if (!found.api_address) throw new Error(`cluster "${found.name}" (${found.status}) has no API address yet`);
  const { pem } = certificateSchema.parse(await client.get(service, `/certificates/${found.uuid}`));
  return { uuid: found.uuid, name: found.name, server: found.api_address, authority: pem };
}

/** Has Magnum sign a certificate request with the cluster's authority; PEM for PEM. */
export async function sign(client: OpenstackClient, uuid: string, csr: string): Promise<string> {
  return certificateSchema.parse(await client.post(service, "/certificates", { cluster_uuid: uuid, csr })).pem;
}
