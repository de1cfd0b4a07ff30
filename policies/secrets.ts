/** What a secret in plain text looks like: patterns that JavaScript and CEL (RE2) read alike, and what TypeScript finds by them. */
import { literal } from "./admission/cel";

/** "DB_PASS" and "PGPASS", but neither "BYPASS" nor the shell's "PWD" and "OLDPWD". */
const short = "(^|[_.-]|pg|db|sql|user|admin|root|smtp)pass|([_.-]|pg|db|sql|user|admin|root|smtp)pwd";
/** Names of what is secret, as people write them. */
export const secretName = `(password|passwd|passphrase|secret|token|api_?key|private_?key|secret_?key|access_?key|credentials?|${short})$`;
/** In charts' values "secret" and "...Key" usually name where a secret lies. */
export const secretValueName = `(password|passwd|passphrase|client_?secret|token|api_?key|private_?key|secret_?access_?key|${short})$`;
/**
 * Names of where one lies, in charts: JupyterHub's ConfigMap has "hub-existing-secret" and "image-pull-secret", Harbor's values
 * "existingSecretAdminPassword".
 */
export const reference = "(existing|image[-_.]?pull)[-_.]?secret$|^existing[-_.]?secret";
/**
 * No secret: "$(OTHER)" is filled in by Kubernetes, "${vault.key}" by Keycloak, "${OTHER}" by the program, "/run/token" is a path, "[secret]"
 * is how a mocked run shows a secret of Pulumi's.
 */
export const harmless = "^(\\$\\([A-Za-z0-9_]+\\)|\\$\\{[A-Za-z0-9_.-]+\\}|/[^+=]*|\\[secret\\]|true|false)$";

export const privateKey = "-----BEGIN [A-Z ]*PRIVATE[ ]KEY( BLOCK)?-----";
/** A password in an address. */
export const login = "[a-z][a-z0-9+.-]*://[^/@:\\s$]*:[^/@\\s$]+@";
/** Tokens that say by their beginning whose they are. The name of AWS' key is no secret, but what follows it in a file. */
export const token = `\\b(${[
  "gh[pousr]_[A-Za-z0-9]{36}",
  "github_pat_\\w{22}",
  "gl(pat|rt|dt)-[\\w-]{20}",
  "hv[sbr]\\.[\\w-]{24}",
  "xox[abeprs]-[\\w-]{10}",
  "npm_[A-Za-z0-9]{36}",
  "dckr_pat_[\\w-]{20}",
  "AIza[\\w-]{35}",
  "AKIA[A-Z0-9]{16}[\\s\\S]*[^\\w/+][A-Za-z0-9/+]{40}([^\\w/+]|$)",
].join("|")})`;

/** Names in files and on command lines; there "secret" alone is what a Secret is called by. */
const named =
  "(password|passwd|passphrase|token|(client[-_.]?secret|(api|secret|secret[-_]?access)[-_]?key)|[_.-]pass|[_.-]pwd)";

/** A line that sets one: `password: x`, `export DB_PASSWORD=x`, `"password": "x"`; JSON may have many in one line (`"storeToken":false,...`). */
export const line = `(^[ \\t"'-]*(export[ \\t]+)?|["'])[\\w.-]*${named}["']?[ \\t]*[:=][ \\t]*("[^"\\r\\n]*"|'[^'\\r\\n]*'|(true|false|null)[ \\t]*[,}]|[^\\r\\n]*)`;
/** What a value begins with that the program works out, or that stands elsewhere. */
const elsewhere = "[$\\[{<=>|*#`&]|%[({]|!\\w|[a-z][a-z0-9+.-]*://|(file|env|vault):|ENC\\[|[\\w.]+[(\\[{]";
const word = "true|false|yes|no|on|off|null|none|nil|required|optional|enabled|disabled|string|\\*+|[~.]{0,2}/[^+=]*|~";
/** Words with spaces between them are said to people. */
const prose = "[^ \\t\"'#]+[ \\t]+[^ \\t#;\"'}\\]]";
/** Those lines that set no secret. */
export const harmlessLine = `^[^:=]*[:=][ \\t]*["']?(${elsewhere}|${prose}|(${word})?["']?[ \\t]*[,;}]?[ \\t]*([#;].*)?$)`;
/** In programs only what is quoted is a text; anything else is worked out. */
export const program = "\\.(py|js|mjs|ts|lua|rb|pl|go|groovy|tpl|tmpl|sql)$";
export const unquoted = "^[^:=]*[:=][ \\t]*[^\"' \\t]";

/** An option with its value: `--password=x`, or `--token` and `x` in two arguments or in one. */
export const option = `(^|[\\s"'])--?[\\w.-]*${named}(=|[ \\t]+|[ \\t]*\\n)[^\\s]+`;
/** An option whose value is the next argument. */
export const openOption = `(^|[\\s"'])--?[\\w.-]*${named}[ \\t]*$`;
/** Those options that have no value, or one that is no secret. */
export const harmlessOption = `^["'\\s]?--?((no|skip|without|disable|enable|ask|use|require)-|[\\w.-]*(=|\\s+)(["']{2}|["']?([-$\\[{<>|;&\`\\\\]|%[({]|[~.]{0,2}/|[a-z][a-z0-9+.-]*://|(file|env|vault):|(true|false|yes|no)["']?$)))`;
/** The name in a line, with what follows it, and without. */
const lineName = "[\\w.-]+[\"']?[ \\t]*[:=]";
const bareName = "\\w[\\w.-]*";

const lines = new RegExp(line, "gim");
const harmlessLines = new RegExp(harmlessLine, "i");
const programs = new RegExp(program, "i");
const isUnquoted = new RegExp(unquoted);
const options = new RegExp(option, "gi");
const isReference = new RegExp(reference, "i");
const harmlessOptions = new RegExp(harmlessOption, "i");

/** The names that lines of a text give in plain text, each once. @param file What the text is called. */
export function secretLines(text: string, file: string, except: readonly string[]): string[] {
  const inProgram = programs.test(file);
  const names = [...text.matchAll(lines)]
    .map(([found]) => found)
    .filter((found) => !harmlessLines.test(found) && !(inProgram && isUnquoted.test(found)))
    .map((found) => new RegExp(bareName).exec(new RegExp(lineName).exec(found)?.[0] ?? "")?.[0] ?? "")
    .filter((name) => !except.includes(name) && !isReference.test(name));
  return [...new Set(names)];
}

/** Whether a command line gives a secret by an option. */
export function secretOptions(text: string): boolean {
  return [...text.matchAll(options)].some(([found]) => !harmlessOptions.test(found));
}

/** {@link secretLines} in CEL: whether there are any in `text`, which is called `file`. */
export function secretLinesCondition(text: string, file: string, except: readonly string[]): string {
  const set = `!l.matches(${literal(`(?i)${harmlessLine}`)}) && !(${file}.matches(${literal(`(?i)${program}`)}) && l.matches(${literal(unquoted)}))`;
  const name = `l.find(${literal(lineName)}).find(${literal(bareName)})`;
  return (
    `${text}.findAll(${literal(`(?im)${line}`)}).filter(l, ${set}).map(l, ${name})` +
    `.exists(n, !(n in ${literal(except)}) && !n.matches(${literal(`(?i)${reference}`)}))`
  );
}

/** {@link secretOptions} in CEL. */
export function secretOptionsCondition(text: string): string {
  return `${text}.findAll(${literal(`(?i)${option}`)}).exists(o, !o.matches(${literal(`(?i)${harmlessOption}`)}))`;
}
