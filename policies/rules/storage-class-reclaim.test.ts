import { findings, previewed } from "../cases";
import { storageClassReclaim } from "./storage-class-reclaim";

test.each<[string, object, string[]]>([
  ["kubernetes:storage.k8s.io/v1:StorageClass", { reclaimPolicy: "Retain" }, []],
  ["kubernetes:storage.k8s.io/v1:StorageClass", { reclaimPolicy: "Delete" }, []],
  ["kubernetes:storage.k8s.io/v1:StorageClass", {}, ["reclaimPolicy is not set"]],
  ["kubernetes:storage.k8s.io/v1beta1:StorageClass", { reclaimPolicy: null }, ["reclaimPolicy is not set"]],
  [
    "kubernetes:storage.k8s.io/v1:StorageClass",
    { reclaimPolicy: "Recycle" },
    ['reclaimPolicy is "Recycle", which no StorageClass can have'],
  ],
  ["kubernetes:storage.k8s.io/v1:StorageClass", { reclaimPolicy: "$unknown" }, ["? reclaimPolicy"]],
  ["kubernetes:core/v1:PersistentVolume", {}, []],
])("%s %j", (type, properties, expected) => {
  expect(findings(storageClassReclaim, previewed(type, properties))).toEqual(expected);
});
