/** The kubeconfig of a GKE cluster. */
import { stringify } from "yaml";

export interface KubeconfigInput {
  /** Name of the context. */
  name: string;
  /** Address of the control plane, without https://. */
  endpoint: string;
  /** The cluster's authority, PEM in base64 as GKE gives it. */
  certificateAuthority: string;
}

/**
 * No token stands in it: gke-gcloud-auth-plugin asks for one each time, with the credentials of whoever uses the file, so that the file
 * neither expires nor opens anything by itself. They are those that Pulumi asks Google with (GOOGLE_APPLICATION_CREDENTIALS, or
 * `gcloud auth application-default login`): the plugin would take those of `gcloud auth login`, which a pipeline does not have.
 */
export function kubeconfig({ name, endpoint, certificateAuthority }: KubeconfigInput): string {
  return stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [
      { name, cluster: { server: `https://${endpoint}`, "certificate-authority-data": certificateAuthority } },
    ],
    users: [
      {
        name,
        user: {
          exec: {
            apiVersion: "client.authentication.k8s.io/v1beta1",
            command: "gke-gcloud-auth-plugin",
            args: ["--use_application_default_credentials=true"],
            installHint: "gcloud components install gke-gcloud-auth-plugin",
            provideClusterInfo: true,
            interactiveMode: "Never",
          },
        },
      },
    ],
    contexts: [{ name, context: { cluster: name, user: name } }],
    "current-context": name,
  });
}
