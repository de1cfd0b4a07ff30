/** Asks a person for the answers that are not there yet. */
import { type Answers, parseAnswer } from "./answers";
import type { OpenstackFacts } from "./facts";
import { type Cloud, isFor, isRequired, type Key, keys, questions } from "./questions";

/** What the terminal can do; the tests bring one of their own. */
export interface Prompter {
  /** @param validate True, or what is wrong with the answer. */
  input(question: { message: string; default?: string; validate(answer: string): true | string }): Promise<string>;
  select(question: { message: string; choices: { value: string; name: string }[]; default?: string }): Promise<string>;
}

interface Choice {
  value: string;
  name: string;
}

/** Answers that are asked for although init could do without. */
const welcome: readonly Key[] = ["lifecycle", "login", "homeQuota"];

/** Answers that only some ways to log in need. */
const ofLogin: Readonly<Record<string, readonly Key[]>> = {
  github: ["organization", "clientId"],
  oidc: ["issuer", "clientId"],
  cilogon: ["clientId"],
};

const fixed: Partial<Record<Key, Choice[]>> = {
  cloud: [
    { value: "openstack", name: "an empty OpenStack project" },
    { value: "gcp", name: "an empty Google Cloud project" },
    { value: "existing", name: "a Kubernetes cluster that exists" },
  ],
  lifecycle: [
    { value: "production", name: "production: what holds data is never deleted" },
    { value: "disposable", name: "disposable: `destroy` removes everything" },
  ],
  login: [
    { value: "keycloak", name: "a Keycloak of the platform's own" },
    { value: "github", name: "members of a GitHub organization" },
    { value: "oidc", name: "an OpenID Connect provider" },
    { value: "cilogon", name: "CILogon (universities' logins)" },
    { value: "none", name: "nobody logs in yet: no notebooks" },
  ],
};

const defaults: Partial<Record<Key, string>> = { users: "20", homeQuota: "100G" };

/** What the asking goes by. */
export interface Asking {
  prompter: Prompter;
  /** Entries of clouds.yaml, to choose from. */
  osClouds: readonly string[];
  /** What is against a site's name, if anything. */
  against?: (site: string) => string | undefined;
}

export async function askAnswers(given: Answers, asking: Asking): Promise<Answers> {
  let answers: Answers = { ...given };
  const ask = async (key: Key, optional: boolean): Promise<void> => {
    if (answers[key] !== undefined) return;
    const value = await askOne(key, asking, optional);
    if (value !== undefined) answers = { ...answers, [key]: value };
  };
  await ask("cloud", false);
  const cloud: Cloud = answers.cloud ?? "openstack";
  for (const key of keys)
    if (isFor(key, cloud) && (isRequired(key, cloud) || welcome.includes(key))) await ask(key, false);
  for (const key of ofLogin[answers.login ?? ""] ?? []) await ask(key, true);
  return answers;
}

async function askOne(key: Key, { prompter, osClouds, against }: Asking, optional: boolean): Promise<Answers[Key]> {
  const choices =
    key === "osCloud" && osClouds.length > 0 ? osClouds.map((one) => ({ value: one, name: one })) : fixed[key];
  const message = asQuestion(key);
  if (choices) return (await prompter.select({ message, choices })) as Answers[Key];
  const initial = defaults[key];
  const answer = await prompter.input({
    message: optional ? `${message} (empty: later)` : message,
    ...(initial === undefined ? {} : { default: initial }),
    validate: (one) => {
      if (optional && one === "") return true;
      const parsed = parseAnswer(key, one);
      if ("problem" in parsed) return parsed.problem;
      return (key === "site" ? against?.(one) : undefined) ?? true;
    },
  });
  if (optional && answer === "") return undefined;
  const parsed = parseAnswer(key, answer);
  return "value" in parsed ? parsed.value : undefined;
}

/** The text of the help, without its defaults: those are offered. */
function asQuestion(key: Key): string {
  const text = questions[key].text.replace(/\s*\(default[^)]*\)/, "");
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

/** What the cloud offers more than one of. */
export async function askChoices(given: Answers, facts: OpenstackFacts, prompter: Prompter): Promise<Answers> {
  const offered: Partial<Record<Key, string[] | undefined>> = {
    externalNetwork: facts.externalNetworks,
    volumeType: facts.volumeTypes,
  };
  let answers: Answers = { ...given };
  for (const key of ["externalNetwork", "volumeType"] as const) {
    const names = offered[key] ?? [];
    if (answers[key] !== undefined || names.length < 2) continue;
    const preferred = key === "volumeType" ? facts.defaultVolumeType : undefined;
    const value = await prompter.select({
      message: asQuestion(key),
      choices: names.map((name) => ({ value: name, name })),
      ...(preferred === undefined ? {} : { default: preferred }),
    });
    answers = { ...answers, [key]: value };
  }
  return answers;
}
