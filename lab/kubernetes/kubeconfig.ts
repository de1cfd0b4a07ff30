/** kubeconfig text of one user of a cluster; certificates are named by path, so a renewed one needs no new file. */
import type { Cluster } from "./cluster-file";
import type { Layout } from "./layout";

/** @param user name of the user's certificate in the layout */
export function kubeconfig(cluster: Cluster, layout: Layout, user: string): string {
  const { cert, key } = layout.certificate(user);
  const config = {
    apiVersion: "v1",
    kind: "Config",
    clusters: [
      {
        name: cluster.name,
        cluster: { server: `https://127.0.0.1:${cluster.port}`, "certificate-authority": layout.ca.cert },
      },
    ],
    users: [{ name: user, user: { "client-certificate": cert, "client-key": key } }],
    contexts: [{ name: cluster.name, context: { cluster: cluster.name, user } }],
    "current-context": cluster.name,
  };
  // JSON is YAML: every reader of kubeconfig takes it.
  return `${JSON.stringify(config, null, 2)}\n`;
}
