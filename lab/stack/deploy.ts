/** `pulumi up` and `pulumi destroy` of the stack `lab`, with what has to happen before and after. */
import * as fs from "node:fs";
import * as path from "node:path";
import { z } from "zod";
import { capture, passThrough } from "../../ops/process";
import { recoverStack } from "../../ops/recover";
import { OpenstackClient } from "../../ops/openstack/client";
import { readCloud } from "../../ops/openstack/clouds";
import { inventory } from "../../ops/openstack/inventory";
import type { Item } from "../../ops/openstack/inventory";
import { paths, repository } from "../paths";
import { stackEnvironment } from "./environment";
import { outputsSchema, summary } from "./summary";

const project = "science-platform";
const stack = "lab";
const cloud = "lab";
const policies = ["--policy-pack", "policies", "--policy-pack-config", "policies/config.lab.json"];

export type Progress = (line: string) => void;
/** A failure that has been shown already, by the program that failed; only the way on is left to say. */
export class DeployError extends Error {}

async function pulumi(env: NodeJS.ProcessEnv, ...args: string[]): Promise<string> {
  const result = await capture("pulumi", args, { cwd: repository, env });
  if (result.code !== 0) throw new DeployError(`pulumi ${args[0]} ended with ${result.code}: ${result.stderr.trim()}`);
  return result.stdout;
}

/** Selects the stack, which `pulumi` makes if need be, and mends what a killed run left. */
async function prepare(env: NodeJS.ProcessEnv, progress: Progress): Promise<void> {
  fs.mkdirSync(paths.pulumi, { recursive: true, mode: 0o700 });
  await pulumi(env, "stack", "select", "--create", "--stack", stack);
  await recoverStack({ cwd: repository, stack, project, cloud, env, progress });
}

const historySchema = z.array(z.object({ resourceChanges: z.record(z.string(), z.number()).nullish() }));

/** `pulumi up` with the policy packs; gives back the summary. */
export async function deploy(progress: Progress): Promise<string> {
  const started = Date.now();
  const env = await stackEnvironment();
  await prepare(env, progress);
  progress("pulumi up --stack lab");
  const code = await passThrough("pulumi", ["up", "--yes", "--stack", stack, "--suppress-outputs", ...policies], {
    cwd: repository,
    env,
  });
  if (code !== 0) {
    throw new DeployError("pulumi up did not finish (see above). What is done is noted; `make up` goes on from there.");
  }
  const outputs = await pulumi(env, "stack", "output", "--json", "--show-secrets", "--stack", stack);
  const values = outputsSchema.extend({ kubeconfig: z.string() }).parse(JSON.parse(outputs));
  // For kubectl by hand (bin/lab env). Cluster-admin of a cluster that anybody on this machine with the lab's password can have anyway.
  fs.writeFileSync(path.join(paths.state, "kubeconfig"), values.kubeconfig, { mode: 0o600 });
  const history = await pulumi(env, "stack", "history", "--json", "--page-size", "1", "--stack", stack);
  const [last] = historySchema.parse(JSON.parse(history));
  return summary(values, last?.resourceChanges ?? {}, (Date.now() - started) / 1000);
}

/** What the lab's tenant holds now. */
export async function leftovers(env: NodeJS.ProcessEnv): Promise<Item[]> {
  return inventory(await OpenstackClient.login(readCloud(cloud, env)));
}

/** `pulumi destroy`; gives back what is left in the tenant afterwards. */
export async function destroy(progress: Progress): Promise<Item[]> {
  const env = await stackEnvironment();
  await prepare(env, progress);
  progress("pulumi destroy --stack lab");
  const code = await passThrough("pulumi", ["destroy", "--yes", "--stack", stack, "--suppress-outputs"], {
    cwd: repository,
    env,
  });
  if (code !== 0) {
    throw new DeployError("pulumi destroy did not finish (see above). `make destroy` goes on from there.");
  }
  fs.rmSync(path.join(paths.state, "kubeconfig"), { force: true });
  return leftovers(env);
}
