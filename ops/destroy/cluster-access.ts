/** kubectl with the kubeconfig of a stack, which lies in a file of the owner's alone for as long as it is needed. */
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { fromAnywhere } from "../../infra/openstack/kubeconfig";
import { UserError } from "../errors";
import { repository } from "../../system/repository";
import { capture } from "../process";

export interface Kubectl {
  /** What kubectl prints. Rejects with what it complains about. */
  run(...args: string[]): Promise<string>;
  /** Makes what a manifest says, or makes it so. */
  apply(manifest: object): Promise<void>;
}

/** Seconds after which a request counts as unanswered. */
const timeout = 30;

export async function withKubectl<T>(
  kubeconfig: string,
  env: NodeJS.ProcessEnv,
  work: (kubectl: Kubectl) => Promise<T>,
): Promise<T> {
  return withKubeconfigFile(kubeconfig, (file) => {
    const run = async (...args: string[]): Promise<string> => {
      const line = ["--kubeconfig", file, "--request-timeout", `${timeout}s`, ...args];
      const { code, stdout, stderr } = await capture("kubectl", line, { env }).catch(noKubectl);
      if (code !== 0) throw new Error(stderr.trim() || `kubectl ended with ${code}`);
      return stdout;
    };
    const apply = async (manifest: object): Promise<void> => {
      const manifestFile = path.join(path.dirname(file), "manifest.json");
      fs.writeFileSync(manifestFile, JSON.stringify(manifest));
      await run("apply", "--filename", manifestFile);
    };
    return work({ run, apply });
  });
}

/** A file of the owner's alone, which is gone afterwards. */
export async function withKubeconfigFile<T>(kubeconfig: string, work: (file: string) => Promise<T>): Promise<T> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "kubectl-"));
  try {
    const file = path.join(folder, "kubeconfig");
    fs.writeFileSync(file, fromAnywhere(kubeconfig, repository), { mode: 0o600 });
    return await work(file);
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

export function noKubectl(error: Error): never {
  throw new UserError(
    `kubectl cannot be started: ${error.message}\n` +
      'A shell that has it: eval "$(node --import tsx toolchain/cli.ts env)"',
  );
}
