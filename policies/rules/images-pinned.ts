import { eachImage, imageVariables, literal, workloads } from "../admission/cel";
import { chartImages, digestPattern, fullImage, fullPattern, imageParts, podImages } from "../images";
import { matchesAny, patternSource } from "../patterns";
import type { Field } from "../reader";
import { reporter, type ResourceRule } from "../rule";

export type Settings = {
  /** Tags that move. */
  floating: string[];
  /** Images that need a digest: patterns of full names. */
  digests: string[];
};

const why =
  "the same program would run different code tomorrow, and a node that restarts could not be compared with its neighbours";
const fix = 'name an exact version or, better, a digest: "registry/name:1.2.3@sha256:..."';
const digest = new RegExp(`^${digestPattern}$`);

export const imagesPinned: ResourceRule<Settings> = {
  name: "images-pinned",
  group: "security-baseline",
  description: "Every image has an exact version or a digest.",
  why,
  fix,
  severity: "high",
  disposable: "mandatory",
  defaults: { floating: ["latest", "stable", "main", "master", "edge", "nightly", "dev"], digests: [] },
  settings: {
    floating: { type: "array", items: { type: "string" }, description: "Tags that count as not pinned." },
    digests: {
      type: "array",
      items: { type: "string" },
      description:
        "Images that need a digest, by their full names without tag (docker.io/library/nginx); * stands for any.",
    },
  },
  check(resource, settings) {
    const report = reporter(resource, why);
    const check = (field: Field, problem: (text: string) => string | undefined) => {
      if (field.unknown) return report.unknown(field);
      const found = field.text === undefined ? "is not set" : problem(field.text);
      if (found !== undefined) report.violation(field.path, found, fix);
    };
    for (const { field, optional } of podImages(resource))
      if (!(optional && field.absent)) check(field, (text) => imageProblem(text, settings));
    for (const field of chartImages(resource)) {
      if (field.text !== undefined && /[:/]/.test(field.text)) check(field, (text) => imageProblem(text, settings));
      const tag = field.get("tag");
      // A tag that is left out is the chart's own, pinned by the chart's version.
      if (!field.unknown && !tag.absent && !digest.test(field.get("digest").text ?? ""))
        check(tag, (text) => tagProblem(text, settings.floating));
    }
    return report.findings;
  },
  admission: ({ floating, digests }) => {
    const hashed = `i.image.matches(${literal(`@${digestPattern}$`)})`;
    const last = `i.image.split("/")[i.image.split("/").size() - 1]`;
    const tagged = `!i.image.contains("@") && ${last}.contains(":")`;
    const name = `(i.full.contains("@") ? i.full.split("@")[0] : ${last}.contains(":") ? i.full.substring(0, i.full.lastIndexOf(":")) : i.full)`;
    const asked = `${literal(digests.map(fullPattern).map(patternSource))}.exists(p, ${name}.matches(p))`;
    return {
      match: workloads({ ephemeral: true }),
      variables: imageVariables,
      problems: [
        eachImage(`!${hashed} && !(${tagged})`, "has neither tag nor digest"),
        eachImage(`${tagged} && ${last}.split(":")[1] in ${literal(["", ...floating])}`, "has a tag that moves"),
        ...(digests.length === 0 ? [] : [eachImage(`!${hashed} && ${asked}`, "has no digest")]),
      ],
    };
  },
};

/** What is not pinned about "registry:5000/name:tag@digest", or undefined. */
export function imageProblem(image: string, { floating, digests }: Settings): string | undefined {
  const { name, tag, digest: hash } = imageParts(image);
  if (hash !== undefined) return digest.test(hash) ? undefined : `"${image}" has a broken digest`;
  if (tag === undefined) return `"${image}" has neither tag nor digest`;
  const asked = matchesAny(digests.map(fullPattern), fullImage(name));
  return tagProblem(tag, floating) ?? (asked ? `"${image}" has no digest` : undefined);
}

function tagProblem(tag: string, floating: string[]): string | undefined {
  if (tag === "") return "has an empty tag";
  return floating.includes(tag) ? `has the tag "${tag}", which moves` : undefined;
}
