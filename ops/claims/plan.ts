/** Which volumes of one cluster's claims another cluster shall have, and how it is told of them. Pure; nothing is copied. */
import { z } from "zod";

const volumeSchema = z.object({
  metadata: z.object({ name: z.string() }),
  spec: z.looseObject({
    capacity: z.looseObject({ storage: z.string() }),
    accessModes: z.array(z.string()),
    persistentVolumeReclaimPolicy: z.string(),
    storageClassName: z.string().default(""),
    volumeMode: z.string().optional(),
    claimRef: z.object({ namespace: z.string(), name: z.string() }).optional(),
    csi: z
      .object({
        driver: z.string(),
        volumeHandle: z.string(),
        fsType: z.string().optional(),
        volumeAttributes: z.record(z.string(), z.string()).optional(),
      })
      .optional(),
    nodeAffinity: z.unknown().optional(),
  }),
  status: z.object({ phase: z.string() }),
});

export type Volume = z.infer<typeof volumeSchema>;

/** What `kubectl get persistentvolumes --output json` prints. */
export const volumesSchema = z.object({ items: z.array(volumeSchema) });

/** A volume that moves. */
export interface Move {
  /** Name of the PersistentVolume, in both clusters. */
  name: string;
  /** "namespace/name". */
  claim: string;
  /** Cinder's id. */
  volume: string;
  /** The first cluster would delete it with the claim, so that it must be told otherwise. */
  retain: boolean;
  /** The second cluster knows it already. */
  known: boolean;
  /** What the second cluster is told. */
  manifest: object;
}

const driver = "cinder.csi.openstack.org";
/** Says which provisioner of the first cluster made it; means nothing elsewhere. */
const provisioner = "storage.kubernetes.io/csiProvisionerIdentity";

/**
 * @param from Volumes of the first cluster.
 * @param to Volumes of the second.
 * @returns One for each volume of Cinder that a claim holds, by claim.
 */
export function moves(from: readonly Volume[], to: readonly Volume[]): Move[] {
  const there = new Set(to.flatMap(({ spec }) => spec.csi?.volumeHandle ?? []));
  return from
    .flatMap((volume): Move[] => {
      const { csi, claimRef, persistentVolumeReclaimPolicy: policy } = volume.spec;
      if (csi?.driver !== driver || claimRef === undefined || volume.status.phase !== "Bound") return [];
      return [
        {
          name: volume.metadata.name,
          claim: `${claimRef.namespace}/${claimRef.name}`,
          volume: csi.volumeHandle,
          retain: policy !== "Retain",
          known: there.has(csi.volumeHandle),
          manifest: manifestOf(volume, csi, claimRef),
        },
      ];
    })
    .sort((a, b) => a.claim.localeCompare(b.claim));
}

type Spec = Volume["spec"];

/** Bound beforehand to the claim's name, so that the claim, whoever makes it, gets this volume and no new one. */
function manifestOf(
  { metadata: { name }, spec }: Volume,
  csi: NonNullable<Spec["csi"]>,
  { namespace, name: claim }: NonNullable<Spec["claimRef"]>,
): object {
  const attributes = Object.entries(csi.volumeAttributes ?? {}).filter(([key]) => key !== provisioner);
  return {
    apiVersion: "v1",
    kind: "PersistentVolume",
    metadata: { name },
    spec: {
      capacity: { storage: spec.capacity.storage },
      accessModes: spec.accessModes,
      // What has moved once is not lost by a slip with kubectl.
      persistentVolumeReclaimPolicy: "Retain",
      storageClassName: spec.storageClassName,
      ...(spec.volumeMode === undefined ? {} : { volumeMode: spec.volumeMode }),
      ...(spec.nodeAffinity === undefined ? {} : { nodeAffinity: spec.nodeAffinity }),
      claimRef: { apiVersion: "v1", kind: "PersistentVolumeClaim", namespace, name: claim },
      csi: {
        driver: csi.driver,
        volumeHandle: csi.volumeHandle,
        ...(csi.fsType === undefined ? {} : { fsType: csi.fsType }),
        ...(attributes.length === 0 ? {} : { volumeAttributes: Object.fromEntries(attributes) }),
      },
    },
  };
}
