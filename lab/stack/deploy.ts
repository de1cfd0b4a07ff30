/** `pulumi up` and `pulumi destroy` of the stack `lab`, with what has to happen before and after. */
import * as fs from "node:fs";
import { z } from "zod";
import { fromAnywhere } from "../../infra/openstack/kubeconfig";
import { destroyStack } from "../../ops/destroy";
import { capture, passThrough } from "../../ops/process";
import { recoverStack } from "../../ops/recover";
import { OpenstackClient } from "../../ops/openstack/client";
import { readCloud } from "../../ops/openstack/clouds";
import { inventory } from "../../ops/openstack/inventory";
import type { Item } from "../../ops/openstack/inventory";
import { Interrupted, LabError } from "../errors";
import { paths, repository } from "../paths";
import type { Progress } from "../progress";
import { stackEnvironment } from "./environment";
import { outputsSchema, summary } from "./summary";

const project = "science-platform";
const stack = "lab";
const cloud = "lab";
const policies = ["--policy-pack", "policies", "--policy-pack-config", "policies/config.lab.json"];

/** Runs pulumi and gives back what it prints. */
async function pulumi(env: NodeJS.ProcessEnv, ...args: string[]): Promise<string> {
  const result = await capture("pulumi", args, { cwd: repository, env });
  if (result.code !== 0) throw new LabError(`pulumi ${args[0]} ended with ${result.code}: ${result.stderr.trim()}`);
  return result.stdout;
}

/** A refusal of the cloud or of Pulumi, in their words; it needs no stack trace. */
async function explained<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof Error && error.name === "AbortError") throw new Interrupted();
    throw new LabError(error instanceof Error ? error.message : String(error));
  }
}

/** Selects the stack, which `pulumi` makes if need be, and mends what a killed run left. */
async function prepare(env: NodeJS.ProcessEnv, progress: Progress, signal: AbortSignal): Promise<void> {
  fs.mkdirSync(paths.pulumi, { recursive: true, mode: 0o700 });
  await pulumi(env, "stack", "select", "--create", "--stack", stack);
  await explained(recoverStack({ cwd: repository, stack, project, cloud, exclusive: true, env, progress, signal }));
}

/** `pulumi up` on the terminal; Ctrl-C is {@link Interrupted}, any other failure says how to go on. */
async function bringUp(env: NodeJS.ProcessEnv, signal: AbortSignal) {
  const line = ["up", "--yes", "--stack", stack, "--suppress-outputs", ...policies];
  const code = await passThrough("pulumi", line, { cwd: repository, env });
  if (signal.aborted) throw new Interrupted();
  if (code !== 0) {
    throw new LabError("pulumi up did not finish (see above). What is done is noted; `make up` goes on from there.");
  }
}

const historySchema = z.array(z.object({ resourceChanges: z.record(z.string(), z.number()).nullish() }));

/** `pulumi up` with the policy packs; gives back the summary. */
export async function deploy(progress: Progress, signal: AbortSignal): Promise<string> {
  const started = Date.now();
  const env = await stackEnvironment(progress, signal);
  await prepare(env, progress, signal);
  progress("pulumi up --stack lab");
  await bringUp(env, signal);
  const outputs = await pulumi(env, "stack", "output", "--json", "--show-secrets", "--stack", stack);
  const values = outputsSchema.extend({ kubeconfig: z.string() }).parse(JSON.parse(outputs));
  // For kubectl by hand (bin/lab env).
  fs.writeFileSync(paths.kubeconfig, fromAnywhere(values.kubeconfig, repository), { mode: 0o600 });
  const history = await pulumi(env, "stack", "history", "--json", "--page-size", "1", "--stack", stack);
  const [last] = historySchema.parse(JSON.parse(history));
  return summary(values, last?.resourceChanges ?? {}, (Date.now() - started) / 1000);
}

/** What the lab's tenant holds now. */
export function leftovers(env: NodeJS.ProcessEnv): Promise<Item[]> {
  return explained(OpenstackClient.login(readCloud(cloud, env)).then(inventory));
}

/** `science-platform destroy`, without questions; gives back what is left in the tenant afterwards. */
export async function destroy(progress: Progress, signal: AbortSignal): Promise<Item[]> {
  const env = await stackEnvironment(progress, signal);
  await prepare(env, progress, signal);
  progress("science-platform destroy --stack lab");
  const confirm = () => Promise.resolve(true);
  await explained(destroyStack({ stack, directory: repository, env, confirm, progress })).catch((error: unknown) => {
    throw signal.aborted ? new Interrupted() : error;
  });
  fs.rmSync(paths.kubeconfig, { force: true });
  return leftovers(env);
}
