/** Secrets that stand in the clear where they must not: in a stack file, which is committed for all to read. */
import type { Problem } from "./problems";
import { formatPath } from "./problems-path";

/** What is known by its look, wherever it stands. */
const looks: readonly [RegExp, string][] = [
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----/, "a private key"],
  [/\bclient-key-data:/, "a kubeconfig with a key"],
  [/\b(gh[opsur]_[A-Za-z0-9]{20}|github_pat_\w{20})/, "a GitHub token"],
  [/\bglpat-[\w-]{20}/, "a GitLab token"],
  [/\bhv[bs]\.[\w-]{20}|^s\.[A-Za-z0-9]{24}$/, "a Vault token"],
  [/\bxox[a-z]-[\w-]{10}/, "a Slack token"],
  [/\bhooks\.slack\.com\/services\/./, "a Slack webhook"],
  [/\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\./, "a JSON web token"],
  [/\bAGE-SECRET-KEY-1/, "an age key"],
  [/\bAIza[\w-]{35}/, "a Google API key"],
  [/\bdckr_pat_[\w-]{20}/, "a Docker token"],
  // 40 characters of base64; a Git commit has no capitals.
  [/(^|[^\w/+])(?=[\w/+]*[a-z])(?=[\w/+]*[A-Z])(?=[\w/+]*\d)[A-Za-z0-9/+]{40}($|[^\w/+])/, "an AWS secret access key"],
  [/\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@]*:[^\s/@]+@/i, "an address with a password"],
];

const secretName = /(password|passwd|passphrase|token|secret|webhook|(api|private|secret|access|tsig|tls)[_-]?key)$/i;

/** Where the configuration takes any key, so that only its name can tell: Helm values. Many speak of a Secret that is elsewhere. */
const freeForm = ["platform.values", "phalanx.values"];
const freeFormName =
  /^(?!existing).*(password|passwd|passphrase|token|client[_-]?secret|api[_-]?key|private[_-]?key|secret[_-]?key)$/i;

/** True for a key that no schema knows, where a secret is likely to stand behind. */
export function isSecretByName(key: string, value: unknown): boolean {
  return secretName.test(key) && (["string", "number"].includes(typeof value) || Array.isArray(value));
}

/** True for a key of another namespace, like "openstack:password", that a secret stands behind in the clear. */
export function isForeignSecret(key: string, value: unknown): boolean {
  if (!key.includes(":") || key.startsWith("science-platform:")) return false;
  return isSecretByName(key, value) || (typeof value === "string" && kindOf(value) !== undefined);
}

/** What is to be said of one. This program reads no such key: providers are made with credentials of their own. */
export const foreignSecret = secretInClear("a secret stands here, and this program does not read it");

/** The kind of secret that a text looks like. */
function kindOf(text: string): string | undefined {
  return looks.find(([look]) => look.test(text))?.[1];
}

/** How one tells of it, without the value. */
export function secretInClear(what: string): string {
  return `${what}, and a stack file is no place for secrets: take it out, change it where it is used, and set the new one with \`pulumi config set --secret NAME\``;
}

const encrypted =
  "an encrypted value cannot stand here: secrets are keys of their own, beside science-platform:config, set with `pulumi config set --secret NAME`";

/**
 * Looks for secrets in `science-platform:config` itself, where there must be none.
 *
 * @returns A problem for each, and the configuration without their values, so that no other message can show them.
 */
export function findSecrets(input: unknown): { problems: Problem[]; redacted: unknown } {
  const problems: Problem[] = [];
  const redacted = redact(input, [], problems);
  return { problems, redacted: problems.length > 0 ? redacted : input };
}

/**
 * A value without what looks or is called like a secret, for what is shown although it may be wrong.
 *
 * @param path Path in the configuration of what the value is.
 */
export function withoutSecrets(value: unknown, path: (string | number)[] = []): unknown {
  const key = path.at(-1);
  const free = freeForm.includes(formatPath(path.slice(0, 2)));
  if (typeof key === "string" && (free ? isFreeFormSecret(path) : isSecretByName(key, value))) return hidden;
  if (Array.isArray(value)) return value.map((entry, index) => withoutSecrets(entry, [...path, index]));
  if (typeof value !== "object" || value === null) return redact(value, path, []);
  if (isEncrypted(value)) return hidden;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [kindOf(key) ? hidden : key, withoutSecrets(one, [...path, key])]),
  );
}

/** What stands instead of a secret in what is looked at further. */
const hidden = "(hidden)";

function redact(value: unknown, path: (string | number)[], problems: Problem[]): unknown {
  const found = (message: string) => {
    problems.push({ path: formatPath(path), message, section: "stack-secrets" });
    return hidden;
  };
  if (typeof value === "string") {
    const kind = kindOf(value);
    if (kind) return found(secretInClear(`${kind} stands here`));
    return value !== "" && isFreeFormSecret(path) ? found(secretInClear("by its name this is a secret")) : value;
  }
  if (Array.isArray(value)) return value.map((entry, index) => redact(entry, [...path, index], problems));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value);
  if (isEncrypted(value)) return found(encrypted);
  return Object.fromEntries(
    entries.flatMap(([key, one]) => {
      const kind = kindOf(key);
      if (!kind) return [[key, redact(one, [...path, key], problems)]];
      found(secretInClear(`${kind} stands here as a key`));
      return [];
    }),
  );
}

/** True for `{ secure: v1:... }`, which Pulumi writes. */
export function isEncrypted(value: object): boolean {
  const [[key, text] = [], ...others] = Object.entries(value);
  return key === "secure" && typeof text === "string" && others.length === 0;
}

function isFreeFormSecret(path: (string | number)[]): boolean {
  const [last] = path.slice(-1);
  return typeof last === "string" && freeForm.includes(formatPath(path.slice(0, 2))) && freeFormName.test(last);
}
