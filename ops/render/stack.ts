/** Every release of a stack, rendered, together with what the program makes itself. */
import * as path from "node:path";
import type { Config } from "../../config/schema";
import { catalog, folderOf, type Chart } from "../../platform/catalog";
import { ChartError, isPublished, unpack, unpackedFolder } from "../../platform/charts/package";
import { recordedResources } from "../../policies/recorded";
import type { Resource } from "../../policies/rule";
import { UserError } from "../errors";
import { repository } from "../../system/repository";
import type { Entry } from "../policy/manifests";
import { template } from "./helm";
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

/** @throws UserError for a chart that cannot be had or rendered. */
export async function renderStack({ stack, file, config, charts }: StackOptions): Promise<RenderedStack> {
  const recorded = await recordProgram(stack, file);
  const kubernetesVersion = plainVersion(config.cluster.kubernetesVersion);
  const releases = await Promise.all(
    releasesOf(recorded).map(async (release) => {
      const text = await template({ ...release, chart: chartOf(release, charts), kubernetesVersion });
      const { name, namespace } = release;
      return { name, text, objects: renderedObjects(text, `release ${name}`, namespace) };
    }),
  );
  return { releases, program: recordedResources(recorded) };
}

/** Published charts are fetched once, by what the catalog says of them. */
function chartOf({ chart, version }: Release, charts: string | undefined): string {
  const known: Chart[] = Object.values(catalog);
  const published = known
    .filter(isPublished)
    .find((one) => `./${unpackedFolder(one)}` === chart && one.version === version);
  if (published === undefined) return path.resolve(repository, chart);
  if (charts !== undefined) return path.resolve(charts, folderOf(published));
  try {
    unpack(published, repository);
  } catch (error) {
    if (!(error instanceof ChartError)) throw error;
    throw new UserError(
      `${error.message} --charts FOLDER renders charts of the same names from a folder instead, like lab/charts.`,
    );
  }
  return path.join(repository, unpackedFolder(published));
}

/** "1.34.4" of "v1.34.4" and "1.34.4-gke.1193000". */
export function plainVersion(version: string): string {
  return /\d+\.\d+\.\d+/.exec(version)?.[0] ?? version;
}
