import { closest, formatPath } from "./problems";

test.each([
  [["site"], "site"],
  [["cluster", "nodePools", 0, "count"], "cluster.nodePools[0].count"],
  [["storage", "volumes", "A B", "size"], 'storage.volumes["A B"].size'],
  [["cloud", "flavors", "m1.small"], 'cloud.flavors["m1.small"]'],
  [[], ""],
])("path %j is written %s", (path, text) => {
  expect(formatPath(path)).toBe(text);
});

test.each([
  ["adminstrators", ["administrators", "cidr"], "administrators"],
  ["Owner", ["owner", "site"], "owner"],
  ["volumeTyp", ["volumeType", "volume"], "volumeType"],
  ["nodes", ["cidr", "administrators"], undefined],
  ["x", ["cidr"], undefined],
])("nearest to %s in %j is %s", (key, words, nearest) => {
  expect(closest(key, words)).toBe(nearest);
});
