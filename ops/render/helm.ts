/** `helm template`: the objects that a chart makes of values, without a cluster. */
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { stringify } from "yaml";
import { notOnPath } from "../../platform/charts/package";
import { UserError } from "../errors";
import { capture, type Captured } from "../process";

export interface Template {
  /** Name of the release. */
  name: string;
  /** Folder or package of the chart. */
  chart: string;
  namespace: string;
  /** Files with values; the last wins. */
  valueFiles?: readonly string[];
  /** Values that win over all files. */
  values?: object;
  /** "a.b" to its value, which wins over all: Argo CD's parameters. */
  parameters?: Readonly<Record<string, string>>;
  /** Version of Kubernetes that the chart is told, like "1.34.2". */
  kubernetesVersion: string;
}

/** What Helm would send to the cluster: hooks and CRDs too, but not the pods of `helm test`. @throws UserError with Helm's words */
export async function template(options: Template): Promise<string> {
  const { name, chart, namespace, valueFiles = [], values = {}, parameters = {}, kubernetesVersion } = options;
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "render-"));
  try {
    const own = path.join(folder, "values.yaml");
    fs.writeFileSync(own, stringify(values));
    const args = [
      ...["template", name, chart, "--namespace", namespace, "--include-crds", "--skip-tests"],
      ...["--kube-version", kubernetesVersion],
      ...[...valueFiles, own].flatMap((file) => ["--values", file]),
      ...Object.entries(parameters).flatMap(([key, value]) => ["--set", `${key}=${escaped(value)}`]),
    ];
    const { code, stdout, stderr } = await helm(args);
    if (code !== 0) throw new UserError(`helm template ${name}: ${reason(stderr)}`);
    return stdout;
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

/** Puts the charts that a chart depends on into its folder `charts`. @throws UserError with Helm's words */
export async function updateDependencies(chart: string): Promise<void> {
  const { code, stderr } = await helm(["dependency", "update", chart]);
  if (code !== 0) throw new UserError(`helm dependency update ${chart}: ${reason(stderr)}`);
}

async function helm(args: readonly string[]): Promise<Captured> {
  try {
    return await capture("helm", args);
  } catch {
    throw new UserError(notOnPath("helm"));
  }
}

/** Helm's own words, without its hints on debugging. */
function reason(stderr: string): string {
  const lines = stderr
    .split("\n")
    .filter((line) => line !== "" && !/^(WARNING|walk\.go|Use --debug|coalesce\.go)/.test(line));
  return lines
    .join(" ")
    .replace(/^Error: /, "")
    .trim();
}

/** A comma would end the value, braces would make a list. */
function escaped(value: string): string {
  return value.replace(/[\\,{}]/g, "\\$&");
}
