/** Where a service finds a bucket of the site. Pure. */
import type { Given } from "./service";

type Store = NonNullable<Given["objectStore"]>;

/**
 * @param purpose As objectStore.buckets names it.
 * @throws Error when the layer has none of it: config/checks says it to people.
 */
export function bucketOf(
  { objectStore }: Pick<Given, "objectStore">,
  purpose: string,
): { store: Store; bucket: Store["buckets"][string] } {
  const bucket = objectStore?.buckets[purpose];
  if (objectStore === undefined || bucket === undefined) throw new Error(`there is no bucket ${purpose}`);
  return { store: objectStore, bucket };
}
