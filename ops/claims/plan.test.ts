import { moves, volumesSchema } from "./plan";

interface Facts {
  claim?: [namespace: string, name: string];
  handle?: string;
  policy?: string;
  phase?: string;
  driver?: string;
  more?: object;
}

function volume(
  name: string,
  {
    claim = ["web", "data"],
    handle = `cinder-${name}`,
    policy = "Retain",
    phase = "Bound",
    driver = "cinder.csi.openstack.org",
    more = {},
  }: Facts = {},
) {
  return {
    metadata: { name, uid: "u" },
    spec: {
      capacity: { storage: "8Gi" },
      accessModes: ["ReadWriteOnce"],
      persistentVolumeReclaimPolicy: policy,
      storageClassName: "standard",
      volumeMode: "Filesystem",
      claimRef: {
        kind: "PersistentVolumeClaim",
        namespace: claim[0],
        name: claim[1],
        uid: "of the first cluster",
        resourceVersion: "7",
      },
      csi: {
        driver,
        volumeHandle: handle,
        fsType: "ext4",
        volumeAttributes: { "storage.kubernetes.io/csiProvisionerIdentity": "17-8081-cinder" },
      },
      ...more,
    },
    status: { phase },
  };
}
const parse = (...items: object[]) => volumesSchema.parse({ items }).items;

test("the second cluster is told the same volume, bound beforehand to the claim's name, and to keep it", () => {
  const nodeAffinity = { required: { nodeSelectorTerms: [] } };
  expect(moves(parse(volume("pvc-1", { policy: "Delete", more: { nodeAffinity } })), [])).toEqual([
    {
      name: "pvc-1",
      claim: "web/data",
      volume: "cinder-pvc-1",
      retain: true,
      known: false,
      manifest: {
        apiVersion: "v1",
        kind: "PersistentVolume",
        metadata: { name: "pvc-1" },
        spec: {
          capacity: { storage: "8Gi" },
          accessModes: ["ReadWriteOnce"],
          persistentVolumeReclaimPolicy: "Retain",
          storageClassName: "standard",
          volumeMode: "Filesystem",
          nodeAffinity,
          claimRef: { apiVersion: "v1", kind: "PersistentVolumeClaim", namespace: "web", name: "data" },
          csi: { driver: "cinder.csi.openstack.org", volumeHandle: "cinder-pvc-1", fsType: "ext4" },
        },
      },
    },
  ]);
});

test("a second run finds what the first one did", () => {
  const from = parse(volume("pvc-1"), volume("pvc-2", { claim: ["a", "b"] }));
  const to = parse(volume("pvc-1", { phase: "Available" }));
  const told = moves(from, to).map(({ claim, known, retain }) => ({ claim, known, retain }));
  expect(told).toEqual([
    { claim: "a/b", known: false, retain: false },
    { claim: "web/data", known: true, retain: false },
  ]);
});

test("what has no claim, or is no volume of Cinder, stays", () => {
  const from = parse(
    volume("free", { phase: "Available" }),
    volume("released", { phase: "Released" }),
    volume("foreign", { driver: "nfs.csi.k8s.io" }),
    volume("files", { more: { csi: undefined, nfs: { server: "10.0.0.5", path: "/srv" } } }),
    volume("unclaimed", { more: { claimRef: undefined } }),
  );
  expect(moves(from, [])).toEqual([]);
});
