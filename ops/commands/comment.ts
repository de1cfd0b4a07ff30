/** `science-platform comment`: what a change would do, as one comment on its pull request. */
import * as fs from "node:fs";
import { Command, InvalidArgumentError, Option } from "commander";
import type { Mask } from "../comment/mask";
import type { Model } from "../comment/model";
import type { ForgeName } from "../forge/place";
import { repository } from "../../system/repository";

interface Options {
  stack: string;
  directory: string;
  events?: string;
  model?: string;
  save?: string;
  printed?: string;
  base?: string;
  head?: string;
  prices?: string;
  pullRequest?: number;
  reviewedIn?: number;
  note?: string;
  commit?: string;
  run?: string;
  forge?: ForgeName;
  api?: string;
  repository?: string;
  mask: string[];
  stackSecrets: boolean;
  dryRun?: boolean;
  json?: boolean;
}

export function commentCommand(): Command {
  return new Command("comment")
    .summary("what a preview or an update did, as one comment on a pull request")
    .description(
      "Reads the events of `science-platform preview --event-log FILE` (or of `pulumi up --event-log FILE`), and writes one comment on the\n" +
        "pull request: outcome, what is replaced or deleted and why, rules, capacity and cost, every difference. The next run of the same stack\n" +
        "updates it in place. It is written for a run that failed as well. Secrets are masked twice: by the engine, and literally.\n" +
        "The token comes from GITHUB_TOKEN, GITLAB_TOKEN or GITEA_TOKEN; the rest from flags or from what the CI job says of itself.",
    )
    .requiredOption("--stack <name>", "the stack")
    .addOption(new Option("--events <file>", "event log of the run").conflicts("model"))
    .option("--model <file>", "what --save has written, instead of events")
    .option(
      "--save <file>",
      "write what the comment is made of, and no comment: for a job that has the token and runs nothing of the change",
    )
    .option("--printed <file>", "what the run printed, for one that ends early")
    .option("--head <folder>", "manifests of the change, from `science-platform render stack --output`")
    .option("--base <folder>", "manifests of the base branch")
    .option(
      "--prices <file>",
      "prices of the site (examples/delivery/prices.yaml); default: prices.<stack>.yaml, if there is one",
    )
    .option("--pull-request <number>", "pull or merge request; default: the one of the CI job", number)
    .option(
      "--reviewed-in <number>",
      "compare with the plan in the comment on this pull request, and say whether it is the same",
      number,
    )
    .option("--note <sentence>", "a sentence below the first line")
    .option("--commit <sha>", "commit that was looked at; default: the one of the CI job")
    .option("--run <address>", "log of the run; default: the one of the CI job")
    .addOption(
      new Option("--forge <name>", "where pull requests live; default: as the CI job says").choices([
        "github",
        "gitlab",
        "gitea",
      ]),
    )
    .option("--api <address>", "address of its API, for a server of your own")
    .option("--repository <name>", "owner/name there")
    .option(
      "--mask <variable>",
      "environment variable whose value is a secret; may be given several times. Those called PASSWORD, TOKEN, SECRET... are anyway",
      collect,
      [],
    )
    .option("--no-stack-secrets", "do not ask Pulumi for the secrets of the stack, to mask them")
    .option("--directory <folder>", "where Pulumi.yaml and the stack files are", repository)
    .option("--dry-run", "print the comment, and write it nowhere")
    .option("--json", "say what was done as JSON")
    .addHelpText(
      "after",
      `
Where GITHUB_STEP_SUMMARY is set, the same text is the job's summary as well.

Examples:
  science-platform preview --stack roe --event-log events.json
  science-platform comment --stack roe --events events.json --dry-run
  science-platform comment --stack roe --events events.json --pull-request 12
  science-platform comment --stack roe --events events.json --save model.json    # in the job that sees the cloud
  science-platform comment --stack roe --model model.json --pull-request 12      # in the job that has the token

Exit codes: 0 written, whatever the run came to; 1 it could not be written or a file is wrong, 2 wrong usage.`,
    )
    .action(run);
}

async function run(options: Options, command: Command): Promise<void> {
  const { dryRun = false, events, json = false, model: file, save, stack } = options;
  if (events === undefined && file === undefined && options.head === undefined)
    return command.error("error: give --events, --model or --head", { exitCode: 2 });
  const [{ collect: collectModel, findMask, readModel }, { UserError }] = await Promise.all([
    import("../comment/index.ts"),
    import("../errors.ts"),
  ]);
  const say = (text: string) => void process.stderr.write(`${text}\n`);
  const { directory, mask: names, stackSecrets } = options;
  const mask = await findMask({
    stack,
    directory,
    env: process.env,
    names,
    ofStack: events !== undefined && stackSecrets,
    progress: say,
  });
  const model = file !== undefined ? readModel(file) : await collectModel({ ...options, events, mask });
  if (model.stack !== stack) throw new UserError(`${file} is of the stack ${model.stack}, not of ${stack}.`);
  if (save !== undefined) {
    fs.writeFileSync(save, `${JSON.stringify(model)}\n`);
    return say(`Written to ${save}.`);
  }
  const done = await write(model, mask, options, say);
  if (dryRun) return;
  process.stdout.write(
    json
      ? `${JSON.stringify(done)}\n`
      : `The comment is ${done.action}${done.url === undefined ? "" : `: ${done.url}`}\n`,
  );
}

async function write(
  model: Model,
  mask: Mask,
  options: Options,
  progress: (text: string) => void,
): Promise<{ action: string; url?: string }> {
  const [{ render }, { findPlace, openForge, pullOf, runOf }, { post, reviewedPlan }, { UserError }] =
    await Promise.all([
      import("../comment/render.ts"),
      import("../forge/place.ts"),
      import("../comment/sticky.ts"),
      import("../errors.ts"),
    ]);
  const { dryRun = false, pullRequest = pullOf(process.env), reviewedIn } = options;
  const job = runOf(process.env);
  const onlySummary = pullRequest === undefined && process.env.GITHUB_STEP_SUMMARY !== undefined;
  if (!dryRun && pullRequest === undefined && !onlySummary)
    throw new UserError("Which pull request? --pull-request says it; --dry-run prints the comment.");
  const forge =
    (dryRun || onlySummary) && reviewedIn === undefined ? undefined : await openForge(findPlace(options, process.env));
  const retry = { progress };
  const reviewed =
    forge === undefined || reviewedIn === undefined
      ? undefined
      : { where: forge.reference(reviewedIn), plan: await reviewedPlan(forge, reviewedIn, model, retry) };
  const body = render(model, {
    mask,
    reviewed,
    note: options.note,
    commit: options.commit ?? job.commit,
    run: options.run ?? job.run,
  });
  if (dryRun) process.stdout.write(body);
  else if (process.env.GITHUB_STEP_SUMMARY) fs.appendFileSync(process.env.GITHUB_STEP_SUMMARY, body);
  if (dryRun || forge === undefined || pullRequest === undefined) return { action: "in the summary of the job only" };
  return post(forge, pullRequest, body, model, retry);
}

function number(value: string): number {
  if (!/^[1-9]\d*$/.test(value)) throw new InvalidArgumentError("It is a number like 12.");
  return Number(value);
}

function collect(value: string, previous: string[]): string[] {
  return [...previous, value];
}
