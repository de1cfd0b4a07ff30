/** Names by which declarations ask for a login of its own at the cloud. */
export function cloudKey(purpose: string, part: "id" | "secret"): string {
  return `cloud/${purpose}/${part}`;
}
