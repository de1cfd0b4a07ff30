/** Values of a release, held against its chart before anything is made. */
import * as pulumi from "@pulumi/pulumi";
import { defaultValues, valuesSchema, type Plain } from "../charts/contents";
import { schemaProblems, unknownKeys } from "../charts/values-check";
import { merge, type Values } from "./values";

export interface CheckedValues {
  /** Name of the release. */
  release: string;
  /** Folder of the chart. */
  folder: string;
  /** All of them, without the chart's own defaults. */
  values: Values;
  /** The part of them that the site wrote (platform.values). */
  site: Values;
}

/**
 * Warns of values of the site that the chart has no default for: they mostly are misspelt.
 *
 * @throws pulumi.RunError with every value that the chart's schema does not allow.
 */
export function checkValues({ release, folder, values, site }: CheckedValues): void {
  const defaults = defaultValues(folder);
  const unknown = unknownKeys(site, defaults, isOutput);
  if (unknown.length > 0)
    void pulumi.log.warn(
      `platform.values.${release}: the chart has no default for ${unknown.join(", ")}. A misspelt key has no effect; ` +
        `the chart's keys are in ${folder}/values.yaml.`,
    );
  const schema = valuesSchema(folder);
  if (schema === undefined) return;
  const problems = schemaProblems(schema, complete(defaults, values), isOutput);
  if (problems.length === 0) return;
  throw new pulumi.RunError(
    [
      `The values of the Helm release ${release} are not as its chart wants them (${folder}/values.schema.json):`,
      ...problems.map(({ path, text }) => `  ${path === "" ? "the values" : path} ${text}`),
      ...(Object.keys(site).length > 0 ? [`The site's own values are platform.values.${release}.`] : []),
    ].join("\n"),
  );
}

const isOutput = (value: unknown) => pulumi.Output.isInstance(value);

/** As Helm merges them; null takes a default away. */
function complete(defaults: Record<string, Plain>, values: Values): Values {
  return merge(defaults as unknown as Values, values);
}
