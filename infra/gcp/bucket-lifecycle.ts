/** What becomes of a bucket's objects with time. */

/** As Cloud Storage's API has it. */
export interface LifecycleRule {
  action: { type: "Delete" | "AbortIncompleteMultipartUpload" };
  condition: { age?: number; daysSinceNoncurrentTime?: number; withState?: "ANY" | "ARCHIVED" };
}

/** Days that one can take back a deletion or an overwriting. */
export const keepVersions = 30;

/**
 * @param deleteAfter Days after which objects are deleted; undefined: never. They then stay as old versions for a while, unless they have
 * to be gone sooner than that anyway.
 */
export function lifecycleRules(deleteAfter: number | undefined): LifecycleRule[] {
  return [
    ...(deleteAfter === undefined
      ? []
      : [{ action: { type: "Delete" as const }, condition: { age: deleteAfter, withState: "ANY" as const } }]),
    {
      action: { type: "Delete" },
      condition: {
        daysSinceNoncurrentTime: Math.min(keepVersions, deleteAfter ?? keepVersions),
        withState: "ARCHIVED",
      },
    },
    // Pieces of uploads that were never finished cost as much as objects, and nobody sees them.
    { action: { type: "AbortIncompleteMultipartUpload" }, condition: { age: 7 } },
  ];
}
