/** A new stack file: asks or is told, looks up, computes, writes. */
import * as fs from "node:fs";
import * as path from "node:path";
import { UserError } from "../errors";
import { type Answers, requireAnswers } from "./answers";
import { askAnswers, askChoices, type Prompter } from "./ask";
import { keptOf, writeWhole } from "./file";
import type { Found } from "./lookup";
import { plan, type Plan } from "./plan";
import { readSiblings } from "./siblings";

export interface InitOptions {
  answers: Answers;
  /** Where the stack files are. */
  directory: string;
  /** Writes over a file that is there (and keeps its secrets). */
  force: boolean;
  /** Writes nothing. */
  dryRun: boolean;
  /** Writes although the quota does not carry it. */
  overQuota: boolean;
  /** Absent: nobody is there to be asked. */
  prompter?: Prompter;
  /** Entries of clouds.yaml. */
  osClouds: readonly string[];
  lookUp(answers: Answers): Promise<Found>;
}

export interface InitResult {
  file: string;
  site: string;
  plan: Plan;
  /** What could not be looked up. */
  notes: string[];
  written: boolean;
}

/** @throws UserError when an answer is missing, the file is there already, or nothing right can be written. */
export async function init(options: InitOptions): Promise<InitResult> {
  const { prompter, directory, dryRun, force } = options;
  const fileOf = (site = "") => path.join(directory, `Pulumi.${site}.yaml`);
  const against = (site: string | undefined) =>
    !dryRun && !force && fs.existsSync(fileOf(site))
      ? `${fileOf(site)} is there already: choose another site, or write over it with --force (its secrets stay).`
      : undefined;
  const taken = against(options.answers.site);
  if (taken !== undefined) throw new UserError(taken);
  let { answers } = options;
  if (prompter) answers = await askAnswers(answers, { prompter, osClouds: options.osClouds, against });
  requireAnswers(answers);
  const file = fileOf(answers.site);
  const found = await options.lookUp(answers);
  const { facts, notes } = found;
  answers = found.answers;
  if (prompter && facts.openstack) answers = await askChoices(answers, facts.openstack, prompter);

  const siblings = readSiblings(directory, answers.site ?? "");
  const kept = force ? keptOf(file) : undefined;
  const made = await withinQuota(plan(answers, facts, siblings, kept), options, (users) =>
    plan({ ...answers, users }, facts, siblings, kept),
  );
  if (!dryRun) {
    if (!fs.existsSync(directory)) throw new UserError(`There is no directory ${directory}.`);
    writeWhole(file, made.text);
  }
  return { file, site: answers.site ?? "", plan: made, notes, written: !dryRun };
}

/** A plan that the quota does not carry is made smaller, or written all the same, as one wishes; nobody there: refused. */
async function withinQuota(made: Plan, options: InitOptions, smaller: (users: number) => Plan): Promise<Plan> {
  const { shortfalls, carries = 0 } = made;
  if (shortfalls.length === 0 || options.overQuota) return made;
  const lines = ["The quota of the project does not carry that:", ...shortfalls.map((one) => `  - ${one}`)];
  if (options.prompter) {
    const choice = await options.prompter.select({
      message: lines.join("\n"),
      choices: [
        ...(carries > 0 ? [{ value: "fewer", name: `plan for ${carries} users, whom it carries` }] : []),
        { value: "write", name: "write it all the same: the quota will be raised" },
        { value: "stop", name: "stop, and write nothing" },
      ],
    });
    if (choice === "fewer") return smaller(carries);
    if (choice === "write") return made;
    throw new UserError("Nothing was written.");
  }
  const fewer = carries > 0 ? `It carries --users ${carries}. ` : "";
  const homes = shortfalls.some((one) => one.startsWith("volumes"))
    ? "Smaller homes (--home-quota) take less of the volumes. "
    : "";
  throw new UserError(
    [...lines, `${fewer}${homes}Have the quota raised; --over-quota writes the file before that.`].join("\n"),
  );
}
