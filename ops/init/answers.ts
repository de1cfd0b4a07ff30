/** Answers: their forms, and what is missing. */
import * as fs from "node:fs";
import { parse } from "yaml";
import { z } from "zod";
import * as values from "../../config/schema/values";
import { UserError } from "../errors";
import { readText } from "../stack-files";
import { flagName, isRequired, type Key, keys, questions } from "./questions";

/** The command was called wrongly: an answer is missing or is none. */
export class UsageError extends UserError {}

const text = z.string().regex(/^[^\n\r\t]+$/, "a text on one line");
/** In a file a list, as a flag "a,b". */
const listOf = <T extends z.ZodType>(one: T) =>
  z.preprocess(
    (value) => (typeof value === "string" ? value.split(",").map((part) => part.trim()) : value),
    z.array(one, "a list").min(1, "a list of at least one"),
  );
/** An address alone is the range that holds nothing else. */
const range = z.preprocess((value) => (z.ipv4().safeParse(value).success ? `${String(value)}/32` : value), values.cidr);
const whole = z.preprocess(
  (value) => (typeof value === "string" && /^\d+$/.test(value) ? Number(value) : value),
  z.int("a whole number").min(1, "a number of at least 1"),
);

/** The form of each answer. */
export const forms = {
  cloud: z.enum(["openstack", "gcp", "existing"], "one of openstack, gcp, existing"),
  site: values.name,
  owner: text,
  domain: values.fqdn,
  email: z.email("a mail address"),
  users: whole,
  administrators: listOf(range),
  lifecycle: z.enum(["production", "disposable"], "production or disposable"),
  homeQuota: values.memory,
  login: z.enum(["keycloak", "github", "oidc", "cilogon", "none"], "one of keycloak, github, oidc, cilogon, none"),
  clientId: text,
  organization: text,
  issuer: values.httpsUrl,
  databaseHost: text,
  network: values.cidr,
  region: text,
  osCloud: text,
  externalNetwork: text,
  controlFlavor: text,
  workerFlavor: text,
  notebookFlavor: text,
  serverFlavor: text,
  image: text,
  volumeType: text,
  project: text,
  zones: listOf(text),
  machineType: text,
  kubeconfig: text,
  context: text,
  ingressAddress: z.ipv4("an IPv4 address"),
  storageClass: values.name,
} as const satisfies Record<Key, z.ZodType>;

export type Answers = { [K in Key]?: z.infer<(typeof forms)[K]> };

/**
 * @param given Answers as they came; undefined ones count as not given.
 * @param from What they are called in messages: as flags, or as keys of a file.
 * @throws UsageError with every answer that is wrong or unknown.
 */
export function parseAnswers(given: Readonly<Record<string, unknown>>, from: "flag" | "file"): Answers {
  const problems: string[] = [];
  const called = (key: Key) => (from === "flag" ? flagName(key) : key);
  const entries = Object.entries(given).flatMap(([key, value]) => {
    if (value === undefined) return [];
    if (!isKey(key)) {
      problems.push(`${key}: there is no such answer; possible are ${keys.join(", ")}`);
      return [];
    }
    const parsed = forms[key].safeParse(value);
    if (parsed.success) return [[key, parsed.data]];
    problems.push(`${called(key)}: ${JSON.stringify(value)} is wrong: write ${wanted(parsed.error)}`);
    return [];
  });
  if (problems.length > 0) throw new UsageError(problems.join("\n"));
  return Object.fromEntries(entries) as Answers;
}

/** What would be right, in the words of the form; zod's own, for values of another kind, are none for people. */
function wanted({ issues: [issue] }: z.ZodError): string {
  if (issue?.code === "invalid_type" && issue.expected === "string") return "a text, in quotes";
  return issue?.message ?? "something else";
}

/** Answers from a file, a YAML mapping. @throws UsageError when it is none, or for what is wrong in it. */
export function readAnswers(file: string): Answers {
  if (!fs.existsSync(file)) throw new UsageError(`--answers: there is no ${file}`);
  const content = contentOf(readText(file));
  if (typeof content !== "object" || content === null || Array.isArray(content))
    throw new UsageError(`--answers: ${file} is no YAML mapping of answers, like "site: edi"`);
  return parseAnswers(content as Record<string, unknown>, "file");
}

/** What YAML says; undefined for what is none, an alias that leads nowhere included. */
function contentOf(yaml: string): unknown {
  try {
    return parse(yaml, { logLevel: "error" });
  } catch {
    return undefined;
  }
}

/** Whether one answer would do; for asking. */
export function parseAnswer<K extends Key>(key: K, value: unknown): { value: Answers[K] } | { problem: string } {
  const parsed = forms[key].safeParse(value);
  return parsed.success ? { value: parsed.data as Answers[K] } : { problem: `Write ${wanted(parsed.error)}` };
}

/** @throws UsageError that names every required answer that is missing. */
export function requireAnswers(answers: Answers): void {
  const missing = keys.filter((key) => answers[key] === undefined && isRequired(key, answers.cloud));
  if (missing.length === 0) return;
  const lines = missing.map((key) => `  ${questions[key].flag.padEnd(30)} ${questions[key].text}`);
  throw new UsageError(
    [`init needs ${missing.length === 1 ? "one more answer" : `${missing.length} more answers`}:`, ...lines].join("\n"),
  );
}

function isKey(key: string): key is Key {
  return Object.hasOwn(forms, key);
}
