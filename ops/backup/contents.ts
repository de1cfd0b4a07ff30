/** Which volumes a backup holds: Velero gives an address for a while, at which the target answers with the list. */
import { gunzipSync } from "node:zlib";
import { fetch as send } from "undici";
import { z } from "zod";
import type { Kubectl } from "../destroy/cluster-access";
import { errorText } from "../error-text";
import { apiVersion, namespace, stamp } from "./velero";

/** A claim of a backup, with its data. */
export interface StoredClaim {
  namespace: string;
  name: string;
  /** Bytes of its data; the claim asks for at least as much. Missing: the backup does not say. */
  bytes?: number;
}

const listSchema = z
  .array(
    z.object({
      pvcName: z.string().default(""),
      pvcNamespace: z.string().default(""),
      skipped: z.boolean().default(false),
      snapshotDataMovementInfo: z.object({ size: z.number().default(0) }).optional(),
    }),
  )
  // Velero writes null where there are none.
  .nullable()
  .transform((list) => list ?? []);

const requestSchema = z.object({ status: z.object({ downloadURL: z.string().default("") }).prefault({}) });

/** Milliseconds until Velero must have given the address, and until the target must have answered. */
const patience = 30_000;

/** @throws Error when Velero gives no address, or nobody answers there. */
export async function storedClaims(kubectl: Kubectl, backup: string, now: Date): Promise<StoredClaim[]> {
  const name = `${backup}-${stamp(now)}`;
  const object = `downloadrequests.velero.io/${name}`;
  await kubectl.apply({
    apiVersion,
    kind: "DownloadRequest",
    metadata: { name, namespace },
    spec: { target: { kind: "BackupVolumeInfos", name: backup } },
  });
  try {
    const url = await address(kubectl, object);
    const answer = await send(url, { signal: AbortSignal.timeout(patience) });
    if (!answer.ok) throw new Error(`the target answers ${answer.status}`);
    return claims(Buffer.from(await answer.arrayBuffer()));
  } catch (error) {
    // The address opens the backup: it is not for people's eyes.
    throw new Error(errorText(error).replace(/https?:\/\/\S+/g, "the target"), { cause: undefined });
  } finally {
    await kubectl.run("delete", object, "--namespace", namespace, "--ignore-not-found", "--wait=false");
  }
}

async function address(kubectl: Kubectl, object: string): Promise<string> {
  const deadline = Date.now() + patience;
  for (;;) {
    const text = await kubectl.run("get", object, "--namespace", namespace, "--output", "json");
    const { downloadURL } = requestSchema.parse(JSON.parse(text)).status;
    if (downloadURL !== "") return downloadURL;
    if (Date.now() >= deadline) throw new Error(`Velero gives no address within ${patience / 1000} s`);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

/** @param packed The list as Velero keeps it: JSON, gzipped. */
export function claims(packed: Buffer): StoredClaim[] {
  return listSchema
    .parse(JSON.parse(gunzipSync(packed).toString("utf8")))
    .filter(({ pvcName, skipped }) => pvcName !== "" && !skipped)
    .map(({ pvcName, pvcNamespace, snapshotDataMovementInfo: moved }) => ({
      namespace: pvcNamespace,
      name: pvcName,
      ...(moved === undefined || moved.size === 0 ? {} : { bytes: moved.size }),
    }));
}
