/** The releases that a site may give values to, by name. Pure but for its error. */
import * as pulumi from "@pulumi/pulumi";
import { unknownName } from "../../config/checks/words";
import { formatPath } from "../../config/problems";

/**
 * Values for a release that nobody makes would have no effect, and nobody would see it.
 *
 * @param values The section platform.values: release to values.
 * @param known Names of releases.
 * @throws pulumi.RunError that lists every name that no release has.
 */
export function assertReleases(values: Readonly<Record<string, unknown>>, known: readonly string[]): void {
  const lines = Object.keys(values)
    .filter((name) => !known.some((one) => one === name))
    .map(
      (name) =>
        `  ${formatPath(["platform", "values", name])}: ${unknownName(name, known, "the releases of this stack")}`,
    );
  if (lines.length > 0) throw new pulumi.RunError(["Values for releases that are not there:", ...lines].join("\n"));
}
