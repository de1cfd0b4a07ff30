import { storageClasses } from "./storage-classes";

test("classes use the CSI driver, may grow, and keep their order", () => {
  const classes = [
    { name: "fast", volumeType: "ceph-ssd", reclaim: "Retain" as const, default: false, create: true },
    { name: "standard", volumeType: "ceph", reclaim: "Delete" as const, default: true, create: true },
    { name: "slow", volumeType: "slow", reclaim: "Delete" as const, default: false, create: false },
  ];
  const common = { provisioner: "cinder.csi.openstack.org", expandable: true };
  expect(storageClasses(classes)).toEqual([
    { ...common, name: "fast", parameters: { type: "ceph-ssd" }, reclaim: "Retain", default: false },
    { ...common, name: "standard", parameters: { type: "ceph" }, reclaim: "Delete", default: true },
    { ...common, name: "slow", parameters: { type: "slow" }, reclaim: "Delete", default: false, exists: true },
  ]);
});
