/** Drift as `science-platform drift --json` tells it. Pure. */
import { z } from "zod";
import { UserError } from "../errors";
import type { DriftRow, DriftSection } from "./model";

const propertySchema = z.object({
  path: z.string(),
  cloud: z.string(),
  state: z.string(),
  owner: z.string().default(""),
});
const driftSchema = z.object({
  stack: z.string(),
  resources: z
    .array(
      z.object({
        name: z.string(),
        type: z.string(),
        missing: z.boolean().default(false),
        owner: z.string().default(""),
        properties: z.array(propertySchema).default([]),
      }),
    )
    .default([]),
  added: z.array(z.record(z.string(), z.unknown())).default([]),
  looked: z.number().default(0),
  error: z.string().optional(),
});

/** What one look found, and when it was. */
export interface DriftAnswer {
  drift: z.infer<typeof driftSchema>;
  /** ISO 8601. */
  asked: string;
}

/** @throws UserError for what is not the answer of `drift --json` about this stack. */
export function parseDrift(text: string, where: string, stack: string): DriftAnswer["drift"] {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    throw new UserError(
      `${where}: this is not JSON. Write it with \`science-platform drift --stack ${stack} --json\`.`,
    );
  }
  const parsed = driftSchema.safeParse(content);
  if (!parsed.success)
    throw new UserError(
      `${where} is no answer of \`science-platform drift --json\`:\n${z.prettifyError(parsed.error)}`,
    );
  if (parsed.data.stack !== stack)
    throw new UserError(`${where} is about stack "${parsed.data.stack}", and this report about "${stack}".`);
  return parsed.data;
}

export function driftSection(answer: DriftAnswer | undefined): DriftSection {
  if (answer === undefined) return { asked: undefined, rows: [], errors: [], looked: 0 };
  const { added, error, looked, resources } = answer.drift;
  const of = ({ name, type }: { name: string; type: string }) => `${type.split(":").at(-1) ?? type} ${name}`;
  const rows = resources.flatMap((one): DriftRow[] => {
    if (one.missing) return [{ resource: of(one), property: "", cloud: "missing", state: "there", owner: one.owner }];
    if (one.properties.length === 0)
      return [
        { resource: of(one), property: "", cloud: "differs, its provider does not say in what", state: "", owner: "" },
      ];
    return one.properties.map(({ cloud, owner, path, state }) => ({
      resource: of(one),
      property: path,
      cloud,
      state,
      owner,
    }));
  });
  const rules = added.map(
    (rule): DriftRow => ({
      resource: `rule in ${word(rule.group) ?? "a security group"}`,
      property: "",
      cloud: word(rule.text) ?? word(rule.rule) ?? word(rule.id) ?? "there",
      state: "not of the stack",
      owner: "somebody, by hand",
    }),
  );
  return {
    asked: answer.asked,
    rows: [...rows, ...rules],
    errors: error === undefined ? [] : error.split("\n"),
    looked,
  };
}

function word(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
