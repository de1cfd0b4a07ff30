/** A report on a stack: from its state and its stack file, without a cloud unless a live look is asked for. */
import * as fs from "node:fs";
import * as path from "node:path";
import { z } from "zod";
import { policyConfig } from "../../policies/site";
import { checkFiles, resolvedConfig } from "../config-check";
import { lookForDrift } from "../drift";
import { asJson } from "../drift/report";
import { errorText } from "../error-text";
import { repository } from "../../system/repository";
import { pulumi } from "../pulumi";
import { kubeconfigOf } from "../recover/helm";
import { exportSchema } from "../recover/plan";
import { readText } from "../stack-files";
import { buildReport } from "./build";
import { parseDrift, type DriftAnswer } from "./drift";
import { lookLive, type Live } from "./live";
import type { Report } from "./model";
import { parseState } from "./state";

export interface ReportOptions {
  stack: string;
  /** Folder of Pulumi.yaml and the stack files. */
  directory: string;
  env: NodeJS.ProcessEnv;
  /** File with an export of the stack. Default: the backend is asked. */
  state?: string | undefined;
  /** File with an answer of `drift --json`. Default: nobody asked. */
  drift?: string | undefined;
  /** Ask the cloud and the cluster for drift, quotas and certificates. @default false */
  live?: boolean | undefined;
  /** Gets one line per thing that takes its time. */
  progress: (line: string) => void;
  now: Date;
}

export interface Outcome {
  report: Report;
  /** What the live look did not get an answer to. */
  errors: string[];
}

/** @throws UserError when there is no report to make. */
export async function reportOn(options: ReportOptions): Promise<Outcome> {
  const { directory, drift, live = false, now, stack, state } = options;
  const file = path.join(directory, `Pulumi.${stack}.yaml`);
  const config = resolvedConfig(file, directory);
  const [checked] = checkFiles([file], directory);
  const text = state === undefined ? await exported(options) : readText(state);
  const parsed = parseState(text, state ?? `the state of ${stack}`);
  const asked = drift === undefined ? undefined : readDrift(drift, stack);
  const look = live ? await liveLook(options) : undefined;
  const report = buildReport({
    stack,
    config,
    policies: policyConfig(config),
    packages: packages(),
    state: parsed,
    source: state === undefined ? "the stack's backend" : `the file ${path.basename(state)}`,
    pending: checked?.pending ?? [],
    drift: look?.drift ?? asked,
    live: look?.live,
    now,
  });
  return { report, errors: look?.live.errors ?? [] };
}

/** Secrets stay encrypted. */
function exported({ directory, env, stack }: ReportOptions): Promise<string> {
  return pulumi(["stack", "export", "--stack", stack], { directory, env });
}

function readDrift(file: string, stack: string): DriftAnswer {
  const drift = parseDrift(readText(file), file, stack);
  return { drift, asked: fs.statSync(file).mtime.toISOString() };
}

async function liveLook(options: ReportOptions): Promise<{ live: Live; drift: DriftAnswer | undefined }> {
  const { directory, env, now, progress, stack } = options;
  progress("asking the cloud for drift");
  const drift = await lookForDrift({ stack, directory, env }).catch((error: unknown) => errorText(error));
  progress("asking for quotas and certificates");
  // Shown secrets stay in this process: the kubeconfig is needed to look into the cluster.
  const open = await pulumi(["stack", "export", "--show-secrets", "--stack", stack], { directory, env });
  const config = resolvedConfig(path.join(directory, `Pulumi.${stack}.yaml`), directory);
  const live = await lookLive(stack, config, kubeconfigOf(exportSchema.parse(JSON.parse(open))), env);
  if (typeof drift === "string")
    return { live: { ...live, errors: [`drift: ${drift}`, ...live.errors] }, drift: undefined };
  return { live, drift: { drift: parseDrift(asJson(stack, drift), "the answer", stack), asked: now.toISOString() } };
}

const packageSchema = z.object({ dependencies: z.record(z.string(), z.string()) });

function packages(): Record<string, string> {
  const text = fs.readFileSync(path.join(repository, "package.json"), "utf8");
  return packageSchema.parse(JSON.parse(text)).dependencies;
}
