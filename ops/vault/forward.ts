/** A way to a pod or Service in the cluster from this machine, as long as it is needed: `kubectl port-forward`. */
import { spawn } from "node:child_process";
import { noKubectl, withKubeconfigFile } from "../destroy/cluster-access";
import { UserError } from "../errors";

export interface Destination {
  namespace: string;
  /** Like "pod/vault-0" or "service/vault-active". */
  target: string;
  port: number;
}

/** Milliseconds until a way that does not open counts as none. */
const patience = 30_000;

/**
 * @param work Gets the address on this machine, like 127.0.0.1:41237.
 * @throws UserError with kubectl's words when there is no way.
 */
export function withForward<T>(
  kubeconfig: string,
  { namespace, target, port }: Destination,
  env: NodeJS.ProcessEnv,
  work: (address: string) => Promise<T>,
): Promise<T> {
  return withKubeconfigFile(kubeconfig, async (file) => {
    const line = ["--kubeconfig", file, "--namespace", namespace, "port-forward", target, `:${port}`];
    const child = spawn("kubectl", line, { env, stdio: ["ignore", "pipe", "pipe"] });
    try {
      return await work(await addressOf(child, target));
    } finally {
      child.kill();
    }
  });
}

function addressOf(child: ReturnType<typeof spawn>, target: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let complaint = "";
    const timer = setTimeout(() => reject(new UserError(`No way to ${target} within ${patience / 1000} s.`)), patience);
    const settle = (act: () => void) => (clearTimeout(timer), act());
    child.stderr?.setEncoding("utf8").on("data", (text: string) => (complaint += text));
    child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      const found = /^Forwarding from (127\.0\.0\.1:\d+)/m.exec(text)?.[1];
      if (found !== undefined) settle(() => resolve(found));
    });
    child.on("error", (error) =>
      settle(() => {
        try {
          noKubectl(error);
        } catch (told) {
          reject(told as Error);
        }
      }),
    );
    child.on("close", () => settle(() => reject(new UserError(`No way to ${target}: ${complaint.trim()}`))));
  });
}
