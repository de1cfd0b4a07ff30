/** The lab's programs, from the toolchain. */
import { ensureTools, ToolchainError, toolEnvironment } from "../toolchain";
import { LabError, throwIfAborted } from "./errors";
import type { Progress } from "./progress";

/** What the lab itself runs; pulumi and helm are for those who use it. */
const names = ["process-compose", "kubernetes", "etcd", "kwok", "cloud-provider-openstack", "csi-provisioner"];

/**
 * Installs the lab's own programs that are missing.
 * @returns the folder with all of them
 * @throws LabError with every problem and its way on
 */
export function labTools(progress: Progress, signal?: AbortSignal): Promise<string> {
  return install(progress, signal, names);
}

/** Installs every program of the toolchain that is missing: the lab's, and pulumi, its plugins and helm. As {@link labTools}. */
export function allTools(progress: Progress, signal?: AbortSignal): Promise<string> {
  return install(progress, signal);
}

async function install(onProgress: Progress, signal?: AbortSignal, only?: string[]): Promise<string> {
  try {
    return (await ensureTools({ ...(only ? { names: only } : {}), onProgress, signal })).bin;
  } catch (error) {
    throwIfAborted(signal);
    if (error instanceof ToolchainError) throw new LabError(error.message);
    throw error;
  }
}

/** The variables with which the pinned tools are found and used; see toolchain/. */
export function toolVariables(): Record<string, string> {
  return toolEnvironment();
}
