/** Kubeconfig of a Magnum cluster, without any credential: our exec plugin gets one when it is needed. */
import { stringify } from "yaml";

export interface KubeconfigArgs {
  /** Name of cluster, user and context. */
  name: string;
  /** Address of the Kubernetes API. */
  server: string;
  /** PEM of the authority that signed the API's certificate. */
  authority: string;
  /** The exec plugin: bin/science-platform. A path with a slash, or a name on PATH. */
  command: string;
  /** Entry of clouds.yaml. */
  cloud: string;
  /** Magnum's UUID of the cluster. */
  uuid: string;
}

export function renderKubeconfig({ name, server, authority, command, cloud, uuid }: KubeconfigArgs): string {
  return stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name, cluster: { server, "certificate-authority-data": Buffer.from(authority).toString("base64") } }],
    users: [
      {
        name,
        user: {
          exec: {
            apiVersion: "client.authentication.k8s.io/v1",
            command,
            args: ["kubernetes-credential", "--cloud", cloud, "--cluster", uuid],
            interactiveMode: "Never",
            provideClusterInfo: false,
            installHint: "The plugin is bin/science-platform of the repository that made this cluster.",
          },
        },
      },
    ],
    contexts: [{ name, context: { cluster: name, user: name } }],
    "current-context": name,
  });
}
