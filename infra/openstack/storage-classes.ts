/** StorageClasses on Cinder. */
import type { OpenstackConfig } from "../../config/schema";
import type { StorageClassSpec } from "../contract";

/** Name of Cinder's CSI driver. */
export const cinderDriver = "cinder.csi.openstack.org";

/** The out-of-tree driver's classes; the old kubernetes.io/cinder is gone since Kubernetes 1.26. */
export function storageClasses(classes: OpenstackConfig["storage"]["classes"]): StorageClassSpec[] {
  return classes.map(({ create, name, volumeType, reclaim, default: isDefault }) => ({
    name,
    provisioner: cinderDriver,
    parameters: { type: volumeType },
    reclaim,
    expandable: true,
    default: isDefault,
    ...(create ? {} : { exists: true }),
  }));
}
