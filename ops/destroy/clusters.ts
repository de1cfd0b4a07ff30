/** The names by which a stack's clusters are known in the cloud, kept with the stack: once a cluster is gone nobody else can tell them. */
import { z } from "zod";
import type { OpenstackClient } from "../openstack/client";
import { pulumi, type PulumiOptions, tryPulumi } from "../pulumi";

/** Pulumi keeps it with the stack, in any backend, and `pulumi destroy` leaves it. */
const tag = "science-platform:clusters";

/** Pulumi refuses longer values. */
const longest = 256;

const clusterSchema = z.object({ stack_id: z.string().nullish(), cluster_id: z.string().nullish() });

/** Magnum's id of a cluster, and the ids that its driver gave it; without these when Magnum has no such cluster any more. */
export async function namesOf(client: OpenstackClient, uuid: string): Promise<string[]> {
  const answer = await client.get("container-infra", `/clusters/${uuid}`).catch((error: Error) => {
    if (error.message.includes(": 404 ")) return {};
    throw error;
  });
  const { stack_id, cluster_id } = clusterSchema.parse(answer);
  return [...new Set([uuid, stack_id, cluster_id].filter((id): id is string => Boolean(id)))];
}

export async function rememberedClusters(stack: string, options: PulumiOptions): Promise<string[]> {
  const { code, stdout } = await tryPulumi(["stack", "tag", "get", tag, "--stack", stack], options);
  return code === 0 ? parseNames(stdout) : [];
}

/** Keeps the newest names, as many as there is room for. */
export async function rememberClusters(stack: string, names: readonly string[], options: PulumiOptions): Promise<void> {
  await pulumi(["stack", "tag", "set", tag, formatNames(names), "--stack", stack], options);
}

export function parseNames(text: string): string[] {
  return text
    .trim()
    .split(",")
    .filter((name) => name !== "");
}

/** @param names The newest first. */
export function formatNames(names: readonly string[]): string {
  const fitting = [...names];
  while (fitting.join(",").length > longest) fitting.pop();
  return fitting.join(",");
}
