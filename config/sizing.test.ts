import { quantity } from "./quantity";
import { allocatable, dmtn084, labSizes } from "./sizing";

test("a node keeps half a core and a tenth of its memory", () => {
  expect(allocatable({ cpu: 8, memory: 1000 })).toEqual({ cpu: 7.5, memory: 900 });
  expect(allocatable({ cpu: 0.25, memory: 0 })).toEqual({ cpu: 0, memory: 0 });
});

test.each(labSizes)("the size $name is a user of DMTN-084, and its request is within its limit", ({ cpu, memory }) => {
  const [least, most] = [dmtn084.userCpu.min, dmtn084.userCpu.max].map(quantity);
  expect(quantity(cpu.limit)).toBeGreaterThanOrEqual(least ?? NaN);
  expect(quantity(cpu.limit)).toBeLessThanOrEqual(most ?? NaN);
  expect(quantity(memory.limit)).toBeGreaterThanOrEqual(quantity(dmtn084.userMemory.min) ?? NaN);
  expect(quantity(cpu.request)).toBeLessThanOrEqual(quantity(cpu.limit) ?? NaN);
  expect(quantity(memory.request)).toBeLessThanOrEqual(quantity(memory.limit) ?? NaN);
});
