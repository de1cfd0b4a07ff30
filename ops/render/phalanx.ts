/** The applications of a Phalanx environment, rendered as Argo CD would render them. */
import * as fs from "node:fs";
import * as path from "node:path";
import { z } from "zod";
import { UserError } from "../errors";
import type { Entry } from "../policy/manifests";
import { template, updateDependencies } from "./helm";
import { renderedObjects } from "./objects";
import type { Rendered } from "./stack";

export interface PhalanxOptions {
  /** Folder of a checkout of Phalanx. */
  checkout: string;
  environment: string;
  /** Only these applications. */
  applications?: readonly string[];
  kubernetesVersion: string;
  /** Fetch the charts that applications depend on into the checkout first. @default false */
  updateDependencies?: boolean;
}

export interface RenderedEnvironment {
  applications: Rendered[];
  /** What the app of apps makes besides Applications: namespaces. */
  around: Entry[];
  /** Application to why it cannot be rendered, like a chart it depends on that is not in the checkout. */
  failed: Record<string, string>;
}

/** What we use of an Argo CD Application. */
const applicationSchema = z.object({
  metadata: z.object({ name: z.string() }),
  spec: z.object({
    destination: z.object({ namespace: z.string() }),
    source: z.object({
      path: z.string(),
      helm: z
        .object({
          parameters: z.array(z.object({ name: z.string(), value: z.string().default("") })).default([]),
          valueFiles: z.array(z.string()).default([]),
          ignoreMissingValueFiles: z.boolean().default(false),
        })
        .prefault({}),
    }),
  }),
});
type Application = z.infer<typeof applicationSchema>;

/**
 * The app of apps says which applications there are, where they go and with which parameters; each is then rendered by itself.
 *
 * @throws UserError when the folder is no checkout of Phalanx, or has no such environment or application.
 */
export async function renderPhalanx(options: PhalanxOptions): Promise<RenderedEnvironment> {
  const { checkout, environment, kubernetesVersion } = options;
  const folder = path.join(checkout, "environments");
  const values = [path.join(folder, "values.yaml"), path.join(folder, `values-${environment}.yaml`)];
  if (!fs.existsSync(path.join(folder, "Chart.yaml"))) throw new UserError(`${checkout} is no checkout of Phalanx.`);
  if (!values.every((file) => fs.existsSync(file)))
    throw new UserError(`Phalanx has no environment "${environment}": there are ${environments(folder).join(", ")}.`);
  const text = await template({
    name: environment,
    chart: folder,
    namespace: "argocd",
    valueFiles: values,
    kubernetesVersion,
  });
  const all = renderedObjects(text, `environment ${environment}`, "argocd");
  const isApplication = (entry: Entry) => "manifest" in entry && entry.manifest.kind === "Application";
  const found = all
    .filter(isApplication)
    .map((entry) => applicationSchema.parse("manifest" in entry ? entry.manifest : {}));
  const applications: Rendered[] = [];
  const failed: Record<string, string> = {};
  for (const application of chosen(found, options)) {
    const { name } = application.metadata;
    try {
      applications.push(await renderApplication(application, options));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      failed[name] = error.message;
    }
  }
  return { applications, around: all.filter((entry) => !isApplication(entry)), failed };
}

async function renderApplication({ metadata, spec }: Application, options: PhalanxOptions): Promise<Rendered> {
  const { name } = metadata;
  const chart = path.join(options.checkout, spec.source.path);
  if (options.updateDependencies) await updateDependencies(chart);
  const { parameters, valueFiles, ignoreMissingValueFiles } = spec.source.helm;
  const text = await template({
    name,
    chart,
    namespace: spec.destination.namespace,
    valueFiles: valueFiles
      .map((file) => path.join(chart, file))
      .filter((file) => !ignoreMissingValueFiles || fs.existsSync(file)),
    parameters: Object.fromEntries(parameters.map((one) => [one.name, one.value])),
    kubernetesVersion: options.kubernetesVersion,
  });
  return { name, text, objects: renderedObjects(text, `application ${name}`, spec.destination.namespace) };
}

function chosen(found: Application[], { applications, environment }: PhalanxOptions): Application[] {
  if (applications === undefined || applications.length === 0) return found;
  const names = found.map(({ metadata }) => metadata.name);
  const missing = applications.filter((name) => !names.includes(name));
  if (missing.length > 0)
    throw new UserError(`${environment} does not have ${missing.join(", ")}: it has ${names.sort().join(", ")}.`);
  return found.filter(({ metadata }) => applications.includes(metadata.name));
}

function environments(folder: string): string[] {
  return fs.readdirSync(folder).flatMap((file) => /^values-(.+)\.yaml$/.exec(file)?.[1] ?? []);
}
