/** Restic's copies in the cluster, as far as the commands need them: a CronJob for each export or database and each target. */
import { z } from "zod";
import { copiesRelease } from "../../platform/services/backup/copy-names";
import type { Kubectl } from "../destroy/cluster-access";
import { errorText } from "../error-text";
import { UserError } from "../errors";

/** Of the copies and all their objects. */
export const namespace = copiesRelease;

const time = z.iso.datetime().transform((text) => new Date(text));
const variable = z.looseObject({ name: z.string(), value: z.string().optional() });
const mount = z.looseObject({ name: z.string(), mountPath: z.string() });
const container = z.looseObject({
  name: z.string(),
  env: z.array(variable).default([]),
  volumeMounts: z.array(mount).default([]),
});
export type Container = z.infer<typeof container>;

const volume = z.looseObject({
  name: z.string(),
  persistentVolumeClaim: z.looseObject({ claimName: z.string() }).optional(),
});

const jobSpec = z.looseObject({
  activeDeadlineSeconds: z.number().optional(),
  template: z.looseObject({
    spec: z.looseObject({
      initContainers: z.array(container).optional(),
      containers: z.array(container),
      volumes: z.array(volume).default([]),
    }),
  }),
});
export type JobSpec = z.infer<typeof jobSpec>;

const cronJobSchema = z.object({
  metadata: z.object({ name: z.string(), uid: z.string(), creationTimestamp: time }),
  spec: z.object({
    schedule: z.string(),
    suspend: z.boolean().default(false),
    jobTemplate: z.object({ spec: jobSpec }),
  }),
  status: z.object({ lastSuccessfulTime: time.optional() }).prefault({}),
});

export const jobSchema = z.object({
  metadata: z.object({
    name: z.string(),
    ownerReferences: z.array(z.object({ kind: z.string(), name: z.string() })).default([]),
  }),
  status: z
    .object({
      conditions: z
        .array(
          z.object({
            type: z.string(),
            status: z.string(),
            reason: z.string().default(""),
            lastTransitionTime: time.optional(),
          }),
        )
        .default([]),
    })
    .prefault({}),
});
export type Job = z.infer<typeof jobSchema>;

/** What is copied, and where to. */
export interface Copy {
  /** Like "files-homes" or "database-gafaelfawr". */
  copy: string;
  target: string;
  /** Name of its CronJob. */
  cronJob: string;
  uid: string;
  created: Date;
  /** Cron line, UTC. */
  schedule: string;
  suspended: boolean;
  lastSuccess?: Date;
  /** Those that the cluster still has. */
  jobs: Job[];
  /** Of its jobs. */
  spec: JobSpec;
}

/** Sorted by what is copied, then by target. None where the site has no copies. */
export async function readCopies(kubectl: Kubectl): Promise<Copy[]> {
  const [cronJobs, jobs] = await Promise.all([
    list(kubectl, "cronjobs", cronJobSchema),
    list(kubectl, "jobs", jobSchema),
  ]);
  return cronJobs
    .flatMap(({ metadata, spec, status }): Copy[] => {
      const copy = environment(spec.jobTemplate.spec.template.spec.containers, "KIND");
      // Somebody else's, whatever it does here.
      if (copy === undefined || !metadata.name.startsWith(`${copy}-`)) return [];
      const { name: cronJob, uid, creationTimestamp: created } = metadata;
      return [
        {
          ...{ copy, target: cronJob.slice(copy.length + 1), cronJob, uid, created },
          ...{ schedule: spec.schedule, suspended: spec.suspend, spec: spec.jobTemplate.spec },
          ...(status.lastSuccessfulTime && { lastSuccess: status.lastSuccessfulTime }),
          jobs: jobs.filter((job) =>
            job.metadata.ownerReferences.some((by) => by.kind === "CronJob" && by.name === cronJob),
          ),
        },
      ];
    })
    .sort((a, b) => (`${a.copy} ${a.target}` < `${b.copy} ${b.target}` ? -1 : 1));
}

/** Value of a variable that stands in one of the containers. */
export function environment(containers: readonly Container[], name: string): string | undefined {
  return containers.flatMap(({ env }) => env).find((one) => one.name === name)?.value;
}

async function list<T>(kubectl: Kubectl, kind: string, schema: z.ZodType<T>): Promise<T[]> {
  const text = await kubectl
    .run("get", `${kind}.batch`, "--namespace", namespace, "--output", "json")
    .catch((error: unknown) => {
      throw new UserError(`The cluster does not answer: ${errorText(error)}`);
    });
  return z.object({ items: z.array(schema) }).parse(JSON.parse(text)).items;
}

/** "Complete" or "Failed", since when, and the cluster's word for why; undefined: it goes on. */
export function endOf({ status }: Job): { phase: "Complete" | "Failed"; reason: string; at?: Date } | undefined {
  for (const { type, status: holds, reason, lastTransitionTime: at } of status.conditions)
    if (holds === "True" && (type === "Complete" || type === "Failed"))
      return { phase: type, reason, ...(at && { at }) };
  return undefined;
}
