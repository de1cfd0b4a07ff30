import type { Field } from "../reader";
import { reporter, type ResourceRule } from "../rule";
import { containers, podSpecs } from "../workloads";
import { helmServiceType } from "./container-limits";

type Settings = {
  /** Tags that move. */
  floating: string[];
};

const why =
  "the same program would run different code tomorrow, and a node that restarts could not be compared with its neighbours";
const fix = 'name an exact version or, better, a digest: "registry/name:1.2.3@sha256:..."';
const digest = /^sha256:[0-9a-f]{64}$/;

export const imagesPinned: ResourceRule<Settings> = {
  name: "images-pinned",
  description: "Every image has an exact version or a digest.",
  severity: "high",
  defaults: { floating: ["latest", "stable", "main", "master", "edge", "nightly", "dev"] },
  settings: {
    floating: { type: "array", items: { type: "string" }, description: "Tags that count as not pinned." },
  },
  check(resource, { floating }) {
    const report = reporter(resource, why);
    const check = (field: Field, problem: (text: string) => string | undefined) => {
      if (field.unknown) report.unknown(field);
      else {
        const found = field.text === undefined ? "is not set" : problem(field.text);
        if (found !== undefined) report.violation(field.path, found, fix);
      }
    };
    for (const spec of podSpecs(resource)) {
      for (const { field } of containers(spec)) {
        // A Patch or a pod without an image of its own is completed elsewhere.
        if (field.unknown || !field.get("image").absent)
          check(field.get("image"), (text) => imageProblem(text, floating));
        else if (!resource.type.endsWith("Patch")) check(field.get("image"), () => undefined);
      }
      for (const volume of spec.get("volumes").items) {
        const reference = volume.get("image", "reference");
        if (!reference.absent) check(reference, (text) => imageProblem(text, floating));
      }
    }
    if (resource.type === helmServiceType)
      for (const field of resource.props.get("values").walk()) {
        if (!/\.(image|\w+Image)$/.test(field.path) || /\.image\.image$/.test(field.path)) continue;
        if (field.text !== undefined && /[:/]/.test(field.text)) check(field, (text) => imageProblem(text, floating));
        const tag = field.get("tag");
        // A tag that is left out is the chart's own, pinned by the chart's version.
        if (!field.unknown && !tag.absent && !digest.test(field.get("digest").text ?? ""))
          check(tag, (text) => tagProblem(text, floating));
      }
    return report.findings;
  },
};

/** What is not pinned about "registry:5000/name:tag@digest", or undefined. */
export function imageProblem(image: string, floating: string[]): string | undefined {
  const [name = "", hash] = image.split("@", 2);
  if (hash !== undefined) return digest.test(hash) ? undefined : `"${image}" has a broken digest`;
  // A colon before the last slash belongs to the registry's port.
  const tag = /:([^:/]*)$/.exec(name)?.[1];
  return tag === undefined ? `"${image}" has neither tag nor digest` : tagProblem(tag, floating);
}

function tagProblem(tag: string, floating: string[]): string | undefined {
  if (tag === "") return "has an empty tag";
  return floating.includes(tag) ? `has the tag "${tag}", which moves` : undefined;
}
