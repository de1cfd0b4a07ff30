import { compare, plan, type Secrets } from "./compare";

const secrets = (record: Record<string, Record<string, string>>): Secrets => new Map(Object.entries(record));

const meant = secrets({ argocd: { a: "1", b: "2" }, portal: { a: "1" }, tap: {} });

test("nothing is said of what is as it is meant to be", () => {
  expect(compare(meant, secrets({ argocd: { a: "1", b: "2" }, portal: { a: "1" } }))).toEqual([]);
  expect(plan(meant, secrets({ argocd: { a: "1", b: "2" }, portal: { a: "1" } }), true)).toEqual([]);
});

const found = secrets({ argocd: { a: "other", c: "own" }, old: { a: "1" } });

test("what is missing, differs, or is not declared is told by name, without a value", () => {
  expect(compare(meant, found)).toEqual([
    { service: "argocd", key: "a", problem: "mismatched" },
    { service: "argocd", key: "b", problem: "missing" },
    { service: "argocd", key: "c", problem: "unknown" },
    { service: "old", problem: "unknown" },
    { service: "portal", problem: "missing" },
  ]);
});

test("a sync leaves what it does not know", () => {
  expect(plan(meant, found, false)).toEqual([
    {
      service: "argocd",
      action: "update",
      written: ["a", "b"],
      removed: [],
      values: { a: "1", b: "2", c: "own" },
    },
    { service: "portal", action: "create", written: ["a"], removed: [], values: { a: "1" } },
  ]);
});

test("and removes it when it is told to", () => {
  expect(plan(meant, found, true)).toEqual([
    { service: "argocd", action: "update", written: ["a", "b"], removed: ["c"], values: { a: "1", b: "2" } },
    { service: "old", action: "delete", written: [], removed: ["a"], values: {} },
    { service: "portal", action: "create", written: ["a"], removed: [], values: { a: "1" } },
  ]);
});

test("a secret with something unknown in it and nothing else to do stays untouched", () => {
  const extra = secrets({ argocd: { a: "1", b: "2", c: "own" }, portal: { a: "1" } });
  expect(plan(meant, extra, false)).toEqual([]);
});
