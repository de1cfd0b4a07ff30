/** docs/configuration.md, made from the schema and the tables of secrets and pending keys. */
import { configSchema, type JsonSchema } from "./json-schema";
import { pendingTable } from "./pending";
import { anchor, type Cloud, cloudNames, headingOf, headings } from "./reference-sections";
import { discriminatorOf, keyTables, nameWords, prose, sharedShapes, table } from "./reference-tables";
import { secretTable } from "./secrets";

const clouds = Object.keys(cloudNames) as Cloud[];

const introductions: Readonly<Record<Cloud, string>> = {
  openstack: "`cloud: openstack`: everything is made in an OpenStack project, the cluster by Magnum.",
  gcp: "`cloud: gcp`: everything is made in a project of Google Cloud, the cluster by GKE.",
  existing:
    "`cloud: existing`: the platform on a cluster that somebody else made; what the other clouds create is described here instead.",
};

/** The whole page. */
export function reference(): string {
  const tree = configSchema();
  const forms = new Map(clouds.map((cloud) => [cloud, formOf(tree, cloud)]));
  const common = sectionsOf(forms.get("openstack") ?? {}, "openstack").filter(({ heading }) => !isOwn(heading, forms));
  return `${[
    head,
    ...common.map(render),
    ...clouds.flatMap((cloud) => [
      `## On ${cloudNames[cloud]}`,
      introductions[cloud],
      ...sectionsOf(forms.get(cloud) ?? {}, cloud)
        .filter(({ heading }) => !common.some((one) => one.heading === heading))
        .map(render),
    ]),
    shared(),
    secrets(),
    pending(),
  ].join("\n\n")}\n`;
}

const head = `# Configuration

<!-- Written by \`npm run schema\` from config/schema; change it there. -->

## ${headings.file}

A site is one file, \`Pulumi.<stack>.yaml\`, and the files in \`examples/\` are good beginnings:

\`\`\`yaml
# yaml-language-server: $schema=config/stack.schema.json
config:
  pulumi:disable-default-providers: ["*"]
  science-platform:config:
    site: roe
    owner: rsp-uk
    lifecycle: production
    cloud: openstack # or gcp, or existing
    # ... and the sections below
  science-platform:slack-webhook:
    secure: v1:...
\`\`\`

The first line lets editors complete and explain every key. Secrets are keys of their own, encrypted by Pulumi ([${headings.secrets}](#stack-secrets)).
Texts that look like numbers need quotes (\`"1.30"\`).

    science-platform config check              # every stack: all problems at once, with line and column
    science-platform config check --stack roe
    science-platform config show --stack roe   # with every default filled in

A preview and an \`up\` make the same checks first. Before anything is made they also ask for the secrets that this version uses, and refuse
what would come out as something else than was asked for (marked under [Not applied yet](#not-applied-yet)).

In the tables, "required" means: where its section is there. \`[]\` stands for each entry of a list, \`<name>\` for a name of yours.
A name is ${nameWords}.

## Every site`;

interface Section {
  heading: string;
  /** The section's own schema, or the keys that share it. */
  node: JsonSchema;
  /** Headings of the sections that its keys have. */
  index?: string[];
}

/** The sections of one cloud's form, in the schema's order. */
function sectionsOf(form: JsonSchema, cloud: Cloud): Section[] {
  const sections = new Map<string, Section>();
  const add = (path: string, node: JsonSchema, required: boolean): void => {
    const heading = headingOf(path, cloud);
    const isWhole = heading !== headings.site && node.properties !== undefined;
    if (isWhole || node.oneOf) return void sections.set(heading, { heading, node });
    // Keys without keys of their own: a row each in the table of their section.
    const before: JsonSchema = sections.get(heading)?.node ?? {};
    sections.set(heading, {
      heading,
      node: {
        properties: { ...before.properties, [path]: node },
        required: [...(before.required ?? []), ...(required ? [path] : [])],
      },
    });
  };
  for (const [key, node] of Object.entries(form.properties ?? {})) {
    const inner = Object.entries(node.properties ?? {});
    const isWide = inner.some(([name]) => headingOf(`${key}.${name}`, cloud) === `${key}.${name}`);
    if (isWide) {
      const index = inner.map(([name]) => `${key}.${name}`);
      sections.set(key, { heading: key, node: { description: node.description }, index });
      for (const [name, child] of inner) add(`${key}.${name}`, child, false);
    } else add(key, node, form.required?.includes(key) ?? false);
  }
  return [...sections.values()];
}

/** The site's own keys differ in `cloud` only, which each form fixes. */
function isOwn(heading: string, forms: ReadonlyMap<Cloud, JsonSchema>): boolean {
  if (heading === headings.site) return false;
  return [...forms].some(([cloud, form]) => !sectionsOf(form, cloud).some((one) => one.heading === heading));
}

function render({ heading, node, index = [] }: Section): string {
  const choice = node.oneOf ? `One form for each \`${discriminatorOf(node.oneOf[0] ?? {})}\`.` : "";
  const usual =
    node.oneOf && node.default !== undefined
      ? `Default: \`${Object.entries(node.default as object)
          .map(([key, value]) => `${key}: ${String(value)}`)
          .join(", ")}\`.`
      : "";
  const text = [prose(node.description ?? ""), choice, usual].filter(Boolean).join(" ");
  const links = index.map((one) => `[${one}](#${anchor(one)})`).join(", ");
  return [`### ${heading}`, text, links, keyTables(node)].filter(Boolean).join("\n\n");
}

function formOf(tree: JsonSchema, cloud: Cloud): JsonSchema {
  const form = tree.oneOf?.find((one) => one.properties?.cloud?.const === cloud) ?? {};
  const { site, owner, lifecycle, cloud: own, ...rest } = form.properties ?? {};
  const choice = { description: own?.description, enum: clouds };
  return {
    ...form,
    properties: { ...(site && owner && lifecycle && { site, owner, lifecycle }), cloud: choice, ...rest },
  };
}

function shared(): string {
  return [
    "## Shared shapes",
    ...Object.entries(sharedShapes).flatMap(([name, { shape, meaning }]) => [`### ${name}`, meaning, keyTables(shape)]),
  ].join("\n\n");
}

function secrets(): string {
  const rows = secretTable.map(({ name, asker, meaning }) => [`\`${name}\``, asker, meaning]);
  return `## ${headings.secrets}

They stand beside \`science-platform:config\`, encrypted; in the clear they are refused, and so is whatever looks like a secret inside of it.
\`pulumi config set --secret NAME --stack STACK\` asks for the value; \`< FILE\` behind it takes the value from a file.

${table(rows, ["Name", "Asked for by", "What it is"])}`;
}

function pending(): string {
  const rows = pendingTable.map(({ path, cloud, instead, refused }) => [
    `\`${path}\`${cloud ? ` on ${cloudNames[cloud]}` : ""}`,
    instead,
    refused ? "is refused" : "warns",
  ]);
  return `## Not applied yet

The schema describes more than this version applies. These keys are checked; where a site sets them to anything but their default,
\`config check\` names them, and a preview warns or refuses.

${table(rows, ["Key", "What one gets instead", "A preview"])}`;
}
