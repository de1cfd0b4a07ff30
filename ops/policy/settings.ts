/** Which rules are applied, with which settings: what stands on the command line and in a file. */
import * as fs from "node:fs";
import { Ajv, type ErrorObject } from "ajv";
import { parse } from "yaml";
import { closest } from "../../config/problems-words";
import { exceptionsKey, type PolicyConfig, type RuleLevel } from "../../policies/config";
import { groups, type Rule } from "../../policies/rule";
import { rules } from "../../policies/rules";
import { UserError } from "../errors";

export interface Choice {
  /** Groups of rules. */
  set: readonly string[];
  /** Single rules. */
  rule: readonly string[];
}

/** The rules of the groups and those named one by one; all when nothing is named. @throws UserError for a name that is none */
export function chosenRules({ set, rule }: Choice): Rule[] {
  check(set, groups, "a set of rules");
  check(
    rule,
    rules.map(({ name }) => name),
    "a rule",
  );
  if (set.length + rule.length === 0) return rules;
  return rules.filter(({ group, name }) => set.includes(group) || rule.includes(name));
}

function check(given: readonly string[], known: readonly string[], what: string): void {
  for (const one of given)
    if (!known.includes(one)) throw new UserError(`"${one}" is not ${what}: ${suggestion(one, known)}`);
}

function suggestion(one: string, known: readonly string[]): string {
  const nearest = closest(one, known);
  return nearest === undefined ? `there are ${known.join(", ")}` : `did you mean "${nearest}"?`;
}

const levels: readonly RuleLevel[] = ["mandatory", "advisory", "disabled"];

/**
 * The configuration in a file: JSON or YAML of the form of policies/config.<stack>.json.
 *
 * @throws UserError with everything that is wrong with it.
 */
export function readPolicyConfig(file: string): PolicyConfig {
  let content: unknown;
  try {
    content = parse(fs.readFileSync(file, "utf8"));
  } catch (error) {
    throw new UserError(`${file} cannot be read: ${(error as Error).message.split("\n")[0]}`);
  }
  if (content === null || content === undefined) return {};
  if (!isMap(content)) throw new UserError(`${file} is no mapping of rules to levels or settings.`);
  const problems = Object.entries(content).flatMap(([name, value]) => entryProblems(name, value));
  if (problems.length > 0) throw new UserError([`${file}:`, ...problems.map((one) => `  - ${one}`)].join("\n"));
  return Object.fromEntries(Object.entries(content).map(([name, value]) => [name, texts(name, value)]));
}

function entryProblems(name: string, value: unknown): string[] {
  const rule = rules.find((one) => one.name === name);
  if (rule === undefined && name !== "all" && name !== exceptionsKey)
    return [`"${name}" is not a rule: ${suggestion(name, [...rules.map((one) => one.name), "all", exceptionsKey])}`];
  if (typeof value === "string") return levelProblems(name, value);
  if (!isMap(value)) return [`${name}: write a level (${levels.join(", ")}) or settings`];
  const defaults: Record<string, unknown> = rule?.defaults ?? (name === exceptionsKey ? { list: [] } : {});
  return Object.entries(value).flatMap(([key, setting]) => {
    if (key === "enforcementLevel") return levelProblems(`${name}.${key}`, setting);
    if (!Object.hasOwn(defaults, key))
      return [`${name}.${key} is not a setting: ${suggestion(key, Object.keys(defaults))}`];
    const [is, should] = [kindOf(setting), kindOf(defaults[key])];
    if (is !== should && !(should === "a text" && is === "a number"))
      return [`${name}.${key} is ${is}: write ${should}`];
    return schemaProblems(`${name}.${key}`, asText(setting, defaults[key]), rule?.settings[key] ?? { type: "array" });
  });
}

const ajv = new Ajv({ allErrors: true, verbose: true });

/** What the schema of a setting says of its value: the same schema that the engine holds a policy configuration to. */
function schemaProblems(where: string, value: unknown, schema: object): string[] {
  if (ajv.validate(schema, value)) return [];
  return (ajv.errors ?? []).map((error) => `${where}${placeOf(error)} ${problemOf(error)}`);
}

/** "[1]" or ".large" below the setting. */
function placeOf({ instancePath }: ErrorObject): string {
  const keys = instancePath.split("/").slice(1);
  return keys.map((key) => (/^\d+$/.test(key) ? `[${key}]` : `.${key}`)).join("");
}

function problemOf({ keyword, message = "is wrong", params, data, parentSchema }: ErrorObject): string {
  const { allowedValues } = params as { allowedValues?: unknown[] };
  const told = `is ${JSON.stringify(data)}`;
  if (keyword === "enum") return `${told}: write ${(allowedValues ?? []).join(", ")}`;
  if (keyword === "pattern") return `${told}: ${String(parentSchema?.description ?? message)}`;
  return `${told}, which ${message}`;
}

function levelProblems(where: string, level: unknown): string[] {
  return levels.some((one) => one === level)
    ? []
    : [`${where} is ${JSON.stringify(level)}: write ${levels.join(", ")}`];
}

/** `cpu: 8` is easily written for a quantity, which is a text. */
function texts(name: string, value: unknown): PolicyConfig[string] {
  if (!isMap(value)) return value as RuleLevel;
  const defaults: Record<string, unknown> = rules.find((one) => one.name === name)?.defaults ?? {};
  const entries = Object.entries(value).map(([key, setting]) => [key, asText(setting, defaults[key])]);
  return Object.fromEntries(entries) as PolicyConfig[string];
}

function asText(setting: unknown, initial: unknown): unknown {
  return typeof initial === "string" && typeof setting === "number" ? String(setting) : setting;
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  if (isMap(value)) return "a mapping";
  const kinds: Record<string, string> = { string: "a text", number: "a number", boolean: "true or false" };
  return kinds[typeof value] ?? "nothing";
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
