/** Kubeconfig of a Magnum cluster, without any credential: our exec plugin gets one when it is needed. */
import * as path from "node:path";
import { parse, stringify } from "yaml";

/**
 * The plugin as the stack names it: from the top of this repository, where Pulumi and its providers run. An absolute path would be
 * another on each machine, and so a change in each run.
 */
export const pluginCommand = "./bin/science-platform";

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

/** The same kubeconfig for programs that run anywhere. @param repository Absolute path of this repository. */
export function fromAnywhere(kubeconfig: string, repository: string): string {
  const config = parse(kubeconfig) as { users?: { user?: { exec?: { command?: string } } }[] };
  for (const { user } of config.users ?? []) {
    if (user?.exec?.command === pluginCommand) user.exec.command = path.join(repository, pluginCommand);
  }
  return stringify(config);
}
