/** The JSON Schema of a whole stack file, for editors (config/stack.schema.json). */
import { z } from "zod";
import { schema } from "./schema";

/** Pulumi's own keys of a stack file are let through; `science-platform:config` is described to the last key. */
export function stackFileSchema(): object {
  const { $schema, ...config } = z.toJSONSchema(schema, { io: "input" });
  return {
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
        properties: {
          "science-platform:config": config,
          "pulumi:disable-default-providers": {
            description: 'Keep ["*"]: a resource whose provider was forgotten is then an error.',
            type: "array",
            items: { type: "string" },
          },
        },
        required: ["science-platform:config", "pulumi:disable-default-providers"],
      },
    },
    required: ["config"],
  };
}
