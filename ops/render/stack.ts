/** Every release of a stack, rendered, together with what the program makes itself. */
import * as path from "node:path";
import type { Config } from "../../config/schema";
import { recordedResources } from "../../policies/recorded";
import type { Resource } from "../../policies/rule";
import { repository } from "../paths";
import type { Entry } from "../policy/manifests";
import { pull, template } from "./helm";
import { renderedObjects } from "./objects";
import { recordProgram } from "./program";
import { releasesOf, type Release } from "./releases";

export interface Rendered {
  /** Name of the release or application. */
  name: string;
  /** As Helm prints it. */
  text: string;
  objects: Entry[];
}

export interface RenderedStack {
  releases: Rendered[];
  /** What the program makes besides releases. */
  program: Resource[];
}

export interface StackOptions {
  stack: string;
  /** Its stack file. */
  file: string;
  config: Config;
  /** Folder of charts of the same names, instead of their repositories. */
  charts?: string;
}

const packages = path.join(repository, "node_modules/.cache/science-platform/charts");

/** @throws UserError for a chart that cannot be had or rendered. */
export async function renderStack({ stack, file, config, charts }: StackOptions): Promise<RenderedStack> {
  const recorded = await recordProgram(stack, file);
  const kubernetesVersion = plainVersion(config.cluster.kubernetesVersion);
  const releases = await Promise.all(
    releasesOf(recorded).map(async (release) => {
      const text = await template({ ...release, chart: await chartOf(release, charts), kubernetesVersion });
      const { name, namespace } = release;
      return { name, text, objects: renderedObjects(text, `release ${name}`, namespace) };
    }),
  );
  return { releases, program: recordedResources(recorded) };
}

async function chartOf(release: Release, charts: string | undefined): Promise<string> {
  const { chart, repository: from } = release;
  if (from === undefined) return path.resolve(repository, chart);
  if (charts !== undefined) return path.resolve(charts, chart);
  return pull({ ...release, name: chart, repository: from }, packages);
}

/** "1.34.4" of "v1.34.4" and "1.34.4-gke.1193000". */
export function plainVersion(version: string): string {
  return /\d+\.\d+\.\d+/.exec(version)?.[0] ?? version;
}
