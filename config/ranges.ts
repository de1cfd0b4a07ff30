/** IPv4 ranges as intervals of numbers. */

/** @param cidr A valid IPv4 range like "10.20.0.0/24", or an address. */
function interval(cidr: string): { first: number; last: number } {
  const [address = "", length = "32"] = cidr.split("/");
  const number = address.split(".").reduce((sum, octet) => sum * 256 + Number(octet), 0);
  const size = 2 ** (32 - Number(length));
  const first = Math.floor(number / size) * size;
  return { first, last: first + size - 1 };
}

/** True when the two ranges (or addresses) have an address in common. */
export function overlap(a: string, b: string): boolean {
  const [one, other] = [interval(a), interval(b)];
  return one.first <= other.last && other.first <= one.last;
}

/** True for a range whose address has no bits beyond its length: 10.0.0.0/24 but not 10.0.0.7/24, which Neutron would refuse. */
export function isNetwork(cidr: string): boolean {
  const [address = ""] = cidr.split("/");
  return interval(cidr).first === interval(`${address}/32`).first;
}

/** Number of leading bits that all addresses of the range share: 24 for "10.0.0.0/24". */
export function prefixLength(cidr: string): number {
  return Number(cidr.split("/")[1] ?? 32);
}

/** Number of addresses in the range: 256 for "10.0.0.0/24". */
export function addressCount(cidr: string): number {
  return 2 ** (32 - prefixLength(cidr));
}
