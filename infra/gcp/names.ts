/** Names and labels as Google Cloud accepts them. */
import { createHash } from "node:crypto";
import type { Site } from "../site";

/**
 * A name for most of Google's services: at most 63 characters (`most`). What would be longer is cut and ends in a mark made of the whole,
 * so that two long names stay two.
 */
export function cloudName(parts: readonly string[], most = 63): string {
  const whole = parts.join("-").replace(/-+$/, "");
  if (whole.length <= most) return whole;
  const mark = createHash("sha256").update(whole).digest("hex").slice(0, 4);
  return `${whole.slice(0, most - mark.length - 1).replace(/-+$/, "")}-${mark}`;
}

/** ID of a service account: 6 to 30 characters. */
export function serviceAccountId(site: Pick<Site, "name">, purpose: string): string {
  const name = cloudName([site.name, purpose], 30);
  return name.length < 6 ? `${name}-account` : name;
}

/** Name of a bucket: all of Google Cloud has one namespace, so the project's ID stands in it. */
export function bucketName(project: string, site: Pick<Site, "name">, purpose: string): string {
  return `${project}-${site.name}-${purpose}`;
}

/** A DNS zone as a resource name: "rsp.example.org." becomes "rsp-example-org". */
export function zoneName(site: Pick<Site, "name">, zone: string): string {
  return cloudName([site.name, zone.replace(/\.$/, "").replaceAll(".", "-")]);
}

/** The marks of everything that belongs to the site: `gcloud ... list --filter labels.site=NAME`. */
export function labels(site: Pick<Site, "name" | "owner">): Record<string, string> {
  return { site: site.name, owner: labelValue(site.owner) };
}

/** Values of labels are lower-case letters, digits, dashes and underscores, at most 63. */
export function labelValue(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9_-]+/g, "-")
    .replace(/^-+/, "")
    .slice(0, 63)
    .replace(/-+$/, "");
}

/** Network tag of all nodes of a cluster, and of those of one pool, as firewall rules name them. */
export function nodeTag(cluster: string, pool?: string): string {
  return cloudName(["gke", cluster, ...(pool === undefined ? [] : [pool])]);
}
