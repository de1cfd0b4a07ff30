/** Every rule against its table of cases. */
import type { Case } from "../case";
import { saysOf } from "../cases";
import { groups, type Rule } from "../rule";
import { rules } from ".";
import { cases } from "./cases";

const all = rules.map((rule): [string, Rule] => [rule.name, rule]);
const tableOf = (name: string) => cases[name] ?? { good: [], bad: [] };

test("each rule has a table, and no table is without a rule", () => {
  expect(Object.keys(cases)).toEqual(rules.map(({ name }) => name));
});

test("names are unique, and rules stand in the order of their groups", () => {
  expect(new Set(rules.map(({ name }) => name)).size).toBe(rules.length);
  const order = rules.map(({ group }) => groups.indexOf(group));
  expect(order).toEqual([...order].sort((a, b) => a - b));
});

test.each(all)("%s says what it does in the cluster, or why it can do nothing there", (_, rule) => {
  expect([rule.admission === undefined, rule.notInCluster === undefined]).toEqual(
    rule.admission === undefined ? [true, false] : [false, true],
  );
});

test.each(all)("%s describes each of its settings", (_, rule) => {
  expect(Object.keys(rule.settings)).toEqual(Object.keys(rule.defaults));
  for (const schema of Object.values(rule.settings))
    expect(schema).toMatchObject({ description: expect.stringMatching(/\.$/) as string });
});

test.each(all)("%s has at least six good and six bad cases, each with a name of its own", (name) => {
  const { good, bad } = tableOf(name);
  expect(Math.min(good.length, 6)).toBe(6);
  expect(Math.min(bad.filter(({ says }) => says?.some((line) => !line.startsWith("? "))).length, 6)).toBe(6);
  for (const list of [good, bad]) expect(new Set(list.map((one) => one.name)).size).toBe(list.length);
});

describe.each(all)("%s", (name, rule) => {
  const { good, bad } = tableOf(name);
  const titled = (list: Case[]) => list.map((one): [string, Case] => [one.name, one]);

  test.each(titled(good))("good: %s", (_, one) => expect(saysOf(rule, one)).toEqual([]));
  test.each(titled(bad))("bad: %s", (_, one) => expect(saysOf(rule, one)).toEqual(one.says));
});
