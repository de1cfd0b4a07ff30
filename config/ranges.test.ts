import { isNetwork, overlap } from "./ranges";

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
