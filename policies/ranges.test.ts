import { contains, isWorld } from "./ranges";

test.each([
  ["10.0.0.0/8", "10.1.2.0/24", true],
  ["10.0.0.0/8", "10.0.0.7", true],
  ["10.0.0.0/24", "10.0.0.0/16", false],
  ["10.0.0.0/24", "10.0.1.0/24", false],
  ["10.0.0.0/24", "::1", false],
  ["2001:db8::/32", "2001:db8:1::/48", true],
  ["10.0.0.0/24", "somewhere", false],
  ["10.0.0.0/33", "10.0.0.0/33", false],
])("%s holds %s: %s", (outer, inner, expected) => expect(contains(outer, inner)).toBe(expected));

test.each([
  ["0.0.0.0/0", true],
  ["::/0", true],
  ["128.0.0.0/1", true],
  ["2000::/3", true],
  ["*", true],
  ["", true],
  [undefined, true],
  ["10.0.0.0/8", false],
  ["192.0.2.7", false],
  ["nodes.example.org", false],
])("%s is the world: %s", (range, expected) => expect(isWorld(range)).toBe(expected));
