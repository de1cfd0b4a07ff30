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

/** True when every address of the one range lies in the other. */
export function within(inner: string, outer: string): boolean {
  const [one, other] = [interval(inner), interval(outer)];
  return other.first <= one.first && one.last <= other.last;
}

/** Place of an address in a range: 1 for "10.0.0.1" in "10.0.0.0/24". Below 0, or not below {@link addressCount}: outside of it. */
export function placeIn(address: string, cidr: string): number {
  return interval(address).first - interval(cidr).first;
}

/** The address at a place of a range: "10.0.0.1" for 1 in "10.0.0.0/24". */
export function addressAt(cidr: string, place: number): string {
  const number = interval(cidr).first + place;
  return [24, 16, 8, 0].map((bits) => Math.floor(number / 2 ** bits) % 256).join(".");
}
