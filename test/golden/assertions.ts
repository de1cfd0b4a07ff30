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

/** "ports from range" of the ways in that are open to the world: a rule without a range is, too. Sorted. */
export function openToTheWorld({ resources }: Run): string[] {
  return resources
    .flatMap(({ type, inputs }) => waysIn[type]?.(inputs as never) ?? [])
    .filter(({ from }) => from === "anywhere" || from.endsWith("/0"))
    .map(({ ports, from }) => `${ports} from ${from}`)
    .sort();
}

interface WayIn {
  ports: string;
  from: string;
}

/** What lets somebody in, by type of resource. */
const waysIn: Record<string, (inputs: never) => WayIn[]> = {
  "openstack:networking/secGroupRule:SecGroupRule": (rule: SecurityRule) =>
    rule.direction === "ingress" && rule.remoteGroupId === undefined
      ? [
          {
            ports: `${rule.portRangeMin ?? "all"}-${rule.portRangeMax ?? "all"}`,
            from: rule.remoteIpPrefix ?? "anywhere",
          },
        ]
      : [],
  "gcp:compute/firewall:Firewall": ({ allows = [], direction, sourceRanges, sourceTags }: Firewall) =>
    direction === "EGRESS"
      ? []
      : allows.flatMap(({ ports = ["all"] }) =>
          (sourceRanges ?? (sourceTags ? [] : ["anywhere"])).map((from) => ({ ports: ports.join(","), from })),
        ),
  "gcp:container/cluster:Cluster": ({ masterAuthorizedNetworksConfig: allowed }: GkeCluster) =>
    (allowed?.cidrBlocks ?? [{ cidrBlock: "anywhere" }]).map(({ cidrBlock: from }) => ({ ports: "API", from })),
};

interface SecurityRule {
  direction: string;
  portRangeMin?: number;
  portRangeMax?: number;
  remoteIpPrefix?: string;
  remoteGroupId?: string;
}

interface Firewall {
  direction?: string;
  allows?: { ports?: string[] }[];
  sourceRanges?: string[];
  sourceTags?: string[];
}

interface GkeCluster {
  masterAuthorizedNetworksConfig?: { cidrBlocks?: { cidrBlock: string }[] };
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
