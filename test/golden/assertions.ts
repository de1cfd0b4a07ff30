/** What must hold of every stack, said by name. */
import { plaintextSecret, type RecordedResource, type Run } from "../mocks";
import { render } from "./golden";

/** Number of resources by type. */
export function countByType({ resources }: Run): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { type } of resources) counts[type] = (counts[type] ?? 0) + 1;
  return counts;
}

/** "Type name" of what can neither be deleted nor goes with the stack; "Type name (half)" of what has only one of the two. */
export function protectedResources({ resources }: Run): string[] {
  return resources
    .filter((one) => one.protect ?? one.retainOnDelete)
    .map((one) => `${one.type.split(":").at(-1)} ${one.name}${one.protect && one.retainOnDelete ? "" : " (half)"}`);
}

/** "ports from range" of the ways in that are open to the world: a rule without a range is, too. */
export function openToTheWorld({ resources }: Run): string[] {
  return resources
    .filter((one) => one.type === "openstack:networking/secGroupRule:SecGroupRule")
    .map((one) => one.inputs as SecurityRuleInputs)
    .filter(({ direction, remoteGroupId }) => direction === "ingress" && remoteGroupId === undefined)
    .map((rule) => ({ ...rule, from: rule.remoteIpPrefix ?? "anywhere" }))
    .filter(({ from }) => from === "anywhere" || from.endsWith("/0"))
    .map(({ portRangeMin, portRangeMax, from }) => `${portRangeMin ?? "all"}-${portRangeMax ?? "all"} from ${from}`)
    .sort();
}

interface SecurityRuleInputs {
  direction: string;
  portRangeMin?: number;
  portRangeMax?: number;
  remoteIpPrefix?: string;
  remoteGroupId?: string;
}

/** Resources of a provider that fell back to a default one. */
export function withoutProvider({ resources }: Run): RecordedResource[] {
  const own = /^(pulumi:providers|science-platform):/;
  return resources.filter((one) => !own.test(one.type) && (!one.provider || one.provider.startsWith("default")));
}

/** Secrets of the mocks, and keys, that stand in the golden as plain text. */
export function plaintext(run: Run): string[] {
  return [plaintextSecret, /PRIVATE KEY/, /client-key-data/].filter((secret) => secret.test(render(run))).map(String);
}

/** Paths of the outputs, or of the parts of outputs, that are secret; sorted. */
export function secretOutputs({ outputs }: Run): string[] {
  const found = (value: unknown, path: string): string[] => {
    if (value === "[secret]") return [path];
    if (typeof value !== "object" || value === null) return [];
    return Object.entries(value).flatMap(([key, one]) => found(one, path === "" ? key : `${path}.${key}`));
  };
  return found(outputs, "").sort();
}
