import * as fc from "fast-check";
import { addressAt, addressCount, isNetwork, overlap, placeIn, prefixLength, within } from "./ranges";

test.each([
  ["10.0.0.0/24", "10.0.0.0/24", true],
  ["10.0.0.0/16", "10.0.255.0/24", true],
  ["10.0.255.255/32", "10.0.0.0/16", true],
  ["10.0.0.0/24", "10.0.1.0/24", false],
  ["0.0.0.0/0", "255.255.255.255/32", true],
  ["172.16.0.0/13", "172.24.0.0/13", false],
  ["128.0.0.0/1", "127.255.255.255/32", false],
])("overlap(%s, %s) is %s, both ways round", (a, b, expected) => {
  expect(overlap(a, b)).toBe(expected);
  expect(overlap(b, a)).toBe(expected);
});

test.each([
  ["10.0.0.0/24", true],
  ["10.0.0.7/24", false],
  ["10.0.0.7/32", true],
  ["0.0.0.0/0", true],
])("isNetwork(%s) is %s", (cidr, expected) => {
  expect(isNetwork(cidr)).toBe(expected);
});

test.each([
  ["10.0.0.0/24", 24, 256],
  ["10.0.0.0/8", 8, 16777216],
  ["0.0.0.0/0", 0, 4294967296],
  ["10.0.0.7/32", 32, 1],
  ["10.0.0.7", 32, 1],
])("%s has %d leading bits and %d addresses", (cidr, length, count) => {
  expect(prefixLength(cidr)).toBe(length);
  expect(addressCount(cidr)).toBe(count);
});

test.each([
  ["10.0.0.7", "10.0.0.0/24", true],
  ["10.0.1.7", "10.0.0.0/24", false],
])("an address is a range of one: %s in %s is %s", (address, cidr, expected) => {
  expect(overlap(address, cidr)).toBe(expected);
});

/** The leading bits of a range as text: "00001010" for 10.0.0.0/8. */
function bits(cidr: string): string {
  const [address = "", length = "32"] = cidr.split("/");
  const octets = address.split(".").map((octet) => Number(octet).toString(2).padStart(8, "0"));
  return octets.join("").slice(0, Number(length));
}

const anyRange = fc
  .tuple(
    fc.array(fc.constantFrom(0, 1, 10, 127, 128, 255), { minLength: 4, maxLength: 4 }),
    fc.integer({ min: 0, max: 32 }),
  )
  .map(([octets, length]) => `${octets.join(".")}/${length}`);

test("two ranges overlap exactly when the leading bits of one begin with the other's", () => {
  fc.assert(
    fc.property(anyRange, anyRange, (a, b) => {
      expect(overlap(a, b)).toBe(bits(a).startsWith(bits(b)) || bits(b).startsWith(bits(a)));
    }),
  );
});

test.each([
  ["10.0.1.0/24", "10.0.0.0/16", true],
  ["10.0.0.0/16", "10.0.0.0/16", true],
  ["10.0.255.255/32", "10.0.0.0/16", true],
  ["10.0.0.0/16", "10.0.1.0/24", false],
  ["10.1.0.0/24", "10.0.0.0/16", false],
])("within(%s, %s) is %s", (inner, outer, expected) => {
  expect(within(inner, outer)).toBe(expected);
});

test.each([
  ["10.0.0.0", "10.0.0.0/24", 0],
  ["10.0.1.4", "10.0.0.0/16", 260],
  ["9.255.255.255", "10.0.0.0/24", -1],
  ["255.255.255.255", "0.0.0.0/0", 4294967295],
])("%s stands in %s at place %d, and that place is it", (address, cidr, place) => {
  expect(placeIn(address, cidr)).toBe(place);
  expect(addressAt(cidr, place)).toBe(address);
});
