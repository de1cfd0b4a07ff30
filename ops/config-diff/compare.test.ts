import { compare, type Difference } from "./compare";

/** Differences of two values without defaults, as [path, a, b]. */
function written(a: unknown, b: unknown): unknown[][] {
  return compare({ written: a, resolved: a }, { written: b, resolved: b }).map((one) => [
    one.path,
    one.a.value,
    one.b.value,
  ]);
}

test.each<[string, unknown, unknown, unknown[][]]>([
  ["the same", { a: { b: [1, { name: "x" }] } }, { a: { b: [1, { name: "x" }] } }, []],
  ["a value", { a: { b: 1, c: 2 } }, { a: { b: 3, c: 2 } }, [["a.b", 1, 3]]],
  ["a key of one", { a: {} }, { a: { b: { c: 1 } } }, [["a.b", undefined, { c: 1 }]]],
  ["keys in another order", { a: 1, b: 2 }, { b: 2, a: 1 }, []],
  ["a mapping and a text", { a: { b: 1 } }, { a: "x" }, [["a", { b: 1 }, "x"]]],
  ["keys that are no words", { "m1.large": { cpu: 4 } }, { "m1.large": { cpu: 8 } }, [['["m1.large"].cpu', 4, 8]]],
  [
    "named objects in another order",
    { pools: [{ name: "x", count: 1 }, { name: "y" }] },
    { pools: [{ name: "y" }, { name: "x", count: 2 }] },
    [["pools[x].count", 1, 2]],
  ],
  [
    "a named object of one",
    { pools: [{ name: "x" }] },
    { pools: [{ name: "y" }, { name: "x" }] },
    [["pools[y]", undefined, { name: "y" }]],
  ],
  [
    "images, the first of which is the default",
    { images: [{ name: "x" }, { name: "y" }, { name: "z" }] },
    { images: [{ name: "y" }, { name: "x" }] },
    [
      ["images[z]", { name: "z" }, undefined],
      ["images (order)", ["x", "y"], ["y", "x"]],
    ],
  ],
  [
    "images of one name by their tags",
    {
      images: [
        { name: "x", tag: "1", title: "t" },
        { name: "x", tag: "2" },
      ],
    },
    {
      images: [
        { name: "x", tag: "1" },
        { name: "x", tag: "2" },
      ],
    },
    [["images[x:1].title", "t", undefined]],
  ],
  [
    "taints by key and effect",
    { taints: [{ key: "k", effect: "NoSchedule", value: "a" }] },
    { taints: [{ key: "k", effect: "NoSchedule", value: "b" }] },
    [["taints[k:NoSchedule].value", "a", "b"]],
  ],
  [
    "quotas by user",
    { quotas: [{ uid: 1, mib: 1 }] },
    {
      quotas: [
        { uid: 2, mib: 1 },
        { uid: 1, mib: 2 },
      ],
    },
    [
      ["quotas[1].mib", 1, 2],
      ["quotas[2]", undefined, { uid: 2, mib: 1 }],
    ],
  ],
  ["objects without a name by index", { l: [{ a: 1 }, { a: 2 }] }, { l: [{ a: 1 }, { a: 3 }] }, [["l[1].a", 2, 3]]],
  ["plain lists in another order", { l: ["x", "y"] }, { l: ["y", "x"] }, []],
  ["plain lists with other items", { l: ["x", "y"] }, { l: ["y"] }, [["l", ["x", "y"], ["y"]]]],
  ["an item twice", { l: ["x"] }, { l: ["x", "x"] }, [["l", ["x"], ["x", "x"]]]],
  [
    "name servers in another order",
    { dnsServers: ["x", "y"] },
    { dnsServers: ["y", "x"] },
    [["dnsServers", ["x", "y"], ["y", "x"]]],
  ],
  ["a list of one", { a: 1 }, { a: 1, l: ["x"] }, [["l", undefined, ["x"]]]],
])("%s", (_, a, b, expected) => {
  expect(written(a, b)).toEqual(expected);
});

test("a value and the other's default are the same, or say which is the default", () => {
  const a = { written: { name: "x" }, resolved: { name: "x", ttl: 300, size: 1 } };
  const b = { written: { name: "x", ttl: 300, size: 2 }, resolved: { name: "x", ttl: 300, size: 2 } };
  expect(compare(a, b)).toEqual([
    {
      path: "size",
      a: { value: 1, default: true, path: ["size"] },
      b: { value: 2, default: false, path: ["size"] },
    },
  ]);
});

test("a section shows what is written in it, and what follows from a choice is not listed", () => {
  const a = { written: { secrets: { backend: "kubernetes" } }, resolved: { secrets: { backend: "kubernetes" } } };
  const b = {
    written: { secrets: { backend: "vault" }, database: { kind: "in-cluster" } },
    resolved: { secrets: { backend: "vault", mount: "secret" }, database: { kind: "in-cluster", storage: "10Gi" } },
  };
  expect(compare(a, b)).toEqual([
    {
      path: "secrets.backend",
      a: { value: "kubernetes", default: false, path: ["secrets", "backend"] },
      b: { value: "vault", default: false, path: ["secrets", "backend"] },
    },
    {
      path: "database",
      a: { default: false, path: ["database"] },
      b: { value: { kind: "in-cluster" }, default: false, path: ["database"] },
    },
  ]);
});

test("each side says where it stands in its own file, and which items only it has", () => {
  const a = { pools: [{ name: "y" }, { name: "x", zones: ["1", "2", "3"] }] };
  const b = { pools: [{ name: "x", zones: ["2", "4"] }] };
  expect(compare({ written: a, resolved: a }, { written: b, resolved: b })).toEqual<Difference[]>([
    {
      path: "pools[y]",
      a: { value: { name: "y" }, default: false, path: ["pools", 0] },
      b: { default: false, path: ["pools"] },
    },
    {
      path: "pools[x].zones",
      a: {
        value: ["1", "2", "3"],
        default: false,
        path: ["pools", 1, "zones"],
        items: [
          ["pools", 1, "zones", 0],
          ["pools", 1, "zones", 2],
        ],
      },
      b: { value: ["2", "4"], default: false, path: ["pools", 0, "zones"], items: [["pools", 0, "zones", 1]] },
    },
  ]);
});
