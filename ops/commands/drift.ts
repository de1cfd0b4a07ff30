/** `science-platform drift`: what in the cloud differs from what the last run left. */
import { Command, Option } from "commander";
import { UserError } from "../errors";
import type { Drift } from "../drift/index";
import type { Forge } from "../forge/forge";
import type { ForgeName } from "../forge/place";
import { repository } from "../../system/repository";

interface Options {
  stack: string;
  directory: string;
  json?: boolean;
  issue?: boolean;
  forge?: ForgeName;
  api?: string;
  repository?: string;
}

export function driftCommand(): Command {
  return new Command("drift")
    .summary("what in the cloud differs from what the last run left, and who changed it")
    .description(
      "Looks at every resource of the stack in the cloud and the cluster, changes nothing, and prints what differs, what is missing, and " +
        "who changed it where that can be told. What the autoscaler and the cloud controller may change is no drift.",
    )
    .requiredOption("--stack <name>", "the stack")
    .option("--directory <folder>", "where Pulumi.yaml and the stack files are", repository)
    .option("--json", "as JSON; `error` says what could not be looked at")
    .option(
      "--issue",
      "keep an issue about it: opened when something differs, updated, closed when nothing does any more",
    )
    .addOption(
      new Option("--forge <name>", "where the issue lives; default: as the CI job says").choices([
        "github",
        "gitlab",
        "gitea",
      ]),
    )
    .option("--api <address>", "address of its API, for a server of your own")
    .option("--repository <name>", "owner/name there")
    .addHelpText(
      "after",
      `
Examples:
  science-platform drift --stack roe
  science-platform drift --stack roe --issue --repository acme/platform
  science-platform drift --stack roe --json > drift.json || notify drift.json

Exit codes: 0 nothing differs, 1 something does or could not be looked at, 2 wrong usage.`,
    )
    .action(run);
}

async function run(options: Options): Promise<void> {
  const { stack, directory, json = false, issue = false } = options;
  const [{ lookForDrift }, { asJson, asText, isDrift }] = await Promise.all([
    import("../drift/index.ts"),
    import("../drift/report.ts"),
  ]);
  // Looking takes a minute: whoever forgot the token should hear of it before.
  const forge = issue ? await findForge(options) : undefined;
  try {
    const drift = await lookForDrift({ stack, directory, env: process.env });
    process.stdout.write(`${json ? asJson(stack, drift) : asText(stack, drift)}\n`);
    if (isDrift(drift)) process.exitCode = 1;
    if (forge) await track(forge, drift, options);
  } catch (error) {
    if (json && error instanceof UserError)
      process.stdout.write(`${JSON.stringify({ stack, error: error.message }, null, 2)}\n`);
    throw error;
  }
}

async function findForge(options: Options): Promise<Forge> {
  const { findPlace, openForge } = await import("../forge/place.ts");
  return openForge(findPlace(options, process.env));
}

async function track(forge: Forge, drift: Drift, { directory, stack }: Options): Promise<void> {
  const [{ trackDrift }, { runOf }, { findMask, projectOf }] = await Promise.all([
    import("../drift/issue.ts"),
    import("../forge/place.ts"),
    import("../comment/index.ts"),
  ]);
  const progress = (text: string) => void process.stderr.write(`${text}\n`);
  const { action, url } = await trackDrift(forge, drift, {
    project: projectOf(directory),
    stack,
    run: runOf(process.env).run,
    mask: await findMask({ stack, directory, env: process.env, names: [], ofStack: true, progress }),
    retry: { progress },
  });
  if (action !== "none") progress(`The issue is ${action}${url === undefined ? "" : `: ${url}`}`);
}
