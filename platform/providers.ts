/** The providers of everything in the platform. Default providers are off, so each resource gets one of these from its component. */
import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import * as tls from "@pulumi/tls";
import type { Config } from "../config/schema";
import type { Cluster } from "../infra/contract";

export function createProviders(config: Pick<Config, "lifecycle">, cluster: Cluster): pulumi.ProviderResource[] {
  return [
    new kubernetes.Provider("platform", {
      kubeconfig: cluster.kubeconfig,
      // Without it a kubeconfig that is unknown at preview would plan the replacement of everything in the cluster.
      clusterIdentifier: cluster.identifier,
      enableServerSideApply: true,
      // Several releases and some dozen objects at once; the defaults of client-go (5 and 10 a second) would make them queue.
      kubeClientSettings: { qps: 50, burst: 100, timeout: 60 },
      // Where everything may go, a cluster that died must not keep `destroy` from ending. In production it must stop it; and a cluster
      // of somebody else's has not died, only our way to it is lost: what is forgotten then would stay there for ever.
      deleteUnreachable: config.lifecycle === "disposable" && !cluster.exists,
    }),
    new random.Provider("platform"),
    new tls.Provider("platform"),
  ];
}
