/** From what stands in a stack file to a configuration, or to everything that is wrong with it. Pure: knows neither files nor Pulumi. */
import { z } from "zod";
import { check, type Context } from "./checks";
import { describeProblems, type Problem, wholePath } from "./problems";
import { cloudOf } from "./reference-sections";
import { clouds, type Config, schema } from "./schema";
import { findSecrets } from "./secrets-clear";

/** Deeper than any configuration that makes sense; what looks at it may take a step for each level. */
const maxDepth = 50;

/**
 * Checks a configuration as people write it: that no secret stands in it, its form by the schema, and when both are right, its sense by
 * config/checks.
 *
 * @returns The configuration with every default filled in, frozen through and through; or all problems.
 */
export function parseConfig(
  input: unknown,
  context: Partial<Context> = {},
): { config: Config } | { problems: Problem[] } {
  if (isDeeperThan(maxDepth, input))
    return {
      problems: [{ path: wholePath, message: `is nested more than ${maxDepth} levels deep: no key needs that` }],
    };
  const secrets = findSecrets(input);
  const parsed = schema.safeParse(secrets.redacted);
  const problems = [...secrets.problems, ...formProblems(parsed, secrets)];
  if (!parsed.success || problems.length > 0) return { problems };
  const senseless = check(parsed.data, context);
  return senseless.length > 0 ? { problems: senseless } : { config: freeze(parsed.data) };
}

function formProblems(
  parsed: z.ZodSafeParseResult<Config>,
  { problems: secrets, redacted }: ReturnType<typeof findSecrets>,
): Problem[] {
  if (parsed.success) return [];
  const found = [...describeProblems(parsed.error, redacted), ...withoutCloud(redacted)];
  // What was put in a secret's place fits nowhere; that is no further problem.
  return found.filter(({ path }) => !secrets.some((secret) => path === secret.path));
}

/** While it is not known which form the configuration shall have, the schema says nothing more; but what all sites have can be checked. */
function withoutCloud(input: unknown): Problem[] {
  if (cloudOf(input) !== undefined || typeof input !== "object" || input === null || Array.isArray(input)) return [];
  const { error } = anyCloud().safeParse(input);
  return error ? describeProblems(error, input) : [];
}

/** What all clouds have in common, and room for what only some have. */
function anyCloud() {
  const shapes = Object.values(clouds).map((cloud): Record<string, z.ZodType> => cloud.shape);
  const keys = shapes.flatMap((shape) => Object.keys(shape));
  return z.strictObject(
    Object.fromEntries(
      keys.map((key) => {
        const [first, ...others] = shapes.map((shape) => shape[key]);
        return [key, first && others.every((other) => other === first) ? first : z.unknown().optional()];
      }),
    ),
  );
}

function isDeeperThan(levels: number, value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isDeeperThan(levels - 1, inner));
}

function freeze<T>(value: T): T {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(freeze);
  }
  return value;
}
