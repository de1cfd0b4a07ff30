import { lifecycleRules } from "./bucket-lifecycle";

const old = (days: number) => ({
  action: { type: "Delete" },
  condition: { daysSinceNoncurrentTime: days, withState: "ARCHIVED" },
});
const pieces = { action: { type: "AbortIncompleteMultipartUpload" }, condition: { age: 7 } };
const after = (age: number) => ({ action: { type: "Delete" }, condition: { age, withState: "ANY" } });

test.each([
  ["kept for ever: only old versions and pieces go", undefined, [old(30), pieces]],
  ["deleted after 90 days", 90, [after(90), old(30), pieces]],
  ["deleted after 5 days: their old versions no later", 5, [after(5), old(5), pieces]],
])("%s", (_, days, rules) => {
  expect(lifecycleRules(days)).toEqual(rules);
});
