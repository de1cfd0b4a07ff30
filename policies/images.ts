/** Images: where a resource names them, and the parts of a name. */
import type { Field } from "./reader";
import type { Resource } from "./rule";
import { containers, helmServiceType, podTemplates } from "./workloads";

export const digestPattern = "sha256:[0-9a-f]{64}";

/** An image of a pod: of a container, or mounted as a volume. */
export interface PodImage {
  field: Field;
  /** A Patch leaves it to the object that it patches. */
  optional: boolean;
}

export function podImages(resource: Resource): PodImage[] {
  return podTemplates(resource).flatMap(({ spec, patch }) => [
    ...containers(spec).map(({ field }) => ({ field: field.get("image"), optional: patch })),
    ...spec
      .get("volumes")
      .items.map((volume) => volume.get("image", "reference"))
      .filter((reference) => !reference.absent)
      .map((field) => ({ field, optional: false })),
  ]);
}

/** The places in the values of a HelmService that describe an image: texts, and maps of registry, repository, tag, digest. */
export function chartImages(resource: Resource): Field[] {
  if (resource.type !== helmServiceType) return [];
  return [...resource.props.get("values").walk()].filter(
    ({ path }) => /\.(image|\w+Image)$/.test(path) && !/\.image\.image$/.test(path),
  );
}

/** Name without tag and digest, tag, digest. A colon before the last slash belongs to the registry's port. */
export function imageParts(image: string): { name: string; tag?: string; digest?: string } {
  const [rest = "", digest] = image.split("@", 2);
  const tag = /:([^:/]*)$/.exec(rest)?.[1];
  const name = tag === undefined ? rest : rest.slice(0, -tag.length - 1);
  return { name, ...(tag === undefined ? {} : { tag }), ...(digest === undefined ? {} : { digest }) };
}

/** All names that Docker Hub answers to (config/registries.ts), at the start of an image; for JavaScript and CEL (RE2), in any case. */
export const dockerHubSource =
  "^(docker\\.io|index\\.docker\\.io|registry-1\\.docker\\.io|registry\\.hub\\.docker\\.com)(:443)?/";
/** A registry at the start of an image. */
export const registrySource = "^([^/]*[.:][^/]*|localhost)/";
const dockerHub = new RegExp(dockerHubSource, "i");
const registryFirst = new RegExp(registrySource);

/** With the registry that is meant where none is said, and the one name of Docker Hub: "nginx" is docker.io/library/nginx. */
export function fullImage(image: string): string {
  if (!dockerHub.test(image) && registryFirst.test(image)) return image;
  const own = image.replace(dockerHub, "");
  return own.includes("/") ? `docker.io/${own}` : `docker.io/library/${own}`;
}

/** The same for a registry or a folder in one, however it ends: "team/" and "team/*" are docker.io/team, "ghcr.io/" is ghcr.io. */
export function fullRegistry(registry: string): string {
  const folder = `${registry.replace(/\/\*?$/, "")}/`;
  const full =
    dockerHub.test(folder) || !registryFirst.test(folder) ? `docker.io/${folder.replace(dockerHub, "")}` : folder;
  return full.replace(/\/$/, "");
}

/** The same for a pattern of images: "index.docker.io/*" is docker.io/*. */
export function fullPattern(pattern: string): string {
  return pattern.includes("*") ? pattern.replace(dockerHub, "docker.io/") : fullImage(pattern);
}
