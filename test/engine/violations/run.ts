/** Runs of the program beside this file, and of kubectl. */
import { spawn } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { stringify } from "yaml";
import type { Manifest } from "../../../policies/rule";
import { toolEnvironment } from "../../../toolchain";
import { repository } from "../../mocks";
import { policies, type Result, type Workspace } from "../workspace";
import type { Violating } from "./table";

const project = "violations";

export interface Run extends Result {
  /** Names of what the state holds afterwards. */
  state: string[];
}

export interface UpOptions {
  workspace: Workspace;
  stack: string;
  resources: readonly Violating[];
  /** Text of a kubeconfig. */
  kubeconfig: string;
  /** Entry of clouds.yaml. Default: a cloud that is not there. */
  cloud?: string;
  /** File with the configuration of the rules. */
  packConfig: string;
}

/** `pulumi up` of these resources in a stack of their own. */
export async function up({ workspace, stack, resources, kubeconfig, cloud, packConfig }: UpOptions): Promise<Run> {
  const file = await workspace.stack(project, stack);
  const settings = { resources, kubeconfig, ...(cloud === undefined ? {} : { cloud }) };
  const config = Object.entries(settings).map(([key, value]) => [`${project}:${key}`, value]);
  fs.appendFileSync(file, stringify({ config: Object.fromEntries(config) as object }));
  const pack = ["--policy-pack", policies, "--policy-pack-config", packConfig];
  const verb = ["up", "--yes", "--stack", stack, "--config-file", file, ...pack];
  const result = await workspace.pulumi(verb, path.join(repository, "test/engine/violations"));
  const exported = await workspace.pulumi(["stack", "export", "--stack", stack], workspace.project(project));
  if (exported.code !== 0) throw new Error(exported.output);
  const { deployment } = JSON.parse(exported.output) as { deployment: { resources?: { urn: string }[] } };
  return { ...result, state: (deployment.resources ?? []).map(({ urn }) => urn.split("::").at(-1) ?? "") };
}

/** Names of the rules that stopped a run. */
export function stoppedBy(output: string): string[] {
  const found = output.matchAll(/\[mandatory\] \[severity: \w+\] {2}([a-z-]+) {2}\(/g);
  return [...new Set([...found].map(([, name = ""]) => name))];
}

/** `kubectl create` of an object. @param kubeconfig File. */
export function kubectlCreate(object: Manifest, kubeconfig: string): Promise<Result> {
  return new Promise((resolve, reject) => {
    const child = spawn("kubectl", ["--kubeconfig", kubeconfig, "create", "-f", "-"], {
      env: { ...process.env, ...toolEnvironment() },
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (text: string) => void (output += text));
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, output }));
    child.stdin.end(JSON.stringify(object));
  });
}

/** How the API server begins a refusal by the policy of a rule, as the platform installs it. */
export function refusalOf(rule: string): string {
  const policy = `science-platform-${rule}`;
  return `ValidatingAdmissionPolicy '${policy}' with binding '${policy}' denied request: `;
}
