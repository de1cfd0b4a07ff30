/** Helpers of the rules' tables of cases. */
import * as sdk from "@pulumi/policy";
import { Field, readable } from "./reader";
import { isManifest, type Case, type Given } from "./case";
import {
  resourceOf,
  resourceOfManifest,
  type Finding,
  type Manifest,
  type Resource,
  type ResourceRule,
  type Rule,
  type Settings,
} from "./rule";

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
  return resourceOf(type, rest.name ?? "case", preview(properties), rest);
}

/** The resource of a case, as a policy sees it during a preview. */
export function resourceOfCase(given: Manifest | Given): Resource {
  if (isManifest(given)) return resourceOfManifest(preview(given) as Manifest);
  const { type, name = "case", props, protect = false, parentType, provider } = given;
  const inputs = provider && { provider: new Field(readable(preview(provider))) };
  return previewed(type, props, { name, protect, parentType, ...inputs });
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

/** What a rule says about a case. */
export function saysOf<C extends Settings>(rule: Rule<C>, { of, settings }: Case<C>): string[] {
  const resources = [of].flat().map(resourceOfCase);
  const all = { ...rule.defaults, ...settings };
  if ("checkStack" in rule) return lines(rule.checkStack(resources, all));
  return lines(resources.flatMap((resource) => rule.check(resource, all)));
}
