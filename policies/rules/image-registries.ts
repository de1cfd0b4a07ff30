import { eachImage, imageVariables, literal, workloads } from "../admission/cel";
import { chartImages, fullImage, fullRegistry, podImages } from "../images";
import type { Field } from "../reader";
import { reporter, type ResourceRule } from "../rule";

export type Settings = {
  /** Registries, or folders in them; none: any. */
  registries: string[];
};

const why =
  "whoever can push to a registry can run code in the cluster, and a registry that vanishes stops every restart";

export const imageRegistries: ResourceRule<Settings> = {
  name: "image-registries",
  group: "security-baseline",
  description: "Images come from the site's allowed registries.",
  why,
  fix: "use an image from an allowed registry, or a copy in the site's own; policies.registries of the stack file lists them",
  severity: "high",
  disposable: "mandatory",
  defaults: { registries: [] },
  settings: {
    registries: {
      type: "array",
      items: { type: "string" },
      description:
        "Registries or folders in them, like ghcr.io/lsst-sqre; docker.io is meant where an image or a folder names none. None: any.",
    },
  },
  check(resource, { registries }) {
    if (registries.length === 0) return [];
    const report = reporter(resource, why);
    const check = (field: Field, image: string) => {
      if (!isFrom(registries, image))
        report.violation(
          field.path,
          `"${image}" is from none of ${registries.join(", ")}`,
          "use a copy in one of them",
        );
    };
    for (const { field } of podImages(resource))
      if (field.unknown) report.unknown(field);
      else if (field.text !== undefined) check(field, fullImage(field.text));
    for (const field of chartImages(resource)) {
      const [registry, repository] = [field.get("registry"), field.get("repository")];
      const unknown = [field, registry, repository].find((one) => one.unknown);
      if (unknown !== undefined) report.unknown(unknown);
      else if (field.text !== undefined) check(field, fullImage(field.text));
      else if (registry.text !== undefined)
        check(registry, chartImage(registry.text, repository.text ?? field.get("image").text));
      else if (repository.text !== undefined) check(repository, fullImage(repository.text));
    }
    return report.findings;
  },
  admission: ({ registries }) => {
    const allowed = literal(
      registries.map(fullRegistry).flatMap((registry) => ["/", ":", "@"].map((end) => `${registry}${end}`)),
    );
    const from = `${allowed}.exists(r, i.full.startsWith(r))`;
    return {
      match: workloads({ ephemeral: true }),
      variables: imageVariables,
      problems: registries.length === 0 ? [] : [eachImage(`!${from}`, `is from none of ${registries.join(", ")}`)],
    };
  },
};

/** A chart's image; a registry alone is where the chart's own images are to come from. */
function chartImage(registry: string, name = ""): string {
  return name === "" ? fullRegistry(registry) : fullImage(registry === "" ? name : `${registry}/${name}`);
}

function isFrom(registries: string[], image: string): boolean {
  return registries
    .map(fullRegistry)
    .some((registry) => image === registry || ["/", ":", "@"].some((end) => image.startsWith(registry + end)));
}
