/** The kubeconfig by which a command reaches a cluster: a file's, or the one that the stack's last run left. */
import * as fs from "node:fs";
import { UserError } from "../errors";
import { pulumi } from "../pulumi";

export interface ClusterOptions {
  stack?: string | undefined;
  /** File with the kubeconfig. */
  kubeconfig?: string | undefined;
  /** Where Pulumi.yaml is. */
  directory: string;
}

/** @throws UserError when there is neither, or the file is not there. */
export async function kubeconfigOf({ stack, kubeconfig, directory }: ClusterOptions, env: NodeJS.ProcessEnv) {
  if (kubeconfig !== undefined) {
    if (!fs.existsSync(kubeconfig)) throw new UserError(`--kubeconfig: ${kubeconfig} is not there.`);
    return fs.readFileSync(kubeconfig, "utf8");
  }
  if (stack === undefined) throw new UserError("Name the cluster: --stack, or --kubeconfig.");
  return pulumi(["stack", "output", "kubeconfig", "--show-secrets", "--stack", stack], { directory, env });
}
