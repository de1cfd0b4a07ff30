/** From answers and facts to a stack file that is known to be right, or to why there is none. Pure. */
import { parseConfig } from "../../config/parse";
import { problemLines } from "../../config/problems-report";
import { type Config, schema } from "../../config/schema";
import { requiredSecrets, type RequiredSecret } from "../../config/secrets";
import { dmtn084 } from "../../config/sizing";
import { UserError } from "../errors";
import type { Answers } from "./answers";
import { type Content, stackFileText } from "./document";
import { type Complete, type Draft, mark, type Surroundings } from "./draft";
import { draftExisting } from "./existing";
import type { ClusterFacts, OpenstackFacts, Quotas } from "./facts";
import { draftGcp } from "./gcp";
import { draftOpenstack } from "./openstack";
import { missing, mostUsers, quotaText } from "./quota";
import { reservedOf, type Sibling, usedRanges } from "./siblings";

export interface Facts {
  openstack?: OpenstackFacts;
  cluster?: ClusterFacts;
}

/** A stack file that can be written. */
export interface Plan {
  text: string;
  config: Config;
  /** Lines of the text that hold a guess, without their indent. */
  guesses: string[];
  secrets: RequiredSecret[];
  /** What the quota of the cloud does not carry, in sentences; empty when it does, or is not known. */
  shortfalls: string[];
  /** Most users that the quota carries, when it does not carry those wished for. */
  carries?: number;
}

/**
 * @param answers Complete as far as requireAnswers goes.
 * @param kept What stands in the file that is there, and must stay.
 * @throws UserError when nothing right can be made of the answers.
 */
export function plan(answers: Answers, facts: Facts, siblings: readonly Sibling[], kept?: Content["kept"]): Plan {
  const complete = withDefaults(answers);
  const around: Surroundings = {
    used: usedRanges(siblings),
    reserved: answers.osCloud === undefined ? undefined : reservedOf(siblings, answers.osCloud),
  };
  const draft = draftFor(complete, facts, around);
  const config = parsed(draft, siblings);
  const quotas = facts.openstack?.quotas;
  const shortfalls = quotas ? missing(config, quotas) : [];
  const secrets = requiredSecrets(config, complete.site);
  const text = write(complete, draft, config, { quotas, secrets, kept });
  const guesses = text.split("\n").flatMap((line) => (line.includes(`# ${mark}`) ? [line.trim()] : []));
  if (quotas === undefined || shortfalls.length === 0) return { text, config, guesses, secrets, shortfalls };
  const carries = mostUsers(complete.users, (users) => {
    const smaller = parsed(draftFor({ ...complete, users }, facts, around), siblings);
    return missing(smaller, quotas).length === 0;
  });
  return { text, config, guesses, secrets, shortfalls, carries };
}

function withDefaults(answers: Answers): Complete {
  const { site = "", owner = "", domain = "", email = "", users = 1, administrators = [] } = answers;
  const { lifecycle = "production", homeQuota = dmtn084.home, login = "keycloak" } = answers;
  return { ...answers, site, owner, domain, email, users, administrators, lifecycle, homeQuota, login };
}

function draftFor(answers: Complete, facts: Facts, around: Surroundings): Draft {
  switch (answers.cloud) {
    case "gcp":
      return draftGcp(answers, around);
    case "existing":
      return draftExisting(answers, facts.cluster ?? {}, around);
    default:
      return draftOpenstack(answers, facts.openstack ?? {}, around);
  }
}

/** What we write must pass what everybody else's files must pass. */
function parsed({ input }: Draft, siblings: readonly Sibling[]): Config {
  const others = siblings.flatMap(({ file, input: other }) => {
    const result = schema.safeParse(other);
    return result.success ? [[file.replace(/^Pulumi\.|\.ya?ml$/g, ""), result.data] as const] : [];
  });
  const result = parseConfig(input, { others: Object.fromEntries(others) });
  if ("config" in result) return result.config;
  throw new UserError(
    ["Of these answers no right stack file can be made:", ...problemLines(result.problems, input.cloud)].join("\n"),
  );
}

const headings = {
  cloud: "Hardware",
  dns: "Names and certificates",
  identity: "Users",
  platform: "Platform and services",
};

interface About {
  quotas?: Quotas;
  secrets: readonly RequiredSecret[];
  kept?: Content["kept"];
}

function write({ site }: Complete, { input, comments }: Draft, config: Config, about: About): string {
  const file = `Pulumi.${site}.yaml`;
  const carried = quotaText(config, about.quotas);
  const content: Content = {
    head: [
      `Site ${site}, as \`science-platform init\` proposed it.`,
      "",
      `\`grep -n ${mark} ${file}\` lists what is a guess or a text for people: for you to put right.`,
      ...(about.secrets.length === 0
        ? []
        : [
            `Set once, \`pulumi config set --secret --stack ${site} <name>\`: ${about.secrets.map(({ name }) => name).join(", ")}.`,
          ]),
    ],
    config: input,
    comments: carried === undefined ? comments : { ...comments, cluster: { above: carried } },
    headings,
    ...(about.kept ? { kept: about.kept } : {}),
  };
  return stackFileText(content);
}
