import { exceptionProblems, exceptionTable, isExpired, today, type Exception } from "./exceptions";

const exception: Exception = {
  rule: "replicas",
  resource: "*/grafana",
  reason: "One pod | until the database is shared",
  owner: "anna",
  expires: "2027-03-31",
};
const changed = (change: Partial<Exception>): Exception => ({ ...exception, ...change });
const name = "The exception of */grafana from replicas";

test("today is a day in UTC", () => expect(today(new Date("2026-11-21T23:59:59Z"))).toBe("2026-11-21"));

test.each([
  ["2027-03-30", false],
  ["2027-03-31", false],
  ["2027-04-01", true],
])("on %s expired is %s: the last day counts", (day, expected) => expect(isExpired(exception, day)).toBe(expected));

test.each(["never", "2026/01/01", "2099", "", undefined])("what ends on %s has never held", (expires) =>
  expect(isExpired({ expires: expires as string }, "2026-01-01")).toBe(true),
);

test.each<[string, Partial<Exception>, string[]]>([
  ["complete", {}, []],
  [
    "of no rule",
    { rule: "replica" },
    ["The exception of */grafana from replica names a rule that does not exist: write one of docs/policies.md."],
  ],
  ["without a reason", { reason: " " }, [`${name} has no reason or no owner.`]],
  ["without an owner", { owner: undefined }, [`${name} has no reason or no owner.`]],
  [
    "without an end",
    { expires: undefined },
    [`${name} has no end: write its last day as \`expires\`, like 2027-03-31.`],
  ],
  [
    "with an end that is no day",
    { expires: "2027-02-31x" },
    [`${name} has no end: write its last day as \`expires\`, like 2027-03-31.`],
  ],
  [
    "expired",
    { expires: "2026-11-20" },
    [`${name} expired on 2026-11-20: comply with the rule, or let anna renew it with a reason of today.`],
  ],
])("%s", (_, change, expected) => {
  expect(exceptionProblems([changed(change)], ["replicas"], "2026-11-21")).toEqual(expected);
});

test("the table for a pull request", () => {
  expect(exceptionTable([exception, changed({ expires: "2026-01-01", resource: "vault" })], "2026-11-21")).toBe(
    [
      "| rule | resource | reason | owner | until |",
      "| --- | --- | --- | --- | --- |",
      "| `replicas` | */grafana | One pod \\| until the database is shared | anna | 2027-03-31 |",
      "| `replicas` | vault | One pod \\| until the database is shared | anna | 2026-01-01 **expired** |",
      "",
    ].join("\n"),
  );
  expect(exceptionTable([], "2026-11-21")).toBe("");
});
