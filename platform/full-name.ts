/** A host below the zone as browsers and Ingresses write it: "rsp" below "example.org." is "rsp.example.org". */
export function fullName(host: string, zone: string): string {
  return `${host}.${zone.replace(/\.$/, "")}`;
}
