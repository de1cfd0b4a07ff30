import { guardedKind, guardedKinds, kindsOfGuarded } from "./guarded";
import { parseConfig } from "./parse";
import { validInput } from "./testing";

test("each kind once, each type's kind, and none for what can be made again", () => {
  expect(kindsOfGuarded).toEqual([
    "cluster",
    "node-group",
    "volume",
    "share",
    "zone",
    "address",
    "bucket",
    "database",
    "repository",
    "key",
    "backup",
  ]);
  for (const [type, kind] of Object.entries(guardedKinds)) expect(guardedKind(type)).toBe(kind);
  expect(guardedKind("openstack:containerinfra/clusterTemplate:ClusterTemplate")).toBeUndefined();
  expect(guardedKind("toString")).toBeUndefined();
});

test.each(kindsOfGuarded)("allowReplace takes %s/name", (kind) => {
  expect(parseConfig({ ...validInput(), allowReplace: [`${kind}/a-1`] })).toMatchObject({
    config: { allowReplace: [`${kind}/a-1`] },
  });
});

test.each(["cluster", "cluster/", "server/a", "volume/Homes", "volume/*"])("allowReplace does not take %s", (name) => {
  expect(parseConfig({ ...validInput(), allowReplace: [name] })).toEqual({
    problems: [
      {
        path: "allowReplace[0]",
        message: `"${name}" is wrong: write a resource as \`science-platform preview\` names it, like "cluster/cluster" or "volume/homes"`,
      },
    ],
  });
});
