/** Restic's copies for tests, as the commands read them. */
import type { Copy, Job } from "./copies";

/** Of files; made every night at one, for a long time. */
export function copy(change: Partial<Copy> = {}): Copy {
  const container = { name: "copy", env: [{ name: "KIND", value: "files-homes" }], volumeMounts: [] };
  return {
    ...{ copy: "files-homes", target: "near", cronJob: "files-homes-near", uid: "u" },
    ...{ created: new Date("2026-01-01T00:00:00Z"), schedule: "0 1 * * *", suspended: false, jobs: [] },
    lastSuccess: new Date("2026-11-28T01:05:00Z"),
    spec: { template: { spec: { containers: [container], volumes: [] } } },
    ...change,
  };
}

/** Of a database at a server outside of the cluster. */
export function dump(change: Partial<Copy> = {}): Copy {
  const { spec } = copy();
  const env = Object.entries({
    ...{ PGDATABASE: "gaf", PGHOST: "db.example.org", PGPORT: "5432", PGUSER: "gaf" },
  }).map(([name, value]) => ({ name, value }));
  const initContainers = [{ name: "dump", env, volumeMounts: [] }];
  const { containers, volumes } = spec.template.spec;
  return copy({
    ...{ copy: "database-gaf", cronJob: "database-gaf-near" },
    spec: { template: { spec: { initContainers, containers, volumes } } },
    ...change,
  });
}

/** One that goes on, or has ended at a moment. */
export function job(name: string, ended?: { type: "Complete" | "Failed"; at: string }): Job {
  return {
    metadata: { name, ownerReferences: [{ kind: "CronJob", name: "files-homes-near" }] },
    status: {
      conditions:
        ended === undefined
          ? []
          : [
              {
                type: ended.type,
                status: "True",
                reason: "BackoffLimitExceeded",
                lastTransitionTime: new Date(ended.at),
              },
            ],
    },
  };
}
