/** The releases that a site may give values to, by name. Pure but for its error. */
import * as pulumi from "@pulumi/pulumi";
import { unknownName } from "../../config/checks/words";
import { formatPath } from "../../config/problems";
import { catalog } from "../catalog";

const known = Object.values(catalog).map(({ name }) => name);

/**
 * Values for a release that nobody makes would have no effect, and nobody would see it.
 *
 * @param values The section platform.values: release to values.
 * @throws pulumi.RunError that lists every name that no release has.
 */
export function assertReleases(values: Readonly<Record<string, unknown>>): void {
  const lines = Object.keys(values)
    .filter((name) => !known.some((one) => one === name))
    .map(
      (name) =>
        `  ${formatPath(["platform", "values", name])}: ${unknownName(name, known, "the charts of platform/catalog.ts")}`,
    );
  if (lines.length > 0) throw new pulumi.RunError(["Values for releases that are not there:", ...lines].join("\n"));
}
