import { closest } from "./problems-words";

test.each([
  ["adminstrators", ["administrators", "cidr"], "administrators"],
  ["Owner", ["owner", "site"], "owner"],
  ["volumeTyp", ["volumeType", "volume"], "volumeType"],
  ["nodes", ["cidr", "administrators"], undefined],
  ["x", ["cidr"], undefined],
  ["x", ["a"], undefined],
  ["", ["a"], undefined],
  ["o".repeat(65), ["o".repeat(64)], undefined],
])("nearest to %s in %j is %s", (key, words, nearest) => {
  expect(closest(key, words)).toBe(nearest);
});
