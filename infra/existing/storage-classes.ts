/** StorageClasses of a cluster that somebody else made. */
import type { ExistingConfig } from "../../config/schema";
import type { StorageClassSpec } from "../contract";

export function storageClasses(classes: ExistingConfig["storage"]["classes"]): StorageClassSpec[] {
  return classes.map(({ create, ...spec }) => ({ ...spec, expandable: true, exists: !create }));
}
