/** `science-platform kubeconfig`: access to a Magnum cluster, for people and for the Kubernetes provider. */
import * as os from "node:os";
import * as path from "node:path";
import { Command } from "commander";
import { UserError } from "../errors";
import { repository } from "../../system/repository";

interface ClusterOptions {
  cloud: string;
  cluster: string;
}

export function kubeconfigCommand(): Command {
  return new Command("kubeconfig")
    .description(
      "Prints a kubeconfig for a Magnum cluster. It holds no credential: kubectl asks this program for one when it needs it.",
    )
    .requiredOption("--cloud <entry>", "entry of clouds.yaml")
    .requiredOption("--cluster <name>", "name or UUID of the cluster in Magnum; its name is the site's")
    .addHelpText(
      "after",
      "\nExample:\n  science-platform kubeconfig --cloud somerville --cluster roe > roe.kubeconfig\n\nExit codes: 0 printed, 1 the cloud refuses or does not answer, 2 wrong usage.",
    )
    .action(print);
}

/** Called by client-go (kubectl, Helm, Pulumi), as the kubeconfig says. */
export function credentialCommand(): Command {
  return new Command("kubernetes-credential")
    .description(
      "Prints a client certificate as client-go wants it of an exec plugin. Kept for hours; signed by Magnum.",
    )
    .requiredOption("--cloud <entry>", "entry of clouds.yaml")
    .requiredOption("--cluster <uuid>", "UUID of the cluster in Magnum")
    .addHelpText("after", "\nExit codes: 0 printed, 1 the cloud refuses or does not answer, 2 wrong usage.")
    .action(printCredential);
}

async function print({ cloud, cluster }: ClusterOptions): Promise<void> {
  const { magnumCluster } = await import("../kubeconfig/magnum.ts");
  const { renderKubeconfig } = await import("../../infra/openstack/kubeconfig.ts");
  const found = await asUserError(async () => magnumCluster(await login(cloud), cluster));
  const command = path.join(repository, "bin/science-platform");
  process.stdout.write(renderKubeconfig({ ...found, command, cloud }));
}

async function printCredential({ cloud, cluster }: ClusterOptions): Promise<void> {
  const { credential, execCredential } = await import("../kubeconfig/credential.ts");
  const { certificateRequest } = await import("../kubeconfig/request.ts");
  const { sign } = await import("../kubeconfig/magnum.ts");
  const made = await asUserError(() =>
    credential({
      file: credentialFile(cluster),
      request: () => certificateRequest("/O=system:masters/CN=admin"),
      sign: async (csr) => sign(await login(cloud), cluster, csr),
      now: new Date(),
    }),
  );
  process.stdout.write(`${JSON.stringify(execCredential(made))}\n`);
}

function credentialFile(cluster: string): string {
  if (!/^[\w-]+$/.test(cluster)) throw new UserError(`--cluster: "${cluster}" is no UUID.`);
  const cache = process.env.XDG_CACHE_HOME ?? path.join(os.homedir(), ".cache");
  return path.join(cache, "science-platform", "kubernetes", `${cluster}.json`);
}

async function login(cloud: string) {
  const { OpenstackClient } = await import("../openstack/client.ts");
  const { readCloud } = await import("../openstack/clouds.ts");
  return OpenstackClient.login(readCloud(cloud));
}

/** What the cloud refuses or does not answer is nothing that a stack trace explains. */
async function asUserError<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof UserError) throw error;
    const { message, cause } = error as Error & { cause?: { code?: string } };
    throw new UserError(`kubeconfig: ${message}${cause?.code === undefined ? "" : ` (${cause.code})`}`);
  }
}
