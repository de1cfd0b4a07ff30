/** Labels that every object of the platform carries. */
import type { Config } from "../../config/schema";

export type Labels = Record<string, string>;

/** Labels that say whose it is. Names are never part of a selector, so they may change. */
export function siteLabels(config: Pick<Config, "site" | "owner">): Labels {
  return {
    "app.kubernetes.io/managed-by": "pulumi",
    "science-platform/site": labelValue(config.site),
    "science-platform/owner": labelValue(config.owner),
  };
}

/** Free text as Kubernetes allows it in a label: letters, digits, "-", "_" and ".", at most 63, starting and ending with a letter or digit. */
export function labelValue(text: string): string {
  return text
    .replace(/[^A-Za-z0-9_.-]+/g, "-")
    .slice(0, 63)
    .replace(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g, "");
}
