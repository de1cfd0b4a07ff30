/** Helpers of the rules' tables of cases. */
import * as sdk from "@pulumi/policy";
import { resourceOf, type Finding, type Resource, type ResourceRule, type Settings } from "./rule";

// The SDK exports it and leaves it out of its types.
const { unknownCheckingProxy } = sdk as unknown as {
  unknownCheckingProxy: (value: unknown) => unknown;
};

/** How the SDK marks an unknown on the wire, and hands it to a policy: any read of it throws. */
const sentinel = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Properties as a policy gets them during a preview; "$unknown" stands for a value that is not known yet. */
export function preview(properties: object): unknown {
  const marked: unknown = JSON.parse(JSON.stringify(properties).replaceAll('"$unknown"', JSON.stringify(sentinel)));
  return unknownCheckingProxy(marked);
}

/** A resource as a policy sees it during a preview. */
export function previewed(type: string, properties: object, rest: Partial<Resource> = {}): Resource {
  return resourceOf(type, "case", preview(properties), rest);
}

/** One line per finding: "where what", or "? where" for what is unknown. */
export function lines(findings: Finding[]): string[] {
  return findings.map((finding) =>
    finding.kind === "unknown" ? `? ${finding.where}` : `${finding.where} ${finding.what}`,
  );
}

/** What a rule says about a resource with the rule's own settings, or some of them changed. */
export function findings<C extends Settings>(
  rule: ResourceRule<C>,
  resource: Resource,
  settings: Partial<C> = {},
): string[] {
  return lines(rule.check(resource, { ...rule.defaults, ...settings }));
}
