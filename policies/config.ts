/** A policy configuration: the JSON that `pulumi --policy-pack-config`, `policy test --config` and `render` read alike. */
import type { Exception } from "./exceptions";
import type { Level, Rule, Settings } from "./rule";

/** Rule to its level, or to its level and settings. "all" is for rules that are not named. */
export type PolicyConfig = Record<string, RuleLevel | ({ enforcementLevel?: RuleLevel } & Settings)>;

export type RuleLevel = Level | "disabled";

/** Name under which exceptions stand in the configuration; the policy of that name refuses expired ones. */
export const exceptionsKey = "exceptions";

/** The level of a rule: its own, else that of all, else mandatory. */
export function levelOf(name: string, config: PolicyConfig): RuleLevel {
  const own = config[name];
  const said = typeof own === "string" ? own : own?.enforcementLevel;
  const all = config.all;
  return said ?? (typeof all === "string" ? all : all?.enforcementLevel) ?? "mandatory";
}

/** The settings of a rule: those of the configuration over the rule's own. */
export function settingsOf<C extends Settings>(rule: Rule<C>, config: PolicyConfig): C {
  const own = config[rule.name];
  if (own === undefined || typeof own === "string") return rule.defaults;
  const settings = Object.entries(own).filter(([key]) => key !== "enforcementLevel");
  return { ...rule.defaults, ...(Object.fromEntries(settings) as Partial<C>) };
}

export function exceptionsOf(config: PolicyConfig): Exception[] {
  const own = config[exceptionsKey];
  return own === undefined || typeof own === "string" ? [] : ((own.list as Exception[] | undefined) ?? []);
}
