/**
 * A Helm release whose installation was killed stays "pending-install" in the cluster and blocks every further attempt ("cannot re-use a
 * name that is still in use"). Such a release never became ready, so it is removed; the next `up` installs it again.
 */
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { z } from "zod";
import { capture } from "../process";
import type { PendingCreate, StackExport } from "./plan";

const releaseType = "kubernetes:helm.sh/v3:Release";
const listSchema = z.array(z.object({ name: z.string(), namespace: z.string(), status: z.string() }));

/** Name and namespace of the pending releases. */
export function pendingReleases(pending: readonly PendingCreate[]): { name: string; namespace: string }[] {
  return pending
    .filter(({ type }) => type === releaseType)
    .flatMap(({ inputs }) =>
      typeof inputs.name === "string" && typeof inputs.namespace === "string"
        ? [{ name: inputs.name, namespace: inputs.namespace }]
        : [],
    );
}

/** The kubeconfig that the stack's Kubernetes provider was given. Needs an export with secrets shown. */
export function kubeconfigOf(stack: StackExport): string | undefined {
  const provider = stack.deployment.resources.find(({ type }) => type === "pulumi:providers:kubernetes");
  const value = provider?.inputs?.kubeconfig;
  if (typeof value === "string") return value;
  const secret = z.object({ plaintext: z.string() }).safeParse(value);
  if (!secret.success) return undefined;
  const text: unknown = JSON.parse(secret.data.plaintext);
  return typeof text === "string" ? text : undefined;
}

/** Uninstalls the releases that are stuck in a pending state; gives back their names. */
export async function removeStuckReleases(
  releases: readonly { name: string; namespace: string }[],
  kubeconfig: string,
  env: NodeJS.ProcessEnv,
): Promise<string[]> {
  if (releases.length === 0) return [];
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "recover-"));
  const removed: string[] = [];
  try {
    const file = path.join(folder, "kubeconfig");
    fs.writeFileSync(file, kubeconfig, { mode: 0o600 });
    const helm = (...args: string[]) => capture("helm", [...args, "--kubeconfig", file], { env });
    for (const { name, namespace } of releases) {
      const list = await helm("list", "--all", "--namespace", namespace, "--filter", `^${name}$`, "--output", "json");
      if (list.code !== 0) throw new Error(`helm list in namespace ${namespace}: ${list.stderr.trim()}`);
      const stuck = listSchema.parse(JSON.parse(list.stdout)).some(({ status }) => status.startsWith("pending"));
      if (!stuck) continue;
      const uninstall = await helm("uninstall", name, "--namespace", namespace, "--wait");
      if (uninstall.code !== 0) throw new Error(`helm uninstall ${namespace}/${name}: ${uninstall.stderr.trim()}`);
      removed.push(`${namespace}/${name}`);
    }
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
  return removed;
}
