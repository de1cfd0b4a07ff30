import { machineType, machineTypes } from "./machine-types";

test.each([
  ["n2-standard-8", 8, 32],
  ["n2-standard-32", 32, 128],
  ["n2-highmem-16", 16, 128],
  ["n2-highmem-128", 128, 864],
  ["n2-highcpu-96", 96, 96],
  ["n2d-highmem-16", 16, 128],
  ["n2d-standard-224", 224, 896],
  ["n1-standard-1", 1, 3.75],
  ["n1-highmem-2", 2, 13],
  ["n4-highcpu-4", 4, 8],
  ["e2-standard-4", 4, 16],
  ["e2-highcpu-2", 2, 2],
  ["e2-medium", 2, 4],
  ["c2-standard-60", 60, 240],
  ["c2d-highmem-112", 112, 896],
  ["c3-standard-22", 22, 88],
  ["c3-standard-22-lssd", 22, 88],
  ["c3-highcpu-176", 176, 352],
  ["c3d-highmem-360", 360, 2880],
  ["c4-standard-2", 2, 7],
  ["c4-standard-8", 8, 30],
  ["t2d-standard-60", 60, 240],
  ["t2a-standard-48", 48, 192],
  ["g2-standard-12", 12, 48],
  ["a2-highgpu-1g", 12, 85],
  ["custom-4-16384", 4, 16],
  ["n2-custom-6-20480", 6, 20],
  ["e2-custom-2-4096", 2, 4],
  ["n2d-custom-2-65536-ext", 2, 64],
])("%s has %d cores and %d GiB", (name, cpu, gib) => {
  expect(machineType(name)).toEqual({ cpu, memory: gib * 1024 });
});

test.each([
  "n2-standard-7",
  "n2-standard",
  "t2a-standard-60",
  "t2d-highmem-4",
  "m9-standard-8",
  "n2-custom-6",
  "constructor",
  "",
])("%p is not known", (name) => {
  expect(machineType(name)).toBeUndefined();
});

test("every listed type is computed, and none stands there twice", () => {
  expect(machineTypes.filter((name) => machineType(name) === undefined)).toEqual([]);
  expect(new Set(machineTypes).size).toBe(machineTypes.length);
});
