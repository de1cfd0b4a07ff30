/** `science-platform state ...`: where the stacks' state lies, and how it gets elsewhere. */
import { Command } from "commander";
import { repository } from "../../system/repository";

export function stateCommand(): Command {
  return new Command("state")
    .description("Keeps the state of stacks in a team's bucket: makes it, moves stacks, backs them up (docs/state.md).")
    .addCommand(createCommand())
    .addCommand(checkCommand())
    .addCommand(moveCommand())
    .addCommand(backupCommand())
    .addCommand(restoreCommand());
}

interface Common {
  stack: string;
  directory: string;
  backend?: string;
  json?: boolean;
}

const backendText = "address of the backend; default: PULUMI_BACKEND_URL";

function ofStack(command: Command): Command {
  return command
    .requiredOption("--stack <name>", "the stack")
    .option("--directory <folder>", "where Pulumi.yaml and the stack files are", repository)
    .option("--json", "as JSON");
}

/** Wrong usage without one. */
function backendOf({ backend = process.env.PULUMI_BACKEND_URL }: Pick<Common, "backend">, command: Command): string {
  return (
    backend ??
    command.error("error: which backend? Give --backend <address> or set PULUMI_BACKEND_URL", { exitCode: 2 })
  );
}

const say = (line: string) => void process.stderr.write(`${line}\n`);
const print = (json: boolean | undefined, result: object, text: string) =>
  void process.stdout.write(`${json ? JSON.stringify(result, null, 2) : text}\n`);

function createCommand(): Command {
  return new Command("create")
    .summary("makes a bucket for state: older versions are kept, nobody else gets in")
    .description(
      "Makes the bucket where it is not there, has it keep older versions of what is in it, and lets nobody else in. Can be run again.",
    )
    .option("--backend <address>", backendText)
    .option("--json", "as JSON")
    .addHelpText(
      "after",
      `
S3 takes AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (OpenStack: \`openstack ec2 credentials create\`) or ~/.aws/credentials; Google Cloud
takes the machine's login and GOOGLE_CLOUD_PROJECT.

Examples:
  science-platform state create --backend 's3://roe-state?endpoint=https://s3.example.org&region=us-east-1&use_path_style=true'
  science-platform state create --backend gs://roe-state

Exit codes: 0 the bucket is as it should be, 1 it is not, 2 wrong usage.`,
    )
    .action(async (options: Pick<Common, "backend" | "json">, command: Command) => {
      const address = backendOf(options, command);
      const [{ parseBackend, shown }, { bucketOf }, { UserError }] = await Promise.all([
        import("../state/backend.ts"),
        import("../state/bucket.ts"),
        import("../errors.ts"),
      ]);
      const bucket = await bucketOf(parseBackend(address), process.env);
      await bucket.create();
      const condition = await bucket.condition();
      if (address.startsWith("file:")) say("A folder keeps no older versions, and only this machine sees it.");
      else if (condition.versioned !== true)
        throw new UserError(`${shown(address)} does not keep older versions: the service does not do it.`);
      if (condition.open === true)
        throw new UserError(`${shown(address)} can be read by others: take that right away.`);
      print(options.json, { backend: address, ...condition }, `export PULUMI_BACKEND_URL='${address}'`);
    });
}

function checkCommand(): Command {
  return ofStack(new Command("check"))
    .summary("is the state there, versioned, private, free and encrypted?")
    .option("--backend <address>", backendText)
    .addHelpText("after", "\nExit codes: 0 all is well, 1 something should be otherwise, 2 wrong usage.")
    .action(async (options: Common, command: Command) => {
      const address = backendOf(options, command);
      const { checkState, checkText } = await import("../state/check.ts");
      const result = await checkState(address, { ...options, env: process.env });
      print(options.json, result, checkText(result));
      if (result.problems.length > 0) process.exitCode = 1;
    });
}

function moveCommand(): Command {
  return ofStack(new Command("move"))
    .summary("moves a stack from one backend to another")
    .description(
      "Copies the stack, proves by count and checksum that the new backend holds the same, secrets included, and removes it from the old one " +
        "after a question. Refused while somebody works on it. Its history stays at the old backend.",
    )
    .requiredOption("--from <address>", "backend where it is")
    .requiredOption("--to <address>", "backend where it shall be")
    .option("--keep-source", "leave it at the old backend as well")
    .option("--yes", "remove it from the old backend without asking")
    .addHelpText(
      "after",
      `
Example:
  science-platform state move --stack roe --from file://~/state --to 's3://roe-state?endpoint=https://s3.example.org&use_path_style=true'

Exit codes: 0 moved, 1 it could not be, and nothing is lost, 2 wrong usage.`,
    )
    .action(async (options: Common & MoveFlags) => {
      const [{ moveStack }, { contentText }, { confirmed }] = await Promise.all([
        import("../state/move.ts"),
        import("../state/deployment.ts"),
        import("../destroy/confirm.ts"),
      ]);
      const { from, json, keepSource, stack, to, yes } = options;
      const moved = await moveStack({
        ...options,
        env: process.env,
        confirm: () => {
          if (yes) return Promise.resolve(true);
          say(`Remove ${stack} from the old backend now?`);
          return confirmed(stack).catch(() => false);
        },
        progress: say,
      });
      if (moved.warning !== undefined) say(moved.warning);
      print(json, { stack, from, to, ...moved }, `${contentText(moved.content)}\nexport PULUMI_BACKEND_URL='${to}'`);
      if (!moved.sourceRemoved && !keepSource)
        say("Remove it there later: `pulumi stack rm --force --preserve-config`.");
    });
}

interface MoveFlags {
  from: string;
  to: string;
  keepSource?: boolean;
  yes?: boolean;
}

function backupCommand(): Command {
  return ofStack(new Command("backup"))
    .summary("writes the state of a stack into a file; secrets stay encrypted")
    .requiredOption("--out <file>", "where to")
    .option("--backend <address>", backendText)
    .addHelpText("after", "\nExit codes: 0 written, 1 it could not be, 2 wrong usage.")
    .action(async (options: Common & { out: string }, command: Command) => {
      const address = backendOf(options, command);
      const [{ backupStack }, { contentText }] = await Promise.all([
        import("../state/backup.ts"),
        import("../state/deployment.ts"),
      ]);
      const made = await backupStack(address, options.out, { ...options, env: process.env });
      if (made.warning !== undefined) say(made.warning);
      print(
        options.json,
        made,
        `${made.file}: ${contentText(made.content)}, secrets encrypted with ${made.encryption}`,
      );
    });
}

function restoreCommand(): Command {
  return ofStack(new Command("restore"))
    .summary("puts a backup in the place of a stack's state")
    .description(
      "Puts a backup in the place of the state, after a question; what the state was goes into a file beside the backup first. Clouds and " +
        "clusters are not touched: look with `drift` and `preview` afterwards.",
    )
    .requiredOption("--file <file>", "the backup")
    .option("--backend <address>", backendText)
    .option("--yes", "do not ask")
    .addHelpText("after", "\nExit codes: 0 restored, 1 it could not be, 2 wrong usage.")
    .action(async (options: Common & { file: string; yes?: boolean }, command: Command) => {
      const backend = backendOf(options, command);
      const [{ restoreStack }, { contentText }, { confirmed }] = await Promise.all([
        import("../state/backup.ts"),
        import("../state/deployment.ts"),
        import("../destroy/confirm.ts"),
      ]);
      const { file, json, stack, yes } = options;
      const result = await restoreStack({
        ...options,
        backend,
        env: process.env,
        confirm: (now, then) => {
          say(
            `${stack} holds ${now === undefined ? "nothing" : contentText(now)}; the backup holds ${contentText(then)}.`,
          );
          return yes ? Promise.resolve(true) : confirmed(stack);
        },
        progress: say,
      });
      print(json, { stack, file, ...result }, `restored: ${contentText(result.content)}`);
    });
}
