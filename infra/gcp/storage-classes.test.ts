import { storageClasses } from "./storage-classes";

test("persistent disks by the CSI driver, in one zone or two", () => {
  const classes = [
    {
      name: "standard-rwo",
      diskType: "pd-balanced" as const,
      regional: false,
      reclaim: "Retain" as const,
      default: true,
    },
    { name: "premium", diskType: "pd-ssd" as const, regional: true, reclaim: "Delete" as const, default: false },
  ];
  expect(storageClasses(classes)).toEqual([
    {
      name: "standard-rwo",
      provisioner: "pd.csi.storage.gke.io",
      parameters: { type: "pd-balanced" },
      reclaim: "Retain",
      expandable: true,
      default: true,
    },
    {
      name: "premium",
      provisioner: "pd.csi.storage.gke.io",
      parameters: { type: "pd-ssd", "replication-type": "regional-pd" },
      reclaim: "Delete",
      expandable: true,
      default: false,
    },
  ]);
});
