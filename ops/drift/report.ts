/** What a person reads of drift. Pure. */
import type { PropertyDifference, ResourceDifference } from "./differences";
import type { Drift } from "./index";
import type { AddedRule } from "./rules";

/** True when something differs, or nobody could look. */
export function isDrift({ resources, added, errors }: Drift): boolean {
  return resources.length + added.length + errors.length > 0;
}

export function asText(stack: string, drift: Drift): string {
  const { resources, added, errors, looked } = drift;
  return [
    ...resources.map(resource),
    ...added.map(addedRule),
    ...(errors.length > 0
      ? [`Could not be looked at:\n${errors.map((error) => `  ${indent(error)}`).join("\n")}`]
      : []),
    ending(stack, drift, looked),
  ].join("\n\n");
}

export function asJson(stack: string, { errors, ...drift }: Drift): string {
  const error = errors.length > 0 ? { error: errors.join("\n") } : {};
  return JSON.stringify({ stack, drift: drift.resources.length + drift.added.length > 0, ...drift, ...error }, null, 2);
}

function resource({ name, type, id, missing, owner, properties }: ResourceDifference): string {
  const title = `${name}  ${type}  ${id}`.trimEnd();
  if (missing) return `${title}\n  is missing in the cloud: ${owner ?? ""}`;
  if (properties.length === 0) return `${title}\n  differs; its provider does not say in what`;
  return [title, ...properties.map(property)].join("\n");
}

function property({ path, cloud, state, owner, replaces }: PropertyDifference): string {
  const values =
    cloud === "[secret]" && state === "[secret]"
      ? "another secret than the state's"
      : `${cloud}, in the state ${state}`;
  const warning = replaces ? "\n    PUTTING IT BACK REPLACES THE RESOURCE" : "";
  return `  ${path}: in the cloud ${values}\n    ${owner}${warning}`;
}

function addedRule({ group, id, rule, description }: AddedRule): string {
  const said = description === "" ? "" : ` ("${description}")`;
  return `${group}  security group rule  ${id}\n  ${rule}${said} is not of the stack: added by hand\n  openstack security group rule delete ${id}`;
}

function indent(text: string): string {
  return text.split("\n").join("\n  ");
}

function ending(stack: string, { resources, added, errors }: Drift, looked: number): string {
  const parts = [
    ...(resources.length > 0
      ? [`${count(resources.length, "resource")} of ${looked} ${resources.length === 1 ? "differs" : "differ"}`]
      : []),
    ...(added.length > 0 ? [`${count(added.length, "rule")} ${added.length === 1 ? "was" : "were"} added`] : []),
  ];
  if (parts.length === 0)
    return errors.length > 0
      ? "Nothing that could be looked at differs."
      : `Nothing differs: the cloud is as the last run left it (${count(looked, "resource")}).`;
  const back =
    resources.length === 0
      ? ""
      : `\nTo keep a change, write it into the stack file. To put everything back: \`science-platform preview --stack ${stack} -- --refresh\`, ` +
        `and when that says what you want \`pulumi up --refresh --stack ${stack}\`.`;
  return `${parts.join(", ")}.${back}`;
}

function count(number: number, thing: string): string {
  return `${number} ${thing}${number === 1 ? "" : "s"}`;
}
