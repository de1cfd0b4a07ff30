import { amount, quantity } from "./quantity";

test.each([
  ["500m", 0.5],
  ["2", 2],
  ["0.25", 0.25],
  [".5", 0.5],
  ["1e3", 1000],
  ["256Mi", 268435456],
  ["1G", 1e9],
  ["2Ti", 2199023255552],
  ["0", 0],
  ["-1", -1],
])("%s is %d", (text, expected) => expect(quantity(text)).toBeCloseTo(expected, 9));

test.each(["", "Mi", "1 Gi", "1gi", "1KB", "lots", "1e", "0x10"])("%p is no quantity", (text) =>
  expect(quantity(text)).toBeUndefined(),
);

test("an amount is a quantity, and nothing can be said of what is none", () => {
  expect(amount("500m")).toBe(0.5);
  expect(amount("lots")).toBeNaN();
});
