import { addressCount, isNetwork, overlap, prefixLength } from "./ranges";

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
