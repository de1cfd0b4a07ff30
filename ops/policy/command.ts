/** What the commands about policies have in common. */
import * as path from "node:path";
import type { Command } from "commander";
import type { PolicyConfig } from "../../policies/config";
import { policyConfig } from "../../policies/site";
import { resolvedConfig } from "../config-check";
import { readPolicyConfig } from "./settings";

/** The configuration of a stack's policies, as its stack file says it now. @throws UserError for a file that is wrong or not there */
export function stackPolicies(stack: string, directory: string): PolicyConfig {
  return policyConfig(resolvedConfig(path.join(directory, `Pulumi.${stack}.yaml`), directory));
}

interface Source {
  config?: string;
  stack?: string;
  directory: string;
}

/** Settings from a file or from a stack; without either the rules' own hold. */
export function policySettings(command: Command, { config, stack, directory }: Source): PolicyConfig {
  if (config !== undefined && stack !== undefined)
    return command.error("error: --config and --stack both say the settings: give one of them", { exitCode: 2 });
  if (config !== undefined) return usage(command, () => readPolicyConfig(config));
  return stack === undefined ? {} : stackPolicies(stack, directory);
}

/** What a wrong name on the command line, or a file that is not there, ends with. */
export function usage<T>(command: Command, work: () => T): T {
  try {
    return work();
  } catch (error) {
    return command.error(`error: ${(error as Error).message}`, { exitCode: 2 });
  }
}
