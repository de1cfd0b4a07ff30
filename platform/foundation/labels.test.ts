import { labelValue, siteLabels } from "./labels";

test.each([
  ["platform-team", "platform-team"],
  ["Platform team (ROE)", "Platform-team-ROE"],
  ["_x_", "x"],
  ["ä", ""],
  ["a".repeat(70), "a".repeat(63)],
  [`${"a".repeat(62)}  b`, "a".repeat(62)],
])("%j as a label is %j", (text, expected) => expect(labelValue(text)).toBe(expected));

test("objects say who made them, where, and who answers for them", () => {
  expect(siteLabels({ site: "roe", owner: "Wide Field Astronomy Unit" })).toEqual({
    "app.kubernetes.io/managed-by": "pulumi",
    "science-platform/site": "roe",
    "science-platform/owner": "Wide-Field-Astronomy-Unit",
  });
});
