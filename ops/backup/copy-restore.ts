/** Bringing a copy back: what is asked of the cluster beforehand, the look by a pod, and the job that does it. */
import { z } from "zod";
import type { Kubectl } from "../destroy/cluster-access";
import { errorText } from "../error-text";
import { UserError } from "../errors";
import { namespace, type Copy } from "./copies";
import { claimOf, databaseOf, folderOf, intoOf, restoreJob, type Nfs, type Wanted } from "./copy-job";
import { copyPlan, parseReport, type CopyPlan } from "./copy-plan";
import { lastWords, untilDone, type JobState } from "./jobs";
import type { Waiting } from "./progress";
import { unknown } from "./words";

/**
 * Without a target the one with the newest copy.
 *
 * @throws UserError when there is no such copy.
 */
export function chosenCopy(all: readonly Copy[], name: string, target: string | undefined): Copy {
  const same = all.filter(({ copy }) => copy === name);
  const wrong = unknown("<backup>", name, [...new Set(all.map(({ copy }) => copy))], "copy");
  const targets = same.map((one) => one.target);
  const problems = wrong.length > 0 || target === undefined ? wrong : unknown("--target", target, targets, "target");
  if (problems.length > 0) throw new UserError(problems.join("\n"));
  const success = ({ lastSuccess }: Copy) => lastSuccess?.getTime() ?? 0;
  const [chosen] = same
    .filter((one) => target === undefined || one.target === target)
    .sort((a, b) => success(b) - success(a));
  if (chosen === undefined) throw new Error(`no copy ${name}`);
  return chosen;
}

/** Looks by a pod of the copies' own, which is taken away again. Nothing is written, neither to the target nor to where things come back. */
export async function planCopyRestore(kubectl: Kubectl, wanted: Wanted, waiting: Waiting): Promise<CopyPlan> {
  const nfs = await place(kubectl, wanted.copy);
  const job = restoreJob(wanted, "check", nfs);
  const { name } = job.metadata;
  try {
    await kubectl.apply(job);
    return copyPlan(wanted, reportOf(await untilDone(kubectl, name, waiting)));
  } finally {
    await kubectl.run("delete", `jobs.batch/${name}`, "--namespace", namespace, "--ignore-not-found", "--wait=false");
  }
}

/** @returns the name of the job that it began: of the snapshot that the plan has found. */
export async function beginCopyRestore(kubectl: Kubectl, wanted: Wanted, plan: CopyPlan): Promise<string> {
  const snapshot = plan.snapshot?.id ?? wanted.snapshot;
  const job = restoreJob({ ...wanted, snapshot }, "restore", await place(kubectl, wanted.copy));
  await kubectl.apply(job);
  return job.metadata.name;
}

export function reportOf(job: JobState) {
  const report = parseReport(job.said.map(({ text }) => text));
  const nothing = report.problems.length === 0 && report.snapshot === undefined;
  if (job.phase === "Failed" && report.problems.length === 0)
    report.problems.push([`The pod failed (${job.reason})`, ...lastWords(job)].join(": "));
  else if (nothing) report.problems.push("The pod ended and said nothing of what it found");
  return report;
}

/** Why a restore failed, or what it brought. */
export function restoredText(job: JobState, wanted: Wanted): string[] {
  const { problems, tables } = parseReport(job.said.map(({ text }) => text));
  if (job.phase === "Failed") return [`Failed (${job.reason}).`, ...(problems.length > 0 ? problems : lastWords(job))];
  if (databaseOf(wanted.copy) === undefined)
    return [`The files are in ${folderOf(wanted)} of the export. Move them where they belong, and delete that folder.`];
  const into = intoOf(wanted);
  return [`The database ${into} has ${tables ?? "an unknown number of"} tables.`];
}

const claimSchema = z.object({ spec: z.object({ volumeName: z.string().default("") }) });
const volumeSchema = z.object({
  spec: z.object({ nfs: z.object({ server: z.string(), path: z.string() }).optional() }),
});

/** Where the files of a copy are; nothing for a database. */
async function place(kubectl: Kubectl, copy: Copy): Promise<Nfs | undefined> {
  const claim = claimOf(copy);
  if (claim === undefined) return undefined;
  const get = async (...what: string[]): Promise<unknown> =>
    JSON.parse(
      await kubectl.run("get", ...what, "--output", "json").catch((error: unknown) => {
        throw new UserError(`Where the export ${claim} is cannot be found out: ${errorText(error)}`);
      }),
    );
  const { volumeName } = claimSchema.parse(await get(`persistentvolumeclaims/${claim}`, "--namespace", namespace)).spec;
  const { nfs } = volumeSchema.parse(await get(`persistentvolumes/${volumeName}`)).spec;
  if (nfs === undefined) throw new UserError(`The export ${claim} is not at an NFS server (volume ${volumeName}).`);
  return nfs;
}
