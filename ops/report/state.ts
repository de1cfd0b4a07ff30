/** A stack as `pulumi stack export` writes it, for a report: secrets are taken out before anything else sees it. Pure. */
import { z } from "zod";
import { valueAt } from "../../config/problems-tree";
import { resourceOf, type Resource as RuleResource } from "../../policies/rule";
import { UserError } from "../errors";
import { secretKey } from "../guard/values";

/** What stands for a secret, whatever it was. */
export const masked = "[secret]";

/** The engine's mark of a special value that is a secret. */
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";

const values = z.record(z.string(), z.unknown()).default({});
const resourceSchema = z.object({
  urn: z.string(),
  type: z.string(),
  id: z.string().default(""),
  protect: z.boolean().default(false),
  parent: z.string().default(""),
  provider: z.string().default(""),
  inputs: values,
  outputs: values,
  additionalSecretOutputs: z.array(z.string()).nullish(),
});
const exportSchema = z.object({
  deployment: z.object({
    manifest: z
      .object({ time: z.string().default(""), version: z.string().default("") })
      .default({ time: "", version: "" }),
    resources: z.array(resourceSchema).default([]),
    pending_operations: z.array(z.unknown()).nullish(),
  }),
});

/** One resource, without its secrets. */
export interface StateResource {
  urn: string;
  type: string;
  /** Logical name. */
  name: string;
  /** The cloud's id; "" for components. */
  id: string;
  protect: boolean;
  parent: string;
  /** "URN::id" of its provider. */
  provider: string;
  inputs: Record<string, unknown>;
  outputs: Record<string, unknown>;
}

export interface State {
  /** When the last run ended, ISO 8601; "" when the file does not say. */
  updated: string;
  /** Version of the engine that wrote it, like "v3.259.0". */
  engine: string;
  resources: StateResource[];
  /** Of the stack, by name. */
  outputs: Record<string, unknown>;
  /** Operations that a killed run has left open. */
  pending: number;
}

/** @throws UserError for what is no export of a stack. */
export function parseState(text: string, where: string): State {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    throw new UserError(
      `${where}: this is not JSON. Write it with \`pulumi stack export --stack <stack> --file <file>\`.`,
    );
  }
  const parsed = exportSchema.safeParse(content);
  if (!parsed.success)
    throw new UserError(
      `${where} is no export of a stack:\n${z.prettifyError(parsed.error)}\nWrite it with \`pulumi stack export --stack <stack> --file <file>\`.`,
    );
  const { manifest, resources, pending_operations: pending } = parsed.data.deployment;
  const known = resources.map(plain);
  return {
    updated: manifest.time,
    engine: manifest.version,
    resources: known,
    outputs: known.find(({ type }) => type === "pulumi:pulumi:Stack")?.outputs ?? {},
    pending: pending?.length ?? 0,
  };
}

function plain({ additionalSecretOutputs, inputs, outputs, ...rest }: z.infer<typeof resourceSchema>): StateResource {
  const { id, parent, protect, provider, type, urn } = rest;
  const hidden = [
    ...(additionalSecretOutputs ?? []),
    ...(type === "kubernetes:core/v1:Secret" ? ["data", "stringData"] : []),
  ];
  const clean = (given: Record<string, unknown>): Record<string, unknown> =>
    Object.fromEntries(Object.entries(given).map(([key, value]) => [key, hidden.includes(key) ? masked : open(value)]));
  const name = urn.split("::").at(-1) ?? urn;
  return { urn, type, name, id, protect, parent, provider, inputs: clean(inputs), outputs: clean(outputs) };
}

/** Without secrets, encrypted or not. */
function open(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(open);
  if (typeof value !== "object" || value === null) return value;
  const own = value as Record<string, unknown>;
  if (own[secretKey] === secretSignature) return masked;
  return Object.fromEntries(Object.entries(own).map(([key, one]) => [key, open(one)]));
}

/** The resources of some types, in the order of the state. */
export function ofType({ resources }: State, ...types: string[]): StateResource[] {
  return resources.filter(({ type }) => types.includes(type));
}

/** The text at a path; undefined where there is none. */
export function textAt(value: unknown, ...keys: (string | number)[]): string | undefined {
  const found = valueAt(value, keys);
  return typeof found === "string" && found !== "" ? found : typeof found === "number" ? String(found) : undefined;
}

export function numberAt(value: unknown, ...keys: (string | number)[]): number | undefined {
  const number = Number(valueAt(value, keys) ?? NaN);
  return Number.isFinite(number) ? number : undefined;
}

/** As the rules of policies/ see them: by their inputs. */
export function ruleResources({ resources }: State): RuleResource[] {
  const byUrn = new Map(resources.map((one) => [one.urn, one]));
  return resources
    .filter(({ type }) => type !== "pulumi:pulumi:Stack")
    .map(({ inputs, name, parent, protect, provider, type, urn }) => {
      const own = byUrn.get(provider.split("::").slice(0, -1).join("::"));
      const above = byUrn.get(parent)?.type;
      return resourceOf(type, name, inputs, {
        urn,
        protect,
        ...(above === undefined ? {} : { parentType: above }),
        ...(own === undefined ? {} : { provider: resourceOf(own.type, own.name, own.inputs).props }),
      });
    });
}
