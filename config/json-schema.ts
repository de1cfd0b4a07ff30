/** The JSON Schema of a whole stack file, for editors (config/stack.schema.json). */
import { z } from "zod";
import { schema } from "./schema";
import { mapChildren, nameDefinitions } from "./json-schema-names";
import { secretPattern, secretTable } from "./secrets";

/** What is used of JSON Schema here. */
export interface JsonSchema {
  $schema?: string;
  title?: string;
  $ref?: string;
  description?: string;
  type?: string;
  const?: unknown;
  enum?: unknown[];
  default?: unknown;
  pattern?: string;
  format?: string;
  /** Not of the standard: what fits the pattern, in words. Editors show it. */
  patternErrorMessage?: string;
  minimum?: number;
  exclusiveMinimum?: number;
  maximum?: number;
  required?: string[];
  properties?: Record<string, JsonSchema>;
  patternProperties?: Record<string, JsonSchema>;
  additionalProperties?: JsonSchema | boolean;
  propertyNames?: JsonSchema;
  items?: JsonSchema;
  oneOf?: JsonSchema[];
  anyOf?: JsonSchema[];
  allOf?: JsonSchema[];
  definitions?: Record<string, JsonSchema>;
}

/** The schema of `science-platform:config`, as people write it. */
export function configSchema(reused: "inline" | "ref" = "inline"): JsonSchema {
  return toJsonSchema(schema, reused);
}

/** Draft 7 is what editors for YAML know through and through. Patterns are explained by the words of the zod schema. */
export function toJsonSchema(zodSchema: z.ZodType, reused: "inline" | "ref" = "inline"): JsonSchema {
  const words = new Map<string, string>();
  const inline = convert(zodSchema, "inline", words);
  // Zod shows its override only some of the schemas that stand in several places, so the words are put in afterwards.
  return explained(reused === "inline" ? inline : convert(zodSchema, reused, words), words);
}

/** @param words Is given the sentence for each pattern that is met. */
function convert(zodSchema: z.ZodType, reused: "inline" | "ref", words: Map<string, string>): JsonSchema {
  return z.toJSONSchema(zodSchema, {
    io: "input",
    target: "draft-7",
    reused,
    override: ({ zodSchema: one, jsonSchema }) => {
      // Zod's own bounds of a whole number; nobody reads them.
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
      if (jsonSchema.pattern === undefined) return;
      // No text with such a character is ever right, so this is the schema's own sentence of what is.
      const message = z.safeParse(one, "\0").error?.issues[0]?.message;
      if (message !== undefined) words.set(jsonSchema.pattern, inWords(message));
    },
  }) as JsonSchema;
}

function inWords(message: string): string {
  return message.replace(/^Invalid string: must start with/, "a text that starts with");
}

function explained(node: JsonSchema, words: ReadonlyMap<string, string>): JsonSchema {
  const inner = mapChildren(node, (child) => explained(child, words));
  const message = node.type === "string" && node.pattern !== undefined ? words.get(node.pattern) : undefined;
  return message === undefined || message.startsWith("Invalid") ? inner : { ...inner, patternErrorMessage: message };
}

/** Pulumi's own keys of a stack file are let through; `science-platform:config` and the secrets are described to the last key. */
export function stackFileSchema(): JsonSchema {
  const { $schema, definitions = {}, ...config } = configSchema("ref");
  return nameDefinitions({
    $schema,
    title: "Stack file of the science platform",
    type: "object",
    properties: {
      encryptionsalt: {
        type: "string",
        description: "Written by Pulumi: salt of the passphrase that guards the secrets.",
      },
      secretsprovider: {
        type: "string",
        description: "Written by Pulumi: what guards the secrets instead of a passphrase.",
      },
      encryptedkey: { type: "string", description: "Written by Pulumi: key for the secrets, itself encrypted." },
      config: {
        type: "object",
        description: "What the stack is configured with.",
        properties: {
          "science-platform:config": { description: "The site.", ...config },
          "pulumi:disable-default-providers": {
            description: 'Keep ["*"]: a resource whose provider was forgotten is then an error.',
            type: "array",
            items: { type: "string" },
          },
        },
        patternProperties: Object.fromEntries(
          secretTable.map(({ name, meaning }) => [
            `^science-platform:${secretPattern(name).source.slice(1)}`,
            encrypted(name, meaning),
          ]),
        ),
        required: ["science-platform:config", "pulumi:disable-default-providers"],
      },
    },
    required: ["config"],
    definitions,
  });
}

function encrypted(name: string, meaning: string): JsonSchema {
  return {
    description: `${meaning} Set it with \`pulumi config set --secret ${name}\`.`,
    type: "object",
    properties: { secure: { type: "string", description: "Written by Pulumi: the encrypted value." } },
    required: ["secure"],
    additionalProperties: false,
  };
}
