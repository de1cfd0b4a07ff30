/** What a stack says of its secrets. The values stay in this process. */
import * as path from "node:path";
import { z } from "zod";
import type { Config } from "../../config/schema";
import { siteSecrets } from "../../platform/secrets/declarations";
import type { DeclaredService } from "../../platform/secrets/declared";
import { resolvedConfig } from "../config-check";
import { UserError } from "../errors";
import { pulumi, tryPulumi, type PulumiOptions } from "../pulumi";
import type { Secrets } from "./compare";

export interface StackOptions extends PulumiOptions {
  stack: string;
}

const outputs = z.object({
  secrets: z.record(z.string(), z.record(z.string(), z.string())).optional(),
  kubeconfig: z.string().optional(),
  vault: z.object({ certificateAuthority: z.string().optional() }).optional(),
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

/** @throws UserError when Pulumi cannot tell. */
export async function left({ stack, ...options }: StackOptions): Promise<Left> {
  const text = await pulumi(["stack", "output", "--json", "--show-secrets", "--stack", stack], options);
  const { secrets, kubeconfig, vault } = outputs.parse(JSON.parse(text));
  if (secrets === undefined)
    throw new UserError(`The last run of ${stack} made no secrets: run \`pulumi up --stack ${stack}\` first.`);
  return { secrets: new Map(Object.entries(secrets)), kubeconfig, vaultAuthority: vault?.certificateAuthority };
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
