/** What an export of a stack holds, whether two hold the same, and how the secrets in it are encrypted. Pure. */
import { createHash } from "node:crypto";
import { z } from "zod";
import { UserError } from "../errors";

const exportSchema = z.looseObject({
  deployment: z.looseObject({
    resources: z.array(z.looseObject({ urn: z.string() })).nullish(),
    pending_operations: z.array(z.unknown()).nullish(),
    secrets_providers: z
      .looseObject({ type: z.string(), state: z.looseObject({ url: z.string().optional() }).optional() })
      .nullish(),
  }),
});

export type Exported = z.infer<typeof exportSchema>;

/** @throws UserError for what is no export */
export function parseExport(text: string, where: string): Exported {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    throw new UserError(`${where}: this is not JSON, or it is cut off.`);
  }
  const parsed = exportSchema.safeParse(content);
  if (!parsed.success) throw new UserError(`${where} is no export of a stack:\n${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

/** What two exports of the same state have in common. */
export interface Content {
  resources: number;
  /** Operations that a killed run has left open. */
  pending: number;
  /** SHA-256 over resources and pending operations. */
  checksum: string;
}

/** Of an export with shown secrets: what is encrypted anew differs each time. */
export function contentOf({ deployment }: Exported): Content {
  const resources = deployment.resources ?? [];
  const pending = deployment.pending_operations ?? [];
  const checksum = createHash("sha256")
    .update(JSON.stringify(sorted({ resources, pending })))
    .digest("hex");
  return { resources: resources.length, pending: pending.length, checksum };
}

export function isSame(a: Content, b: Content): boolean {
  return a.checksum === b.checksum && a.resources === b.resources && a.pending === b.pending;
}

/** "113 resources, SHA-256 3f2a…": what a person compares. */
export function contentText({ checksum, pending, resources }: Content): string {
  const open = pending === 0 ? "" : `, ${pending} interrupted operations`;
  return `${resources} resources${open}, SHA-256 ${checksum.slice(0, 16)}`;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, one]) => [key, sorted(one)]));
}

export interface Encryption {
  /** As `--secrets-provider` takes it. */
  provider: string;
  /** In words. */
  text: string;
  /** What is wrong with it. */
  warning?: string;
}

export function encryptionOf({ deployment }: Exported, env: NodeJS.ProcessEnv): Encryption {
  const given = deployment.secrets_providers;
  const url = given?.state?.url;
  if (given === undefined || given === null)
    return {
      provider: "passphrase",
      text: "nothing",
      warning:
        "The state says of no secrets' encryption: set one with `pulumi stack change-secrets-provider passphrase` before secrets come into it.",
    };
  switch (given.type) {
    case "passphrase":
      return {
        provider: "passphrase",
        text: "a passphrase",
        ...(env.PULUMI_CONFIG_PASSPHRASE === "" && env.PULUMI_CONFIG_PASSPHRASE_FILE === undefined
          ? {
              warning:
                "The passphrase is empty: whoever can read the state can read its secrets. Change it with `pulumi stack change-secrets-provider passphrase`.",
            }
          : {}),
      };
    case "cloud":
      return { provider: url ?? "", text: `the key ${url ?? "?"}` };
    default:
      return { provider: given.type, text: `a provider of the kind "${given.type}"` };
  }
}
