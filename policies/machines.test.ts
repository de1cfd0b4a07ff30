import { machineSize } from "./machines";

const gib = 2 ** 30;
test.each([
  ["small", { cpu: 2, memory: 4 * gib }],
  ["n2-standard-8", { cpu: 8, memory: 32 * gib }],
  ["n1-highmem-4", { cpu: 4, memory: 26 * gib }],
  ["e2-highcpu-16", { cpu: 16, memory: 16 * gib }],
  ["e2-medium", { cpu: 2, memory: 4 * gib }],
  ["n2-custom-6-20480", { cpu: 6, memory: 20 * gib }],
  ["unheard-of", undefined],
])("the size of %s", (name, expected) =>
  expect(machineSize(name, { small: { cpu: 2, memory: "4Gi" } })).toEqual(expected),
);
