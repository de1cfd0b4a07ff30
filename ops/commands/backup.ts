/** `science-platform backup ...`: the backups of a stack's cluster, one more now, and getting things back. */
import { Command, InvalidArgumentError } from "commander";
import { repository } from "../../system/repository";

interface Options {
  stack?: string;
  kubeconfig?: string;
  directory: string;
  json?: boolean;
}

export function backupCommand(): Command {
  return new Command("backup")
    .description(
      "Backups of the platform's volumes: which there are, one now, and getting things back (docs/backup.md).",
    )
    .addCommand(listCommand())
    .addCommand(runCommand())
    .addCommand(restoreCommand());
}

function ofCluster(command: Command): Command {
  return command
    .option("--stack <name>", "the stack, whose output kubeconfig is taken")
    .option("--kubeconfig <file>", "or the cluster itself")
    .option("--directory <folder>", "where Pulumi.yaml is", repository)
    .option("--json", "as JSON; everything else goes to stderr");
}

function listCommand(): Command {
  return ofCluster(new Command("list"))
    .summary("the backups there are, and what is missing")
    .description(
      "Lists the backups, newest first, and says of each target whether it can be reached and whether the last backup that its " +
        "schedule asks for is there and complete; one may take six hours before it counts as missing.",
    )
    .addHelpText(
      "after",
      "\nExample:\n  science-platform backup list --stack roe\n\nExit codes: 0 every target has its backup, 1 one has not or it failed, 2 wrong usage.",
    )
    .action(list);
}

function runCommand(): Command {
  return ofCluster(new Command("run"))
    .summary("a backup now, as the schedules make them")
    .description("Begins a backup to every target, or to one, of what its schedule covers.")
    .option("--target <name>", "only this one of services.backup.targets")
    .option("--wait", "until they have ended")
    .option("--timeout <minutes>", "how long to wait", minutes, 240)
    .addHelpText(
      "after",
      "\nExample:\n  science-platform backup run --stack roe --target near --wait\n\nExit codes: 0 begun (with --wait: complete), 1 not, 2 wrong usage.",
    )
    .action(run);
}

function restoreCommand(): Command {
  return ofCluster(new Command("restore"))
    .summary("brings back what a backup has of a namespace")
    .description(
      "First looks whether that would do what is meant: the backup is complete and can be reached, no claim is in the way of one that " +
        "would come back, and the quota has room; refuses what would not. Nothing that is there is changed. Pods do not come back: " +
        "what owns them makes new ones.",
    )
    .argument("<backup>", "name, as `backup list` shows it")
    .requiredOption("--namespace <names...>", "what comes back, like lab-birds")
    .option("--keep-existing", "claims that are there stay as they are; only missing ones come back")
    .option("--dry-run", "only look, and say what would be done")
    .option("--yes", "do not ask")
    .option("--wait", "until it has ended")
    .option("--timeout <minutes>", "how long to wait", minutes, 240)
    .addHelpText(
      "after",
      `
Examples:
  science-platform backup restore velero-near-20261128010000 --stack roe --namespace lab-birds --dry-run
  science-platform backup restore velero-near-20261128010000 --stack roe --namespace lab-birds --keep-existing --wait

Exit codes: 0 done (with --wait: complete; with --dry-run: it would be), 1 refused or failed, 2 wrong usage.`,
    )
    .action(restore);
}

function minutes(text: string): number {
  const number = Number(text);
  if (!(number > 0)) throw new InvalidArgumentError("It is a number of minutes.");
  return number;
}

const say = (line: string): void => void process.stderr.write(`${line}\n`);
const print = (text: string): void => void process.stdout.write(`${text}\n`);

async function cluster(options: Options) {
  const [{ kubeconfigOf }, { withKubectl }] = await Promise.all([
    import("../kubeconfig/of-stack.ts"),
    import("../destroy/cluster-access.ts"),
  ]);
  const kubeconfig = await kubeconfigOf(options, process.env);
  type Work<T> = Parameters<typeof withKubectl<T>>[2];
  return <T>(work: Work<T>): Promise<T> => withKubectl(kubeconfig, process.env, work);
}

async function list(options: Options): Promise<void> {
  const [{ inventory }, { targetProblems }, { listJson, listText }] = await Promise.all([
    import("../backup/velero.ts"),
    import("../backup/health.ts"),
    import("../backup/list-report.ts"),
  ]);
  const inCluster = await cluster(options);
  const found = await inCluster(inventory);
  const problems = targetProblems(found, new Date());
  print((options.json ? listJson : listText)(found.backups, problems));
  if (problems.length > 0) process.exitCode = 1;
}

async function run(options: Options & { target?: string; wait?: boolean; timeout: number }): Promise<void> {
  const [{ beginBackups }, { rows }, { progressLine, untilEnded }, { readBackup }] = await Promise.all([
    import("../backup/run.ts"),
    import("../backup/list-report.ts"),
    import("../backup/progress.ts"),
    import("../backup/velero.ts"),
  ]);
  const inCluster = await cluster(options);
  const { target, wait = false, timeout, json = false } = options;
  const backups = await inCluster(async (kubectl) => {
    const names = await beginBackups(kubectl, target, new Date());
    const read = (name: string) => () => readBackup(kubectl, name);
    const waiting = { limit: timeout * 60_000, interval: 5000, progress: say };
    return Promise.all(names.map((name) => (wait ? untilEnded({ ...waiting, read: read(name) }) : read(name)())));
  });
  print(json ? JSON.stringify({ backups: rows(backups) }, null, 2) : backups.map(progressLine).join("\n"));
  if (wait && backups.some(({ status }) => status.phase !== "Completed")) process.exitCode = 1;
}

interface RestoreOptions extends Options {
  namespace: string[];
  keepExisting?: boolean;
  dryRun?: boolean;
  yes?: boolean;
  wait?: boolean;
  timeout: number;
}

async function restore(backup: string, options: RestoreOptions): Promise<void> {
  const [{ planRestore, restoreOf }, { planText }, { progressLine, untilEnded }, { readRestore }, { confirmed }] =
    await Promise.all([
      import("../backup/restore.ts"),
      import("../backup/preflight.ts"),
      import("../backup/progress.ts"),
      import("../backup/velero.ts"),
      import("../destroy/confirm.ts"),
    ]);
  const inCluster = await cluster(options);
  const { dryRun = false, json = false, keepExisting = false, timeout, wait = false, yes = false } = options;
  await inCluster(async (kubectl) => {
    const question = { backup, namespaces: [...new Set(options.namespace)], keepExisting, now: new Date() };
    const plan = await planRestore(kubectl, question);
    const object = restoreOf(question);
    const answer = (made?: { restore: string; phase: string }) =>
      print(json ? JSON.stringify({ ...plan, ...made }, null, 2) : planText(plan));
    if (dryRun || plan.problems.length > 0) {
      answer();
      if (plan.problems.length > 0) process.exitCode = 1;
      return;
    }
    if (!json) answer();
    if (!yes && !(await confirmed(backup, "the backup's name"))) {
      say("Nothing was done: that is another name.");
      process.exitCode = 1;
      return;
    }
    await kubectl.apply(object);
    const read = () => readRestore(kubectl, object.metadata.name);
    const made = wait
      ? await untilEnded({ read, limit: timeout * 60_000, interval: 5000, progress: say })
      : await read();
    if (json) answer({ restore: made.metadata.name, phase: made.status.phase });
    else print(progressLine(made));
    if (wait && made.status.phase !== "Completed") process.exitCode = 1;
  });
}
