/** The environment in which pulumi, kubectl and helm run against the lab. */
import { toolEnvironment } from "../../toolchain";
import { userEnvironment } from "../environment";
import type { Progress } from "../progress";
import { allTools } from "../tools";

/** Ours, plus the toolchain's programs and settings, plus the lab's cloud and state; installs tools that are missing. */
export async function stackEnvironment(
  progress: Progress = () => undefined,
  signal?: AbortSignal,
): Promise<Record<string, string>> {
  await allTools(progress, signal);
  const ours = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return { ...Object.fromEntries(ours), ...userEnvironment(toolEnvironment()) };
}
