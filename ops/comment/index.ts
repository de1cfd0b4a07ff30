/** From files and the stack's configuration to the model of a comment. */
import * as fs from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";
import { flavors } from "../../policies/site";
import { resolvedConfig } from "../config-check";
import { UserError } from "../errors";
import { tryPulumi } from "../pulumi";
import { Collector, type Site } from "./collect";
import { readEventLog } from "./events";
import { manifestChanges } from "./manifests";
import { maskOf, secretsOfEnvironment, type Mask } from "./mask";
import { modelSchema, type Model } from "./model";
import { plain } from "./policies";
import { readPrices } from "./prices";

export interface CollectOptions {
  stack: string;
  /** Folder of Pulumi.yaml and the stack files. */
  directory: string;
  /** Event log. One that is not there is one of a run that did not come so far; undefined: there was no run. */
  events: string | undefined;
  /** File with what the run printed. */
  printed?: string | undefined;
  /** Folders of rendered manifests. */
  base?: string | undefined;
  head?: string | undefined;
  /** File of prices. */
  prices?: string | undefined;
  mask: Mask;
}

/** How much of what was printed is kept: characters from its end. */
const mostPrinted = 8000;

/** @throws UserError for files that are named and wrong, or not there. */
export async function collect(options: CollectOptions): Promise<Model> {
  const { base, directory, events, head, mask, printed, stack } = options;
  const { site, problem } = siteOf(options);
  const collector = new Collector(site);
  const leftover = events === undefined ? { lines: 0, broken: 0 } : await readEventLog(events, collector, mask);
  const text = printed !== undefined && fs.existsSync(printed) ? fs.readFileSync(printed, "utf8") : "";
  const model = collector.model(leftover, mask(plain(text)).slice(-mostPrinted));
  const manifests =
    head === undefined ? undefined : manifestChanges(base ?? path.join(directory, `no-base-of-${stack}`), head);
  return {
    ...model,
    ...(events === undefined ? { result: "skipped" } : {}),
    errors: [...(problem === undefined ? [] : [problem]), ...model.errors],
    ...(manifests === undefined
      ? {}
      : { manifests: manifests.map((one) => ({ ...one, title: mask(one.title), diff: mask(one.diff) })) }),
  };
}

/** What the stack file says. One that is wrong is told in the comment: that is what the pull request has to mend. */
function siteOf({ directory, prices, stack }: CollectOptions): { site: Site; problem?: string } {
  const project = projectOf(directory);
  const paid = readPrices(prices, stack, directory);
  try {
    const config = resolvedConfig(path.join(directory, `Pulumi.${stack}.yaml`), directory);
    const { allowReplace, policies } = config;
    return {
      site: { project, stack, flavors: flavors(config), allowReplace, exceptions: policies.exceptions, prices: paid },
    };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return {
      site: { project, stack, flavors: {}, allowReplace: [], exceptions: [], prices: paid },
      problem: error.message,
    };
  }
}

/** @throws UserError when the folder is no project. */
export function projectOf(directory: string): string {
  const file = path.join(directory, "Pulumi.yaml");
  if (!fs.existsSync(file)) throw new UserError(`There is no ${file}: --directory says where it is.`);
  const { name } = parse(fs.readFileSync(file, "utf8")) as { name?: unknown };
  return typeof name === "string" ? name : "project";
}

/** @throws UserError when it is no model of ours. */
export function readModel(file: string): Model {
  let content: unknown;
  try {
    content = JSON.parse(fs.readFileSync(file, "utf8"));
  } catch (error) {
    throw new UserError(`${file} cannot be read: ${(error as Error).message}`);
  }
  const { data } = modelSchema.safeParse(content);
  if (data === undefined) throw new UserError(`${file} is not what \`science-platform comment --save\` writes.`);
  return data;
}

export interface SecretOptions {
  stack: string;
  directory: string;
  env: NodeJS.ProcessEnv;
  /** Variables of the environment that are secret, whatever they are called. */
  names: readonly string[];
  /** Ask Pulumi for the stack's own. */
  ofStack: boolean;
  progress: (text: string) => void;
}

/** The literal secrets that we know. */
export async function findMask(options: SecretOptions): Promise<Mask> {
  const { env, names, ofStack } = options;
  return maskOf([...secretsOfEnvironment(env, names), ...(ofStack ? await secretsOfStack(options) : [])]);
}

async function secretsOfStack({ directory, env, progress, stack }: SecretOptions): Promise<string[]> {
  const args = ["config", "--show-secrets", "--json", "--stack", stack];
  const answer = await tryPulumi(args, { directory, env }).catch(() => undefined);
  if (answer?.code === 0) {
    const values = JSON.parse(answer.stdout) as Record<string, { value?: string; secret?: boolean }>;
    return Object.values(values).flatMap(({ secret, value }) => (secret && value !== undefined ? [value] : []));
  }
  progress(
    "The stack's own secrets cannot be read, so only the engine masks them (--no-stack-secrets does not try): " +
      (answer?.stderr.trim().split("\n")[0] ?? "there is no pulumi"),
  );
  return [];
}
