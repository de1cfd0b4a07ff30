/** The only reader of Pulumi's configuration. */
import * as pulumi from "@pulumi/pulumi";
import { check } from "./checks";
import { describeProblems, type Problem } from "./problems";
import { type Config, schema } from "./schema";

/**
 * Reads `science-platform:config` of the current stack.
 *
 * @returns The configuration with every default filled in, frozen through and through.
 * @throws pulumi.RunError that lists every problem; the engine prints its message without a stack trace.
 */
export function loadConfig(): Config {
  const stack = pulumi.getStack();
  const input = readObject(stack);
  const result = parseConfig(input);
  if ("problems" in result) throw new pulumi.RunError(report(stack, result.problems));
  return result.config;
}

/**
 * A secret of the stack, kept encrypted in its file.
 *
 * @throws pulumi.RunError when it is not set.
 */
export function stackSecret(name: string): pulumi.Output<string> {
  const secret = new pulumi.Config("science-platform").getSecret(name);
  if (secret !== undefined) return secret;
  const stack = pulumi.getStack();
  throw new pulumi.RunError(
    `Pulumi.${stack}.yaml: the stack secret ${name} is not set: pulumi config set --stack ${stack} --secret science-platform:${name}`,
  );
}

/** Checks a configuration as people write it: its form by the schema, and when that is right, its sense by config/checks.ts. */
export function parseConfig(input: unknown): { config: Config } | { problems: Problem[] } {
  const parsed = schema.safeParse(input);
  if (!parsed.success) return { problems: describeProblems(parsed.error, input) };
  const problems = check(parsed.data);
  return problems.length > 0 ? { problems } : { config: freeze(parsed.data) };
}

function readObject(stack: string): unknown {
  let input: unknown;
  try {
    input = new pulumi.Config("science-platform").getObject("config");
  } catch {
    throw new pulumi.RunError(`Pulumi.${stack}.yaml: science-platform:config is not a mapping of keys to values.`);
  }
  if (input === undefined) {
    throw new pulumi.RunError(
      `Pulumi.${stack}.yaml has no science-platform:config. Start from Pulumi.lab.yaml; every key is explained in config/schema.ts.`,
    );
  }
  return input;
}

/** The whole message that a person sees. */
export function report(stack: string, problems: readonly Problem[]): string {
  const count = problems.length === 1 ? "one problem" : `${problems.length} problems`;
  const lines = problems.map((problem) => `  - ${problem.path || "(the whole)"}: ${problem.message}`);
  return [`Pulumi.${stack}.yaml, science-platform:config: ${count}`, ...lines].join("\n");
}

function freeze<T>(value: T): T {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(freeze);
  }
  return value;
}
