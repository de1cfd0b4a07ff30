/** `science-platform backup ...`: the backups of a stack's cluster, one more now, and getting things back. */
import { Command, InvalidArgumentError, Option } from "commander";
import type { CopyRestoreOptions } from "../backup/copy-command";
import type { RunChoice } from "../backup/run-plan";
import { repository } from "../../system/repository";
import { UsageError } from "../errors";

interface Options {
  stack?: string;
  kubeconfig?: string;
  directory: string;
  json?: boolean;
}

export function backupCommand(): Command {
  return new Command("backup")
    .description(
      "Backups of the platform's volumes, files and databases: which there are, one now, and getting things back (docs/backup.md).",
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
        "schedule asks for is there and complete; one may take six hours before it counts as missing. Below are restic's copies of files " +
        "and databases: ok, late (four hours over time, as the alert CopyMissing), failed, never or suspended.",
    )
    .addHelpText(
      "after",
      "\nExample:\n  science-platform backup list --stack roe\n\nExit codes: 0 every target has its backup and its copies, 1 one has not or it failed, 2 wrong usage.",
    )
    .action(list);
}

function runCommand(): Command {
  return ofCluster(new Command("run"))
    .summary("a backup now, as the schedules make them")
    .description(
      "Begins a backup to every target, or to one, of what its schedule covers, and a copy of each export and database that the site " +
        "copies. What is begun goes on when nobody waits.",
    )
    .addOption(
      new Option("--only <what>", "only backups of volumes (velero), or only copies of files and databases")
        .choices(["velero", "copies"])
        .conflicts("copy"),
    )
    .option("--copy <names...>", "only these copies, like files-homes")
    .option("--target <name>", "only this one of services.backup.targets")
    .option("--wait", "until they have ended")
    .option("--timeout <minutes>", "how long to wait", minutes, 240)
    .addHelpText(
      "after",
      "\nExamples:\n  science-platform backup run --stack roe --target near --wait\n  science-platform backup run --stack roe --copy files-homes database-gafaelfawr --wait\n\nExit codes: 0 begun (with --wait: complete), 1 not, 2 wrong usage.",
    )
    .action(run);
}

function restoreCommand(): Command {
  return ofCluster(new Command("restore"))
    .summary("brings back what a backup or a copy has")
    .description(
      "First looks whether that would do what is meant, and refuses what would not. Nothing that is there is changed. Of a backup, what it " +
        "has of namespaces: it is complete and can be reached, no claim is in the way of one that would come back, and the quota has " +
        "room. Pods do not come back: what owns them makes new ones. Of a copy of files (files-homes), into the new folder " +
        "restored/<time> of the export. Of a copy of a database (database-gafaelfawr), into a new or empty database. A pod looks whether " +
        "the repository answers, the snapshot is there, and the export or database takes it.",
    )
    .argument("<backup>", "name of a backup or a copy, as `backup list` shows it")
    .option("--namespace <names...>", "of a backup: what comes back, like lab-birds")
    .option("--keep-existing", "of a backup: claims that are there stay as they are; only missing ones come back")
    .option(
      "--target <name>",
      "of a copy: from this one of services.backup.targets (default: that with the newest copy)",
    )
    .option("--snapshot <name>", "of a copy: which one, as the dry run shows them", "latest")
    .option("--path <path>", "of files: only this path in the export, like ada/notes")
    .option("--into <database>", "of a database: where to, which is new or empty (default: <name>_restored)")
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
  science-platform backup restore files-homes --stack roe --path ada --dry-run
  science-platform backup restore database-gafaelfawr --stack roe --target elsewhere --wait

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
  const [{ inventory }, { targetProblems }, { readCopies }, { copyProblems, copyRow }, { listJson, listText }] =
    await Promise.all([
      import("../backup/velero.ts"),
      import("../backup/health.ts"),
      import("../backup/copies.ts"),
      import("../backup/copy-health.ts"),
      import("../backup/list-report.ts"),
    ]);
  const inCluster = await cluster(options);
  const [velero, copies] = await inCluster(async (kubectl) => [await inventory(kubectl), await readCopies(kubectl)]);
  const now = new Date();
  const problems = [...targetProblems(velero, now), ...copyProblems(copies, now)];
  const rows = copies.map((copy) => copyRow(copy, now));
  print((options.json ? listJson : listText)({ backups: velero.backups, copies: rows, problems }));
  if (problems.length > 0) process.exitCode = 1;
}

async function run(options: Options & RunChoice & { wait?: boolean; timeout: number }): Promise<void> {
  const [{ plannedRun, wantsVelero }, { beginRun, runJson, runLines, runWell }, { inventory }, { readCopies }] =
    await Promise.all([
      import("../backup/run-plan.ts"),
      import("../backup/run-all.ts"),
      import("../backup/velero.ts"),
      import("../backup/copies.ts"),
    ]);
  const inCluster = await cluster(options);
  const { wait = false, timeout, json = false } = options;
  const begun = await inCluster(async (kubectl) => {
    const velero = wantsVelero(options) ? await inventory(kubectl) : undefined;
    const copies = options.only === "velero" ? [] : await readCopies(kubectl);
    const plan = plannedRun(velero, copies, options, new Date());
    return beginRun(kubectl, plan, wait ? { limit: timeout * 60_000, interval: 5000, progress: say } : undefined);
  });
  print(json ? runJson(begun) : runLines(begun).join("\n"));
  if (wait && !runWell(begun)) process.exitCode = 1;
}

interface RestoreOptions extends Options, CopyRestoreOptions {
  json?: boolean;
  namespace?: string[];
  keepExisting?: boolean;
}

async function restore(backup: string, options: RestoreOptions): Promise<void> {
  const { isCopyName, restoreCopy } = await import("../backup/copy-command.ts");
  const { namespace: namespaces, target, snapshot, path, into, keepExisting } = options;
  if (namespaces !== undefined || !isCopyName(backup)) {
    const ofCopies = Object.entries({ target, path, into, snapshot: snapshot === "latest" ? undefined : snapshot });
    const wrong = ofCopies.flatMap(([name, value]) => (value === undefined ? [] : [`--${name}: is of copies only`]));
    if (namespaces === undefined) wrong.push("--namespace: is missing; it says what of the backup comes back");
    if (wrong.length > 0) throw new UsageError([`${backup} is a backup of Velero's.`, ...wrong].join("\n  "));
    return restoreBackup(backup, { ...options, namespace: namespaces ?? [] });
  }
  if (keepExisting) throw new UsageError("--keep-existing: is of backups only; a copy never changes what is there");
  const inCluster = await cluster(options);
  if (!(await inCluster((kubectl) => restoreCopy(kubectl, backup, options, { say, print })))) process.exitCode = 1;
}

async function restoreBackup(backup: string, options: RestoreOptions & { namespace: string[] }): Promise<void> {
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
