/** Address ranges as far as rules need them. */
import { BlockList, isIP } from "node:net";

interface Range {
  address: string;
  prefix: number;
  family: "ipv4" | "ipv6";
}

/** "192.0.2.0/24", "192.0.2.7", "2001:db8::/32"; undefined for anything else. */
function parse(text: string): Range | undefined {
  const [address = "", length, ...more] = text.trim().split("/");
  const version = isIP(address);
  if (version === 0 || more.length > 0) return undefined;
  const bits = version === 4 ? 32 : 128;
  const prefix = length === undefined ? bits : /^\d+$/.test(length) ? Number(length) : NaN;
  return prefix >= 0 && prefix <= bits ? { address, prefix, family: `ipv${version as 4 | 6}` } : undefined;
}

/** Whether everything in the inner range lies in the outer one; false when one of them is no range. */
export function contains(outer: string, inner: string): boolean {
  const [around, within] = [parse(outer), parse(inner)];
  if (around === undefined || within?.family !== around.family || within.prefix < around.prefix) return false;
  const list = new BlockList();
  list.addSubnet(around.address, around.prefix, around.family);
  return list.check(within.address, within.family);
}

/** Whether a range is the whole world, or so much of it that few pieces make the whole. No range at all is every address. */
export function isWorld(text: string | undefined): boolean {
  if (text === undefined || ["", "*", "any"].includes(text.trim().toLowerCase())) return true;
  const range = parse(text);
  return range !== undefined && range.prefix < (range.family === "ipv4" ? 8 : 16);
}
