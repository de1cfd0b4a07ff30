/** StorageClasses on persistent disks. */
import type { GcpConfig } from "../../config/schema";
import type { StorageClassSpec } from "../contract";

/** Name of the persistent disks' CSI driver. */
export const diskDriver = "pd.csi.storage.gke.io";

export function storageClasses(classes: GcpConfig["storage"]["classes"]): StorageClassSpec[] {
  return classes.map(({ name, diskType, regional, reclaim, default: isDefault }) => ({
    name,
    provisioner: diskDriver,
    parameters: { type: diskType, ...(regional ? { "replication-type": "regional-pd" } : {}) },
    reclaim,
    expandable: true,
    default: isDefault,
  }));
}
