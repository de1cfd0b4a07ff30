/** The sections of docs/configuration.md: which keys each explains, and how a message points at it. */
import { parsePath } from "./problems-path";
import { clouds } from "./schema";

export type Cloud = keyof typeof clouds;

/** File that `npm run schema` writes. */
export const referenceFile = "docs/configuration.md";

export const cloudNames: Readonly<Record<Cloud, string>> = {
  openstack: "OpenStack",
  gcp: "Google Cloud",
  existing: "an existing cluster",
};

/** Headings of what is no section of one key. */
export const headings = {
  file: "How a stack file looks",
  site: "The site",
  secrets: "Stack secrets",
} as const;

const shapes: Readonly<Record<Cloud, object>> = {
  openstack: clouds.openstack.shape,
  gcp: clouds.gcp.shape,
  existing: clouds.existing.shape,
};

const names = Object.keys(shapes) as Cloud[];

/** Keys that all sites have. */
const siteKeys = ["site", "owner", "lifecycle", "cloud"];

/** Keys below which each key has a section of its own. */
const wide = ["services"];

/** @returns Heading of the section that explains a path; `cloud` is the site's, if it is known. */
export function headingOf(path: string, cloud: Cloud | undefined): string {
  const [key, inner] = parsePath(path);
  if (typeof key !== "string") return headings.file;
  if (siteKeys.includes(key)) return headings.site;
  const having = names.filter((name) => Object.hasOwn(shapes[name], key));
  if (having.length === 0) return headings.file;
  const own = new Set(having.map((name) => (shapes[name] as Record<string, unknown>)[key])).size > 1;
  if (own) return cloud !== undefined && having.includes(cloud) ? `${key} on ${cloudNames[cloud]}` : headings.site;
  const isSection = wide.includes(key) && typeof inner === "string" && isServiceKey(inner);
  return isSection ? `${key}.${inner}` : key;
}

function isServiceKey(key: string): boolean {
  const { services } = clouds.openstack.shape;
  return Object.hasOwn(services.unwrap().shape, key);
}

/** The part after "#" in an address, as GitHub and most others make it from a heading. */
export function anchor(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\w\- ]/g, "")
    .replaceAll(" ", "-");
}

/** Like "docs/configuration.md#dns". */
export function documentationOf(
  { path, section }: { path: string; section?: string },
  cloud: Cloud | undefined,
): string {
  return `${referenceFile}#${section ?? anchor(headingOf(path, cloud))}`;
}

/** The cloud that a configuration names, if it is one. */
export function cloudOf(input: unknown): Cloud | undefined {
  const cloud = typeof input === "object" && input !== null && "cloud" in input ? input.cloud : undefined;
  return names.find((name) => name === cloud);
}
