/** What lies in the folder of a chart: its default values, the schema of its values, its custom resource definitions. */
import * as fs from "node:fs";
import * as path from "node:path";
import { parse, parseAllDocuments } from "yaml";

export type Plain = null | boolean | number | string | Plain[] | { [key: string]: Plain };

/** Default values; {} where the chart has none. */
export function defaultValues(folder: string): Record<string, Plain> {
  const text = textOf(path.join(folder, "values.yaml"));
  return (text === undefined ? undefined : (parse(text) as Record<string, Plain> | null)) ?? {};
}

/** JSON Schema of the values; missing where the chart has none. */
export function valuesSchema(folder: string): object | undefined {
  const text = textOf(path.join(folder, "values.schema.json"));
  return text === undefined ? undefined : (JSON.parse(text) as object);
}

export interface Definition {
  apiVersion: string;
  kind: string;
  metadata: { name: string };
  spec: object;
}

/**
 * The definitions in the folder `crds` of the chart and of the charts in it, sorted by name. Helm installs those once, never raises them,
 * and never says so; that is why HelmService makes them itself.
 */
export function definitions(folder: string): Definition[] {
  return [folder, ...chartsIn(folder)]
    .map((chart) => path.join(chart, "crds"))
    .filter((crds) => fs.existsSync(crds))
    .flatMap(documents)
    .map((document) => document.toJS() as Definition | null)
    .filter((object) => object !== null)
    .filter(({ kind }) => kind === "CustomResourceDefinition")
    .sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
}

/** Folders of the charts that a chart brings along. */
function chartsIn(folder: string): string[] {
  const charts = path.join(folder, "charts");
  if (!fs.existsSync(charts)) return [];
  const folders = fs.readdirSync(charts, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return folders.map(({ name }) => path.join(charts, name)).sort();
}

function documents(folder: string) {
  return fs
    .readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => /\.ya?ml$/.test(file))
    .flatMap((file) => parseAllDocuments(fs.readFileSync(path.join(folder, file), "utf8")));
}

function textOf(file: string): string | undefined {
  return fs.existsSync(file) ? fs.readFileSync(file, "utf8") : undefined;
}
