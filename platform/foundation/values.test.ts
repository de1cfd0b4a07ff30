import * as pulumi from "@pulumi/pulumi";
import { containerResources, merge, withResources } from "./values";

const bounds = { requests: { cpu: "1", memory: "1Gi" }, limits: { cpu: "2", memory: "2Gi" } };

test("resources stand at their paths, beside each other", () => {
  expect(withResources({ "a.b.resources": bounds, "a.resources": bounds, resources: bounds })).toEqual({
    a: { b: { resources: bounds }, resources: bounds },
    resources: bounds,
  });
});

test("merging keeps both sides, lets the second win, and changes neither", () => {
  const first = { a: { x: 1, list: [1, 2] }, b: "first" };
  const second = { a: { y: 2, list: [3] }, b: "second" };
  expect(merge(first, second)).toEqual({ a: { x: 1, y: 2, list: [3] }, b: "second" });
  expect(first).toEqual({ a: { x: 1, list: [1, 2] }, b: "first" });
});

test("an output is a value, not a map to merge", () => {
  const output = pulumi.output("later");
  expect(merge({ a: { b: 1 } }, { a: output })["a"]).toBe(output);
  expect(merge({ a: output }, { a: { b: 1 } })).toEqual({ a: { b: 1 } });
});

test("configured resources become requests and limits", () => {
  expect(containerResources({ cpu: { request: "1", limit: "2" }, memory: { request: "1Gi", limit: "2Gi" } })).toEqual(
    bounds,
  );
});
