/** Velero's objects for tests. */
import type { Backup, Location, Schedule } from "./velero";

const none = {
  errors: 0,
  warnings: 0,
  validationErrors: [],
  backupItemOperationsAttempted: 0,
  backupItemOperationsCompleted: 0,
};

/** Started at this moment, and complete. */
export function backup(name: string, started: string, status: Partial<Backup["status"]> = {}): Backup {
  return {
    metadata: { name, labels: {} },
    spec: { storageLocation: "near", includedNamespaces: ["lab-birds"] },
    status: { ...none, phase: "Completed", startTimestamp: new Date(started), ...status },
  };
}

/** Every night at one, for a long time. */
export function schedule(target = "near", spec: Partial<Schedule["spec"]> = {}): Schedule {
  return {
    metadata: { name: `velero-${target}`, creationTimestamp: new Date("2026-01-01T00:00:00Z") },
    spec: {
      schedule: "0 1 * * *",
      paused: false,
      template: { storageLocation: target, includedNamespaces: ["lab-birds"], ttl: "720h0m0s" },
      ...spec,
    },
  };
}

export function location(name = "near", status: Location["status"] = { phase: "Available" }): Location {
  return { metadata: { name }, status };
}
