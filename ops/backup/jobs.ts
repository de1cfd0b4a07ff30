/** A job of the copies' namespace, from its making to its end, and what its pod says then. */
import { z } from "zod";
import type { Kubectl } from "../destroy/cluster-access";
import { endOf, jobSchema, namespace } from "./copies";
import { untilOver, type Waiting } from "./progress";

const state = z.object({
  waiting: z.object({ reason: z.string().default(""), message: z.string().default("") }).optional(),
  terminated: z.object({ exitCode: z.number(), message: z.string().default("") }).optional(),
});
const containers = z.array(z.object({ name: z.string(), state: state.prefault({}) })).default([]);
const pods = z.object({
  items: z.array(
    z.object({
      metadata: z.object({ name: z.string(), creationTimestamp: z.string().default("") }),
      status: z
        .object({
          phase: z.string().default("Pending"),
          conditions: z
            .array(z.object({ status: z.string(), reason: z.string().default(""), message: z.string().default("") }))
            .default([]),
          initContainerStatuses: containers,
          containerStatuses: containers,
        })
        .prefault({}),
    }),
  ),
});

export interface JobState {
  name: string;
  /** "Pending", "Running", "Complete" or "Failed". */
  phase: string;
  /** Why it waits or failed, in the cluster's words; "": nothing to say. */
  reason: string;
  /** What containers of its newest pod left behind: their own words or, of one that failed, the end of its log. */
  said: { container: string; exitCode: number; text: string }[];
}

export async function readJob(kubectl: Kubectl, name: string): Promise<JobState> {
  const get = async (...what: string[]): Promise<unknown> =>
    JSON.parse(await kubectl.run("get", ...what, "--namespace", namespace, "--output", "json"));
  const end = endOf(jobSchema.parse(await get(`jobs.batch/${name}`)));
  const all = pods.parse(await get("pods", "--selector", `batch.kubernetes.io/job-name=${name}`)).items;
  const [pod] = [...all].sort((a, b) => (a.metadata.creationTimestamp < b.metadata.creationTimestamp ? 1 : -1));
  const statuses = [...(pod?.status.initContainerStatuses ?? []), ...(pod?.status.containerStatuses ?? [])];
  return {
    name,
    phase: end?.phase ?? (pod?.status.phase === "Running" ? "Running" : "Pending"),
    reason: end?.phase === "Failed" ? end.reason : end ? "" : (waits(pod?.status, statuses) ?? ""),
    said: statuses.flatMap(({ name: container, state: { terminated } }) =>
      terminated === undefined
        ? []
        : [{ container, exitCode: terminated.exitCode, text: withoutSecrets(terminated.message.trim()) }],
    ),
  };
}

type Pod = z.infer<typeof pods>["items"][number];

function waits(status: Pod["status"] | undefined, all: z.infer<typeof containers>): string | undefined {
  if (status === undefined) return undefined;
  const unscheduled = status.conditions.find((one) => one.status === "False" && one.reason === "Unschedulable");
  if (unscheduled) return `Unschedulable: ${unscheduled.message}`;
  return all.flatMap(({ state: { waiting } }) => waiting?.reason ?? []).find((reason) => reason !== "PodInitializing");
}

/** Programs do not print passwords; what an address has in it they do. */
export function withoutSecrets(text: string): string {
  return text
    .replace(/\/\/[^/\s:@]+:[^/\s@]+@/g, "//***@")
    .replace(/\b(X-Amz-[A-Za-z-]+|[A-Za-z_-]*(?:signature|secret|password|token)[A-Za-z_-]*)=[^&\s"']+/gi, "$1=***");
}

export function jobLine({ name, phase, reason }: JobState): string {
  return `${name}: ${phase}${reason === "" ? "" : `, ${reason}`}`;
}

/** What a failed job's pod said last, a line for each of its lines. */
export function lastWords({ said }: JobState): string[] {
  return said
    .filter(({ exitCode }) => exitCode !== 0)
    .flatMap(({ container, text }) =>
      text
        .split("\n")
        .slice(-10)
        .map((line) => `${container}: ${line}`),
    );
}

/** As {@link untilOver}, of a job. */
export function untilDone(kubectl: Kubectl, name: string, waiting: Waiting): Promise<JobState> {
  return untilOver(async () => {
    const job = await readJob(kubectl, name);
    const line = [jobLine(job), ...(await lastLogLine(kubectl, job))].join(", ");
    const left = `${jobLine(job)}: nobody waits any longer, and it goes on (namespace ${namespace}).`;
    return { found: job, ended: job.phase === "Complete" || job.phase === "Failed", line, left };
  }, waiting);
}

/** How far restic is, which tells it once a minute; nothing where the log cannot be had. */
async function lastLogLine(kubectl: Kubectl, { name, phase }: JobState): Promise<string[]> {
  if (phase !== "Running") return [];
  const text = await kubectl.run("logs", `job/${name}`, "--namespace", namespace, "--tail=1").catch(() => "");
  return text.trim() === "" ? [] : [withoutSecrets(text.trim())];
}
