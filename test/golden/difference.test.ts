import type { Run } from "../mocks";
import { difference, render } from "./golden";

const volume = (inputs: object, more = {}) => ({ type: "openstack:Volume", name: "homes", inputs, ...more });
const text = (resources: Run["resources"], outputs = {}) => render({ resources, outputs });

test.each<[string, string, string, string[]]>([
  ["equal", text([volume({ size: 1 })]), text([volume({ size: 1 })]), []],
  ["a new resource", text([]), text([volume({})]), ["+ openstack:Volume homes"]],
  ["one that is gone", text([volume({}, { parent: "x::y" })]), text([]), ["- openstack:Volume homes (in x::y)"]],
  [
    "a changed input and a lost protection",
    text([volume({ size: 1 }, { protect: true })]),
    text([volume({ size: 2 })]),
    ["~ openstack:Volume homes", '    - "size": 1', '    - "protect": true', '    + "size": 2'],
  ],
  [
    "another order of a list",
    text([volume({ tags: ["a", "b", "c"] })]),
    text([volume({ tags: ["b", "a", "c"] })]),
    ["~ openstack:Volume homes", "    (the order or nesting changed)"],
  ],
  ["a changed output", text([], { a: 1 }), text([], { a: 2 }), ["~ output a", "    - 1", "    + 2"]],
  ["no golden yet", "", text([volume({})]), ["+ openstack:Volume homes"]],
])("%s", (_, committed, actual, lines) => {
  expect(difference(committed, actual)).toEqual(lines);
});
