import { preview } from "./cases";
import { Field, readable, UNKNOWN } from "./reader";

const field = (properties: object) => new Field(readable(preview(properties)));

test("an unknown is marked where it is and hides nothing beside it", () => {
  const value = readable(preview({ a: "$unknown", b: { c: ["$unknown", { d: 1 }] } }));
  expect(value).toEqual({ a: UNKNOWN, b: { c: [UNKNOWN, { d: 1 }] } });
});

test("everything below an unknown is unknown, and the path says which value that is", () => {
  const below = field({ spec: "$unknown" }).get("spec", "template", "containers");
  expect(below.unknown).toBe(true);
  expect(below.path).toBe("spec");
});

test("null counts as absent, like in Kubernetes; zero, false and empty text do not", () => {
  const properties = field({ none: null, zero: 0, no: false, empty: "" });
  expect(["none", "missing", "zero", "no", "empty"].filter((key) => properties.get(key).absent)).toEqual([
    "none",
    "missing",
  ]);
});

test("paths name list items by their name, and quote keys that are no words", () => {
  const spec = field({ spec: { containers: [{ name: "web", image: "x" }, { image: "y" }] }, "a.b/c": 1 });
  const [first, second] = spec.get("spec", "containers").items;
  expect([first?.get("image").path, second?.get("image").path, spec.get("spec", "a.b/c").path]).toEqual([
    "spec.containers[web].image",
    "spec.containers[1].image",
    'spec["a.b/c"]',
  ]);
});

test("walk visits every field once, depth first", () => {
  expect([...field({ a: { b: [1, "$unknown"] }, c: 2 }).walk()].map(({ path }) => path)).toEqual([
    "",
    "a",
    "a.b",
    "a.b[0]",
    "a.b[1]",
    "c",
  ]);
});

test.each([
  ["a map read as a list", field({ a: { b: 1 } }).get("a").items],
  ["text read as a map", field({ a: "b" }).get("a").entries],
  ["what every object has", field({ a: {} }).get("a", "constructor", "name").items],
  ["text below text", field({ a: "b" }).get("a", "b", "c").items],
])("%s is empty, not an error", (_, found) => expect(found).toEqual([]));
