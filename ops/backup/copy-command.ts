/** `backup restore` of one of restic's copies: looks, asks, and begins. */
import { confirmed } from "../destroy/confirm";
import type { Kubectl } from "../destroy/cluster-access";
import { UsageError } from "../errors";
import { namespace, readCopies } from "./copies";
import { databaseOf, folderOf, intoOf, type Wanted } from "./copy-job";
import { beginCopyRestore, chosenCopy, planCopyRestore, restoredText } from "./copy-restore";
import { jobLine, untilDone } from "./jobs";
import { planText } from "./preflight";

export interface CopyRestoreOptions {
  target?: string;
  snapshot: string;
  path?: string;
  into?: string;
  dryRun?: boolean;
  yes?: boolean;
  wait?: boolean;
  /** Minutes. */
  timeout: number;
  json?: boolean;
}

export interface Outlet {
  /** Lines beside the answer. */
  say: (line: string) => void;
  /** The answer. */
  print: (text: string) => void;
}

/** Names that `backup list` shows for copies. */
export function isCopyName(name: string): boolean {
  return /^(files|database)-[a-z0-9]/.test(name);
}

/** @throws UsageError with everything that cannot be meant. */
export function usable(name: string, { snapshot, path, into }: CopyRestoreOptions): { path?: string } {
  const problems: string[] = [];
  const files = name.startsWith("files-");
  if (snapshot !== "latest" && !/^[0-9a-f]{4,64}$/.test(snapshot))
    problems.push(`--snapshot: "${snapshot}" is neither "latest" nor a snapshot's name, like 1fcb9ad9`);
  if (path !== undefined && !files) problems.push("--path: a database comes back whole");
  if (into !== undefined && files) problems.push("--into: files come into a new folder of their export");
  if (into !== undefined && !/^[a-z_][a-z0-9_-]{0,62}$/.test(into))
    problems.push(`--into: "${into}" is no name of a database: small letters, digits, - and _, at most 63`);
  const inExport = path?.replace(/^\/+|\/+$/g, "");
  if (inExport !== undefined && (inExport === "" || inExport.split("/").some((part) => part === ".." || part === ".")))
    problems.push(`--path: "${path}" is no path in the export, like ada/notes`);
  if (problems.length > 0) throw new UsageError(problems.join("\n"));
  return inExport === undefined ? {} : { path: inExport };
}

/** @returns whether all is well. */
export async function restoreCopy(
  kubectl: Kubectl,
  name: string,
  options: CopyRestoreOptions,
  { say, print }: Outlet,
): Promise<boolean> {
  const { target, snapshot, into, dryRun = false, yes = false, wait = false, json = false, timeout } = options;
  const { path } = usable(name, options);
  const copy = chosenCopy(await readCopies(kubectl), name, target);
  const wanted: Wanted = { copy, snapshot, now: new Date(), ...(path && { path }), ...(into && { into }) };
  const waiting = { limit: timeout * 60_000, interval: 2000, progress: say };
  const plan = await planCopyRestore(kubectl, wanted, { ...waiting, limit: Math.min(waiting.limit, lookLimit) });
  const answer = (made?: object) => print(json ? JSON.stringify({ ...plan, ...made }, null, 2) : planText(plan));
  if (dryRun || plan.problems.length > 0) {
    answer();
    return plan.problems.length === 0;
  }
  if (!json) answer();
  if (!yes && !(await confirmed(name, "the copy's name"))) {
    say("Nothing was done: that is another name.");
    return false;
  }
  const job = await beginCopyRestore(kubectl, wanted, plan);
  const place = databaseOf(copy) === undefined ? { folder: folderOf(wanted) } : { database: intoOf(wanted) };
  if (!wait) {
    if (json) answer({ job, ...place, phase: "Pending" });
    else print(`${job}: begun; kubectl --namespace ${namespace} logs --follow job/${job}`);
    return true;
  }
  const end = await untilDone(kubectl, job, { ...waiting, interval: 5000 });
  const result = restoredText(end, wanted);
  if (json) answer({ job, ...place, phase: end.phase, result });
  else print([jobLine(end), ...result].join("\n"));
  return end.phase === "Complete";
}

/** Milliseconds. */
const lookLimit = 30 * 60_000;
