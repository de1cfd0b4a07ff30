/** The second layer over secrets: values that we know literally are taken out, in every writing that a comment may have them in. Pure. */
import { escapeCode, escapeHtml, escapeMarkdown } from "./markdown";

export type Mask = (text: string) => string;

/** Shorter ones are words of the language, and taking them out would garble everything without hiding anything. */
export const shortestSecret = 6;

/** What stands in the place of a secret, as the engine writes it. */
export const masked = "[secret]";

/** A line of a key in several lines is a secret of its own, when it is long enough to be no word. */
const shortestLine = 20;

const secretName = /PASSWORD|PASSPHRASE|SECRET|TOKEN|PRIVATE_?KEY|ACCESS_?KEY|CREDENTIAL/i;

/** @param secrets Literal values; those that are too short are passed over. */
export function maskOf(secrets: Iterable<string>): Mask {
  const values = [...secrets].flatMap((secret) => [secret, secret.trim(), ...linesOf(secret)]);
  const long = [...new Set(values)].filter(({ length }) => length >= shortestSecret);
  // The longest first: one may be a part of another.
  const written = [...new Set(long.flatMap(writings))].sort((a, b) => b.length - a.length);
  if (written.length === 0) return (text) => text;
  const any = new RegExp(written.map((one) => one.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")).join("|"), "g");
  return (text) => text.replace(any, masked);
}

function linesOf(secret: string): string[] {
  const lines = secret.split("\n").map((line) => line.trim());
  if (lines.length === 1) return [];
  // Of a file like clouds.yaml, what its keys call a secret.
  const values = lines.flatMap((line) => {
    const [, key = "", value = ""] = /^["']?([\w-]+)["']?\s*[:=]\s*["']?(.+?)["']?,?$/.exec(line) ?? [];
    return secretName.test(key) ? [value] : [];
  });
  return [...values, ...lines.filter(({ length }) => length >= shortestLine)];
}

/** As it is, in JSON (once, and again in a JSON text inside), in base64, in an address, and as our own text escapes it. */
function writings(secret: string): string[] {
  const json = (text: string) => JSON.stringify(text).slice(1, -1);
  const base64 = Buffer.from(secret).toString("base64");
  return [
    secret,
    json(secret),
    json(json(secret)),
    base64,
    base64.replace(/=+$/, ""),
    encodeURIComponent(secret),
    escapeHtml(secret),
    escapeMarkdown(secret),
    escapeCode(secret),
  ];
}

/** Values of the environment that are secrets by their names, or are named. A path to a file is no secret. */
export function secretsOfEnvironment(env: NodeJS.ProcessEnv, names: readonly string[] = []): string[] {
  return Object.entries(env).flatMap(([name, value]) => {
    const chosen = names.includes(name) || (secretName.test(name) && !/_(FILE|PATH|URL)$/i.test(name));
    return chosen && value ? [value] : [];
  });
}
