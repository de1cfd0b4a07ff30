/** What a person reads when a preview is stopped. */
import type { Finding, Verdict } from "./findings";
import { ways } from "./ways";

/** @param stack For the commands and the file that the text names. */
export function report({ stopped, allowed, unused }: Verdict, stack: string): string {
  const parts = [
    ...(stopped.length > 0 ? [heading(stopped), ...stopped.map(describe), allow(stopped, stack)] : []),
    ...(allowed.length > 0 ? [allowedText(allowed)] : []),
    ...(unused.length > 0
      ? [
          `allowReplace names ${unused.join(", ")}, which this change leaves alone: take it out of Pulumi.${stack}.yaml.`,
        ]
      : []),
  ];
  return parts.join("\n\n");
}

function heading(stopped: readonly Finding[]): string {
  return stopped.length === 1
    ? "STOPPED: this change would destroy a resource that cannot be made again as it was."
    : `STOPPED: this change would destroy ${stopped.length} resources that cannot be made again as they were.`;
}

function describe(finding: Finding): string {
  const { what, lost, instead } = ways[finding.kind];
  const verb = finding.action === "replace" ? "would be replaced" : "would be deleted";
  return [
    `${finding.name} (${what}) ${verb}.`,
    `  it is     ${finding.id || "not known to the cloud yet"}${finding.protected ? ", protected" : ""}`,
    `            ${finding.urn}`,
    ...reasons(finding).map((reason, index) => `  ${index === 0 ? "because" : "       "}   ${reason}`),
    `  lost      ${lost}${finding.retained ? " (the old one would stay in the cloud, without anybody caring for it)" : ""}`,
    ...["Undo the change that leads to it.", ...instead].map(
      (way, index) => `  ${index === 0 ? "ways on" : "       "}   - ${way}`,
    ),
  ].join("\n");
}

function reasons({ action, fields, kind }: Finding): string[] {
  if (action === "delete") return ["it is no longer in the stack file, or in the program"];
  if (fields.length === 0) return ["the provider does not say which field it is, or it was asked for (--replace)"];
  const width = Math.max(...fields.map(({ field }) => field.length));
  return fields.map((one) => {
    const key = ways[kind].keys[one.field];
    return `${one.field.padEnd(width)}  ${one.old} -> ${one.new}${key === undefined ? "" : `  (${key})`}`;
  });
}

/** How to go on all the same: in two runs where protection has to be lifted first, because Pulumi looks at what was noted before. */
function allow(stopped: readonly Finding[], stack: string): string {
  const names = `allowReplace: [${stopped.map(({ name }) => name).join(", ")}]`;
  const lift = stopped.some((finding) => finding.protected || finding.retained);
  const steps = [
    "Save what is in it, and see that the copy can be read.",
    `Write \`${names}\` into Pulumi.${stack}.yaml and run \`npm run policies\`, so that the rules know of it.`,
    ...(lift ? ["Leave this change out for the moment, and run `pulumi up`: it lifts the protection."] : []),
    `${lift ? "Make this change again. " : ""}Run \`science-platform preview --stack ${stack}\` once more, and then \`pulumi up\`.`,
    "Take the line out again, and run `npm run policies`.",
  ];
  return ["If it is meant:", ...steps.map((step, index) => `  ${index + 1}. ${step}`)].join("\n");
}

function allowedText(allowed: readonly Finding[]): string {
  const rows = allowed.map(
    ({ name, action, id }) =>
      `  ${name} would be ${action === "replace" ? "replaced" : "deleted"}${id === "" ? "" : ` (${id})`}`,
  );
  return ["Allowed by allowReplace:", ...rows].join("\n");
}
