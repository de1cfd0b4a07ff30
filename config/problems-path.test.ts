import { formatPath, parsePath } from "./problems-path";

const cases: [(string | number)[], string][] = [
  [["site"], "site"],
  [["cluster", "nodePools", 0, "count"], "cluster.nodePools[0].count"],
  [["storage", "volumes", "A B", "size"], 'storage.volumes["A B"].size'],
  [["openstack", "flavors", "m1.small"], 'openstack.flavors["m1.small"]'],
  [["a", 'say "x"\n', 12, "__proto__"], 'a["say \\"x\\"\\n"][12].__proto__'],
  [["", "0"], '[""].0'],
  [[], ""],
];

test.each(cases)("path %j is written %s", (path, text) => {
  expect(formatPath(path)).toBe(text);
});

test.each(cases)("path %j is read again", (path, text) => {
  expect(parsePath(text)).toEqual(path);
});
