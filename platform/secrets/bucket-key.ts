/** Names by which declarations ask for the keys of a bucket of the hardware. */
export function bucketKey(purpose: string, part: "access" | "secret"): string {
  return `bucket/${purpose}/${part}`;
}
