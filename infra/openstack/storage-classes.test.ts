import { storageClasses } from "./storage-classes";

test("classes use the CSI driver, may grow, and keep their order", () => {
  const classes = [
    { name: "fast", volumeType: "ceph-ssd", reclaim: "Retain" as const, default: false },
    { name: "standard", volumeType: "ceph", reclaim: "Delete" as const, default: true },
  ];
  const common = { provisioner: "cinder.csi.openstack.org", expandable: true };
  expect(storageClasses(classes)).toEqual([
    { ...common, name: "fast", parameters: { type: "ceph-ssd" }, reclaim: "Retain", default: false },
    { ...common, name: "standard", parameters: { type: "ceph" }, reclaim: "Delete", default: true },
  ]);
});
