/** Addresses, as network policies need them. Pure. */
const usual: Readonly<Record<string, number>> = { "http:": 80, "https:": 443, "ldap:": 389, "ldaps:": 636 };

/** Port of an address, which says it or has the usual one of its kind; of a kind that is not known 443. */
export function portOf(address: string): number {
  const { port, protocol } = new URL(address);
  return port === "" ? (usual[protocol] ?? 443) : Number(port);
}
