import { progressLine, untilEnded } from "./progress";
import { restoreOf } from "./restore";
import { plannedBackups } from "./run";
import { listJson, listText } from "./list-report";
import { backup, location, schedule } from "./testing";
import { gzipSync } from "node:zlib";
import { claims } from "./contents";

const now = new Date("2026-11-28T09:30:00Z");
const all = {
  backups: [],
  schedules: [schedule(), schedule("far")],
  locations: [location(), location("far")],
};

const made = (target: string) => ({
  apiVersion: "velero.io/v1",
  kind: "Backup",
  metadata: {
    name: `velero-${target}-20261128093000`,
    namespace: "velero",
    labels: { "velero.io/schedule-name": `velero-${target}` },
  },
  spec: { storageLocation: target, includedNamespaces: ["lab-birds"], ttl: "720h0m0s" },
});

test("a backup to every target, or to one, is what its schedule would make", () => {
  expect(plannedBackups(all, undefined, now)).toEqual([made("near"), made("far")]);
  expect(plannedBackups(all, "far", now)).toEqual([made("far")]);
});

test("none to a target that is not there, or cannot be reached, or from no template", () => {
  expect(() => plannedBackups(all, "nearr", now)).toThrow('--target: no schedule goes to "nearr": did you mean near?');
  expect(() => plannedBackups(all, "tape", now)).toThrow('--target: no schedule goes to "tape": there are: near, far');
  const away = { ...all, locations: [location("far", { phase: "Unavailable" })] };
  expect(() => plannedBackups(away, undefined, now)).toThrow(
    "Nothing was begun:\n  near: is no target that Velero knows\n  far: is Unavailable",
  );
  expect(() => plannedBackups({ ...all, schedules: [] }, undefined, now)).toThrow(
    "Velero has no schedules, whose templates say what to back up: the site has nothing to keep.",
  );
});

test("a restore of what the backup has of some namespaces, without what makes itself", () => {
  const { metadata, spec } = restoreOf({ backup: "b", namespaces: ["lab-birds"], keepExisting: false, now });
  expect(metadata).toEqual({ name: "b-20261128093000", namespace: "velero" });
  expect(spec).toMatchObject({ backupName: "b", includedNamespaces: ["lab-birds"], restorePVs: true });
  expect(spec.excludedResources).toEqual(expect.arrayContaining(["pods", "jobs.batch"]));
  expect(spec.excludedResources).not.toContain("datauploads.velero.io");
});

test("how far one is", () => {
  const running = backup("b", "2026-11-28T09:30:00Z", {
    phase: "InProgress",
    progress: { totalItems: 40, itemsBackedUp: 12 },
    backupItemOperationsAttempted: 3,
    backupItemOperationsCompleted: 1,
    warnings: 2,
  });
  expect(progressLine(running)).toBe("b: InProgress, 12 of 40 objects, 1 of 3 volumes, warnings: 2");
  const refused = backup("b", "2026-11-28T09:30:00Z", { phase: "FailedValidation", validationErrors: ["no target"] });
  expect(progressLine(refused)).toBe("b: FailedValidation, no target");
});

test("waits until one has ended, and tells each change once", async () => {
  const looks = ["New", "InProgress", "InProgress", "PartiallyFailed"].map((phase) =>
    backup("b", "2026-11-28T09:30:00Z", { phase }),
  );
  const told: string[] = [];
  const waiting = { limit: 60_000, interval: 1, progress: (line: string) => void told.push(line) };
  const read = () => Promise.resolve(looks.shift() ?? backup("b", "2026-11-28T09:30:00Z", { phase: "Deleting" }));
  expect((await untilEnded({ ...waiting, read })).status.phase).toBe("PartiallyFailed");
  expect(told).toEqual(["b: New", "b: InProgress", "b: PartiallyFailed"]);
  await expect(untilEnded({ ...waiting, limit: 0, read })).rejects.toThrow(
    "b is still Deleting; it goes on without anybody who waits.",
  );
});

const listed = [
  backup("velero-near-1", "2026-11-27T01:00:00Z", {
    completionTimestamp: new Date("2026-11-27T01:07:00Z"),
    expiration: new Date("2026-12-27T01:00:00Z"),
  }),
  {
    ...backup("velero-near-2", "2026-11-28T01:00:00Z", { phase: "PartiallyFailed", errors: 1, warnings: 2 }),
    metadata: { name: "velero-near-2", labels: { "velero.io/schedule-name": "velero-near" } },
  },
];

test("the list, newest first, and what is missing below it", () => {
  const copies = [{ copy: "files-homes", target: "near", schedule: "0 1 * * *", state: "never" as const }];
  const problems = [{ target: "near", text: "is Unavailable" }];
  expect(listText({ backups: listed, copies, problems }).split("\n")).toEqual([
    "name           target  schedule     phase            started               finished              expires               errors  warnings",
    "velero-near-2  near    velero-near  PartiallyFailed  2026-11-28T01:00:00Z  -                     -                     1       2",
    "velero-near-1  near    -            Completed        2026-11-27T01:00:00Z  2026-11-27T01:07:00Z  2026-12-27T01:00:00Z  0       0",
    "",
    "copy         target  schedule   state  last success  next",
    "files-homes  near    0 1 * * *  never  -             -",
    "",
    "near: is Unavailable",
  ]);
  expect(listText({ backups: [], copies: [], problems: [] })).toBe("There are no backups.");
});

test("the list for programs", () => {
  expect(JSON.parse(listJson({ backups: listed.slice(1), copies: [], problems: [] }))).toEqual({
    backups: [
      {
        name: "velero-near-2",
        target: "near",
        schedule: "velero-near",
        phase: "PartiallyFailed",
        started: "2026-11-28T01:00:00Z",
        errors: 1,
        warnings: 2,
      },
    ],
    copies: [],
    problems: [],
  });
});

test("the claims that a backup holds: those with data, and not those that were left out", () => {
  const list = [
    { pvcNamespace: "lab-birds", pvcName: "claim-anna", snapshotDataMovementInfo: { size: 5 } },
    { pvcNamespace: "lab-birds", pvcName: "hub-db-dir" },
    { pvcNamespace: "lab-birds", pvcName: "catalogues", skipped: true },
  ];
  expect(claims(gzipSync(JSON.stringify(list)))).toEqual([
    { namespace: "lab-birds", name: "claim-anna", bytes: 5 },
    { namespace: "lab-birds", name: "hub-db-dir" },
  ]);
  expect(claims(gzipSync("null"))).toEqual([]);
});
