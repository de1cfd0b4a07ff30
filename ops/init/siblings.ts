/** The other stacks beside a new one: what they use and the new one must stay clear of. */
import * as fs from "node:fs";
import * as path from "node:path";
import { z } from "zod";
import { readStackFile } from "../../config/stack-file";
import { stackFiles } from "../../config/stack-file-siblings";
import { cidr } from "../../config/schema/values";
import type { UsedRange } from "./ranges";

export interface Sibling {
  /** Like "Pulumi.roe.yaml". */
  file: string;
  /** `science-platform:config` as it is written. */
  input: unknown;
}

/** Every stack file of a directory but the site's own. */
export function readSiblings(directory: string, site: string): Sibling[] {
  if (!fs.existsSync(directory)) return [];
  return stackFiles(directory)
    .map((file) => ({ file: path.basename(file), input: readStackFile(fs.readFileSync(file, "utf8")).input }))
    .filter(({ file }) => file !== `Pulumi.${site}.yaml`);
}

const range = cidr.optional().catch(undefined);

/** Tolerant: a file that is wrong elsewhere still uses its ranges. */
const networkSchema = z.object({
  cloud: z.string().optional().catch(undefined),
  openstack: z.object({ cloud: z.string() }).optional().catch(undefined),
  network: z.object({
    cidr: range,
    pods: range,
    services: range,
    controlPlane: range,
    reserved: z.record(z.string(), cidr).default({}).catch({}),
  }),
});

/** Ranges of the siblings' machines; on GKE those of pods and Services too, which are the network's own there. */
export function usedRanges(siblings: readonly Sibling[]): UsedRange[] {
  return siblings.flatMap(({ file, input }) => {
    const parsed = networkSchema.safeParse(input);
    if (!parsed.success) return [];
    const { cloud, network } = parsed.data;
    const keys = cloud === "gcp" ? (["cidr", "pods", "services", "controlPlane"] as const) : (["cidr"] as const);
    const own = keys.flatMap((key) => {
      const found = network[key];
      return found === undefined ? [] : [{ range: found, by: `${file}, network.${key}` }];
    });
    const reserved = Object.entries(network.reserved).map(([name, found]) => ({
      range: found,
      by: `${file}, network.reserved.${name}`,
    }));
    return [...own, ...reserved];
  });
}

/** What a sibling in the same cloud must stay clear of, a new one must too: its reserved ranges, and who says so. */
export function reservedOf(
  siblings: readonly Sibling[],
  osCloud: string,
): { file: string; reserved: Record<string, string> } | undefined {
  for (const { file, input } of siblings) {
    const parsed = networkSchema.safeParse(input);
    if (!parsed.success || parsed.data.openstack?.cloud !== osCloud) continue;
    const { reserved } = parsed.data.network;
    if (Object.keys(reserved).length > 0) return { file, reserved };
  }
  return undefined;
}
