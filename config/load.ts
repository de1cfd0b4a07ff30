/** The only reader of Pulumi's configuration. */
import * as pulumi from "@pulumi/pulumi";
import { parseConfig } from "./parse";
import { isPending, pendingKeys } from "./pending";
import type { Problem } from "./problems";
import { report } from "./problems-report";
import { cloudOf } from "./reference-sections";
import type { Config } from "./schema";
import { type Given, givenProblems, requiredSecrets, type SecretName } from "./secrets";
import { foreignSecret, isForeignSecret } from "./secrets-clear";
import { stacksIn } from "./stack-file-siblings";
import { repository } from "../system/repository";

export { parseConfig };

const project = "science-platform";

/**
 * Reads `science-platform:config` of the current stack, and looks whether the secrets are there that it asks for.
 *
 * What is set but not applied by this version (config/pending.ts) is named in one warning.
 *
 * @param directory Where the other stacks' files are, for what several sites must agree on.
 * @returns The configuration with every default filled in, frozen through and through.
 * @throws pulumi.RunError that lists every problem; the engine prints its message without a stack trace.
 */
export function loadConfig(directory: string = repository): Config {
  const stack = pulumi.getStack();
  const input = readInput(stack);
  const given = givenSecrets();
  const others = stacksIn(directory, stack);
  const parsed = parseConfig(input, { others });
  const problems = [
    ...("problems" in parsed ? parsed.problems : notReady(parsed.config, input, given, stack)),
    ...givenProblems(given, stack),
    ...foreignSecrets(),
  ];
  if ("problems" in parsed || problems.length > 0) throw new pulumi.RunError(report(stack, problems, cloudOf(input)));
  warn(stack, input);
  return parsed.config;
}

/**
 * A secret of the stack, kept encrypted in its file. The value is secret wherever it goes.
 *
 * @throws pulumi.RunError when it is not set; after loadConfig only for one that config/secrets.ts does not say is required.
 */
export function stackSecret(name: SecretName): pulumi.Output<string> {
  const secret = new pulumi.Config(project).getSecret(name);
  if (secret !== undefined) return secret;
  const stack = pulumi.getStack();
  throw new pulumi.RunError(
    `Pulumi.${stack}.yaml: the stack secret ${name} is not set: pulumi config set --secret ${name} --stack ${stack}`,
  );
}

/** The SDK knows, but does not put it into its types; a test holds this to the SDK's version. */
function isEncrypted(key: string): boolean {
  return (pulumi.runtime as unknown as { isConfigSecret(key: string): boolean }).isConfigSecret(key);
}

function readInput(stack: string): unknown {
  const file = `Pulumi.${stack}.yaml`;
  const config = new pulumi.Config(project);
  // Pulumi has decrypted it already, so nothing of it may be shown.
  if (isEncrypted(`${project}:config`))
    throw new pulumi.RunError(
      `${file}: science-platform:config holds an encrypted value. Secrets are keys of their own beside it: \`pulumi config set --secret NAME --stack ${stack}\`.`,
    );
  let input: unknown;
  try {
    input = config.getObject("config");
  } catch {
    throw new pulumi.RunError(`${file}: science-platform:config is not a mapping of keys to values.`);
  }
  if (input === undefined)
    throw new pulumi.RunError(
      `${file} has no science-platform:config. Start from Pulumi.lab.yaml; every key is explained in docs/configuration.md.`,
    );
  return withPlainDays(input);
}

/** Pulumi's YAML reader makes a time of a day without quotes. */
function withPlainDays(value: unknown): unknown {
  const text = JSON.stringify(value);
  return text.includes(" 00:00:00 +0000 UTC")
    ? JSON.parse(text, (_, one: unknown) =>
        typeof one === "string" ? one.replace(/^(\d{4}-\d\d-\d\d) 00:00:00 \+0000 UTC$/, "$1") : one,
      )
    : value;
}

/** How the secrets of the stack are given; Pulumi's other keys are none of ours. */
function givenSecrets(): Given {
  const ours = Object.entries(pulumi.runtime.allConfig()).flatMap(([key, value]) => {
    const [namespace, name = ""] = key.split(/:(.*)/);
    return namespace === project && name !== "config" ? [[key, name, value] as const] : [];
  });
  return new Map(
    ours.map(([key, name, value]) => [name, !isEncrypted(key) ? "clear" : value.trim() === "" ? "empty" : "encrypted"]),
  );
}

/** Keys of others that hold a secret in the clear. */
function foreignSecrets(): Problem[] {
  return Object.entries(pulumi.runtime.allConfig())
    .filter(([key, value]) => !isEncrypted(key) && isForeignSecret(key, value))
    .map(([key]) => ({ path: key, message: foreignSecret, section: "stack-secrets" }));
}

/** What keeps a configuration that is right from being applied: missing secrets, and keys without which it would come out wrong. */
function notReady(config: Config, input: unknown, given: Given, stack: string): Problem[] {
  const pending = pendingKeys(input);
  const missing = requiredSecrets(config, stack).filter(
    ({ name, path }) => !given.has(name) && !isPending(path, pending),
  );
  return [
    ...pending
      .filter(({ refused }) => refused)
      .map(({ path, instead }) => ({
        path,
        message: `this version cannot apply it: ${instead}. Take it out, or wait for a version that can`,
      })),
    ...missing.map(({ name, path, meaning, command }) => ({
      path: `science-platform:${name}`,
      message: `is missing, and ${path} asks for it: \`${command}\` (${meaning})`,
      section: "stack-secrets",
    })),
  ];
}

function warn(stack: string, input: unknown): void {
  const pending = pendingKeys(input);
  if (pending.length === 0) return;
  const keys = pending.map(({ path, instead }) => `${path} (${instead})`).join(", ");
  void pulumi.log.warn(`Pulumi.${stack}.yaml: checked, but not applied by this version: ${keys}`);
}
