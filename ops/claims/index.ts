/**
 * Makes the volumes of one cluster's claims known to another: before the platform moves there (cluster.next), so that its claims there find
 * the data of those here. Can be run again.
 */
import { withKubectl, type Kubectl } from "../destroy/cluster-access";
import { type Move, moves, type Volume, volumesSchema } from "./plan";

export interface ClaimsOptions {
  /** Kubeconfigs of the two clusters. */
  from: string;
  to: string;
  env: NodeJS.ProcessEnv;
  /** Only look. @default false */
  dryRun?: boolean;
  /** Gets one line per thing that is done. */
  progress: (line: string) => void;
}

export async function moveClaims({ dryRun = false, env, from, progress, to }: ClaimsOptions): Promise<Move[]> {
  return withKubectl(from, env, (first) =>
    withKubectl(to, env, async (second) => {
      const found = moves(await volumes(first), await volumes(second));
      if (dryRun) return found;
      for (const { claim, known, manifest, name, retain, volume } of found) {
        if (retain) {
          const spec = { persistentVolumeReclaimPolicy: "Retain" };
          await first.run("patch", "persistentvolume", name, "--patch", JSON.stringify({ spec }));
          progress(`${claim}: its volume ${volume} now stays when the claim goes`);
        }
        if (known) continue;
        await second.apply(manifest);
        progress(`${claim}: the second cluster knows its volume ${volume}`);
      }
      return found;
    }),
  );
}

async function volumes(kubectl: Kubectl): Promise<Volume[]> {
  return volumesSchema.parse(JSON.parse(await kubectl.run("get", "persistentvolumes", "--output", "json"))).items;
}
