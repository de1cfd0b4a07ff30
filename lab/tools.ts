/** The lab's programs, from the toolchain. */
import { ensureTools, ToolchainError, toolEnvironment } from "../toolchain";
import { LabError, throwIfAborted } from "./errors";
import type { Progress } from "./progress";

/** What the lab itself runs; pulumi and helm are for those who use it. */
const names = ["process-compose", "kubernetes", "etcd", "kwok", "cloud-provider-openstack", "csi-provisioner"];

/**
 * Installs the programs that are missing.
 * @returns the folder with all of them
 * @throws LabError with every problem and its way on
 */
export async function labTools(progress: Progress, signal?: AbortSignal): Promise<string> {
  try {
    return (await ensureTools({ names, onProgress: (line) => progress(`tools: ${line}`), signal })).bin;
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
