/** What a stack says of its secrets. The values stay in this process. */
import * as path from "node:path";
import { z } from "zod";
import type { Config } from "../../config/schema";
import { siteSecrets } from "../../platform/secrets/declarations";
import type { DeclaredService } from "../../platform/secrets/declared";
import { resolvedConfig } from "../config-check";
import { UserError } from "../errors";
import { passThrough } from "../process";
import { noPulumi, pulumi, tryPulumi, type PulumiOptions } from "../pulumi";
import { kubeconfigOf } from "../recover/helm";
import { exportSchema } from "../recover/plan";
import type { Secrets } from "./compare";

export interface StackOptions extends PulumiOptions {
  stack: string;
}

/** A value that Pulumi shows, in an export with secrets shown. */
const shown = z.object({ plaintext: z.string() }).transform(({ plaintext }) => JSON.parse(plaintext) as unknown);
const values = z.record(z.string(), z.record(z.string(), z.string()));
const stateSchema = z.object({
  deployment: z.object({
    resources: z
      .array(z.object({ type: z.string(), outputs: z.record(z.string(), z.unknown()).default({}) }))
      .default([]),
  }),
});

/** What the last run left. */
export interface Left {
  /** Every secret that it made. */
  secrets: Secrets;
  kubeconfig?: string | undefined;
  /** PEM of the authority of Vault in the cluster. */
  vaultAuthority?: string | undefined;
}

/** @throws UserError when the stack file is wrong. */
export function stackConfig({ stack, directory }: StackOptions): Config {
  return resolvedConfig(path.join(directory, `Pulumi.${stack}.yaml`), directory);
}

/** @throws UserError when what the site says of its secrets (secrets.static) does not fit. */
export function declaredOf(config: Config): DeclaredService[] {
  try {
    return siteSecrets(config);
  } catch (error) {
    throw new UserError(error instanceof Error ? error.message : String(error));
  }
}

/**
 * From the state, not from the stack's outputs: it has them while a run is still under way, and after one that failed.
 *
 * @throws UserError when Pulumi cannot tell.
 */
export async function left({ stack, ...options }: StackOptions): Promise<Left> {
  const state: unknown = JSON.parse(await pulumi(["stack", "export", "--show-secrets", "--stack", stack], options));
  const { deployment } = stateSchema.parse(state);
  const outputs = (type: string) => deployment.resources.find((one) => one.type === type)?.outputs;
  const made = shown.pipe(values).safeParse(outputs("science-platform:secrets:PlatformSecrets")?.["all"]);
  if (!made.success)
    throw new UserError(
      `${stack} has not made its secrets yet: \`science-platform secrets sync --make --stack ${stack}\` does, or \`pulumi up\`.`,
    );
  const vault = z.object({ authority: z.string() }).safeParse(outputs("science-platform:services:Vault"));
  return {
    secrets: new Map(Object.entries(made.data)),
    kubeconfig: kubeconfigOf(exportSchema.parse(state)),
    vaultAuthority: vault.data?.authority,
  };
}

/** Makes the values that are missing or to be rotated, and nothing else of the stack; Pulumi's words go to the terminal. */
export async function makeSecrets({ stack, directory, env }: StackOptions): Promise<void> {
  const line = ["up", "--yes", "--skip-preview", "--stack", stack, "--target", "**PlatformSecrets**"];
  const code = await passThrough("pulumi", line, { cwd: directory, env, output: "stderr" }).catch(noPulumi);
  if (code !== 0) throw new UserError(`pulumi up failed with ${code}: see above.`);
}

/** A secret of the stack; undefined when it is not set. */
export async function stackSecret({ stack, ...options }: StackOptions, name: string): Promise<string | undefined> {
  const { code, stdout } = await tryPulumi(["config", "get", `science-platform:${name}`, "--stack", stack], options);
  return code === 0 ? stdout.trim() : undefined;
}

/** Keeps a secret of the stack, encrypted in its file; no shell and no process list ever sees it. */
export async function keepSecret({ stack, ...options }: StackOptions, name: string, value: string): Promise<void> {
  await pulumi(["config", "set", "--secret", `science-platform:${name}`, "--stack", stack], {
    ...options,
    input: value,
  });
}
