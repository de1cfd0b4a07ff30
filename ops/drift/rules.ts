/** Security group rules that somebody added: a refresh does not see them, because they are no part of what the stack made. */
import { z } from "zod";
import type { OpenstackClient } from "../openstack/client";

const ruleSchema = z.object({
  id: z.string(),
  direction: z.string(),
  ethertype: z.string(),
  protocol: z.string().nullish(),
  port_range_min: z.number().nullish(),
  port_range_max: z.number().nullish(),
  remote_ip_prefix: z.string().nullish(),
  remote_group_id: z.string().nullish(),
  description: z.string().nullish(),
});

export type Rule = z.infer<typeof ruleSchema>;

const rulesSchema = z.object({ security_group_rules: z.array(ruleSchema) });

/** A security group of the stack. */
export interface Group {
  /** Logical name. */
  name: string;
  id: string;
}

/** A rule in a group of the stack that the stack did not make. */
export interface AddedRule {
  group: string;
  id: string;
  /** Like "ingress tcp 22 from 0.0.0.0/0". */
  rule: string;
  description: string;
}

/** @param known Ids of the rules that the stack made. */
export async function addedRules(
  client: OpenstackClient,
  groups: readonly Group[],
  known: ReadonlySet<string>,
): Promise<AddedRule[]> {
  const lists = await Promise.all(
    groups.map(async ({ id, name }) => {
      const answer = await client.get("network", `/v2.0/security-group-rules?security_group_id=${id}`);
      return strangers(rulesSchema.parse(answer).security_group_rules, known).map((rule) => ({
        group: name,
        id: rule.id,
        rule: words(rule),
        description: rule.description ?? "",
      }));
    }),
  );
  return lists.flat().sort((a, b) => a.group.localeCompare(b.group) || a.rule.localeCompare(b.rule));
}

/** Neutron gives every new group two rules of its own: everything may go out, by IPv4 and IPv6. */
function strangers(rules: readonly Rule[], known: ReadonlySet<string>): Rule[] {
  const isDefault = ({ direction, protocol, remote_ip_prefix, remote_group_id }: Rule) =>
    direction === "egress" && !protocol && !remote_ip_prefix && !remote_group_id;
  return rules.filter((rule) => !known.has(rule.id) && !isDefault(rule));
}

function words(rule: Rule): string {
  const { direction, ethertype, protocol, port_range_min: from, port_range_max: to } = rule;
  const ports = typeof from !== "number" ? "" : from === to ? ` ${from}` : ` ${from}-${to ?? ""}`;
  const everybody = ethertype === "IPv6" ? "::/0" : "0.0.0.0/0";
  const remote = rule.remote_ip_prefix ?? (rule.remote_group_id ? `group ${rule.remote_group_id}` : everybody);
  return `${direction} ${protocol ?? "any"}${ports} ${direction === "egress" ? "to" : "from"} ${remote}`;
}
