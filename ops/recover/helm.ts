/**
 * A Helm release whose installation or upgrade was killed stays "pending-..." in the cluster and refuses every further attempt. A first
 * installation never became ready, so it is removed and made again; an upgrade is rolled back to what ran before.
 */
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { z } from "zod";
import { fromAnywhere } from "../../infra/openstack/kubeconfig";
import { repository } from "../../system/repository";
import { capture } from "../process";
import type { StackExport } from "./plan";

const releaseType = "kubernetes:helm.sh/v3:Release";
const listSchema = z.array(z.object({ name: z.string(), namespace: z.string(), status: z.string() }));

export interface ReleaseName {
  name: string;
  namespace: string;
}

/** Releases that were being installed or upgraded when the run ended. */
export function pendingReleases(stack: StackExport): ReleaseName[] {
  return (stack.deployment.pending_operations ?? [])
    .filter(({ type, resource }) => resource.type === releaseType && ["creating", "updating"].includes(type))
    .flatMap(({ resource }) => {
      const { name, namespace } = resource.inputs ?? {};
      return typeof name === "string" && typeof namespace === "string" ? [{ name, namespace }] : [];
    });
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

/** What helm has to do about a release in this state, if anything. */
export function cure(status: string): "uninstall" | "rollback" | undefined {
  if (status === "pending-install") return "uninstall";
  return status.startsWith("pending-") ? "rollback" : undefined;
}

/** Cures the releases that hang in a pending state; gives back what was done to which. */
export async function cureReleases(
  releases: readonly ReleaseName[],
  kubeconfig: string,
  env: NodeJS.ProcessEnv,
): Promise<string[]> {
  if (releases.length === 0) return [];
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "recover-"));
  const done: string[] = [];
  try {
    const file = path.join(folder, "kubeconfig");
    fs.writeFileSync(file, fromAnywhere(kubeconfig, repository), { mode: 0o600 });
    const helm = async (...args: string[]): Promise<string> => {
      const result = await capture("helm", [...args, "--kubeconfig", file], { env });
      if (result.code !== 0) throw new Error(`helm ${args.slice(0, 2).join(" ")}: ${result.stderr.trim()}`);
      return result.stdout;
    };
    for (const { name, namespace } of releases) {
      const list = await helm("list", "--all", "--namespace", namespace, "--filter", `^${name}$`, "--output", "json");
      const [release] = listSchema.parse(JSON.parse(list));
      const action = release === undefined ? undefined : cure(release.status);
      if (action === undefined) continue;
      await helm(action, name, "--namespace", namespace, "--wait");
      done.push(`Helm release ${namespace}/${name}: ${action} (it hung as ${release?.status ?? ""})`);
    }
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
  return done;
}
