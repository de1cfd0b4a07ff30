import { usable } from "./copy-command";
import { restoreJob, type Wanted } from "./copy-job";
import { copyPlan, parseReport } from "./copy-plan";
import { chosenCopy, reportOf, restoredText } from "./copy-restore";
import { copy, dump } from "./copy-testing";
import { main } from "../cli";

const now = new Date("2026-11-28T09:30:00Z");
const files: Wanted = { copy: copy(), snapshot: "latest", now };
const database: Wanted = { copy: dump(), snapshot: "latest", now };
const snapshot = "snapshots 1fcb9ad9 2026-11-28T01:00:52Z\nsnapshot 1fcb9ad9 2026-11-28T01:00:52Z";
const whole = 'size {"message_type":"summary","total_files":6,"total_bytes":17}';
const problems = (wanted: Wanted, ...said: string[]) => copyPlan(wanted, parseReport(said)).problems;

test("files: what would come back, and where", () => {
  expect(copyPlan(files, parseReport([`${snapshot}\nfree 100\n${whole}`]))).toEqual({
    ...{ backup: "files-homes", target: "near", problems: [] },
    snapshots: [{ id: "1fcb9ad9", time: "2026-11-28T01:00:52Z" }],
    snapshot: { id: "1fcb9ad9", time: "2026-11-28T01:00:52Z" },
    steps: [
      "From near: the snapshot 1fcb9ad9 of 2026-11-28T01:00:52Z.",
      "everything: 6 files and folders with 1 KiB come into the new folder restored/20261128093000 of the export, which is root's alone; nothing that is there is changed.",
    ],
  });
});

test("files: every problem, those of the pod first", () => {
  const empty = 'size {"message_type":"summary"}';
  expect(problems({ ...files, path: "ada" }, `problem Root may not write\n${snapshot}\n${empty}`)).toEqual([
    "Root may not write",
    "There is no ada in it",
  ]);
  expect(problems(files, `${snapshot}\nfree 1\nsize {"total_files":1,"total_bytes":2048}`)).toEqual([
    "The export has 1 KiB left, and 2 KiB come back: make room, or bring back less (--path)",
  ]);
});

test("a database: a new one beside what is there", () => {
  const { steps } = copyPlan(
    database,
    parseReport([`${snapshot}\nsize {"name":"gaf.dump","size":2097152}`, "into new"]),
  );
  expect(steps.slice(1)).toEqual([
    "The dump of gaf has 2 MiB.",
    "All of it, or nothing, comes into the database gaf_restored at db.example.org:5432, which is made for it. Everything is gaf's then; what other users may do does not come back.",
  ]);
  expect(
    problems(database, "into forbidden\nproblem There is no database gaf_restored, and gaf may make none"),
  ).toEqual([
    'There is no database gaf_restored, and gaf may make none: let whoever runs db.example.org do it: CREATE DATABASE "gaf_restored" OWNER "gaf"',
  ]);
});

test("without a target it is the newest copy's", () => {
  const older = copy({ target: "far", lastSuccess: new Date("2026-11-27T01:00:00Z") });
  expect(chosenCopy([older, copy()], "files-homes", undefined).target).toBe("near");
  expect(chosenCopy([older, copy()], "files-homes", "far").target).toBe("far");
  expect(() => chosenCopy([older, copy()], "files-homes", "tape")).toThrow(
    '--target: there is no target "tape": there are: far, near',
  );
  expect(() => chosenCopy([], "files-homes", undefined)).toThrow(
    '<backup>: there is no copy "files-homes": there is none',
  );
});

test("a pod that failed or says nothing is no good news", () => {
  const job = { name: "j", phase: "Failed", reason: "DeadlineExceeded" };
  const said = [{ container: "restore", exitCode: 2, text: "sh: can't open '/scripts/restore-files.sh'" }];
  expect(reportOf({ ...job, said }).problems).toEqual([
    "The pod failed (DeadlineExceeded): restore: sh: can't open '/scripts/restore-files.sh'",
  ]);
  expect(reportOf({ ...job, phase: "Complete", said: [] }).problems).toEqual([
    "The pod ended and said nothing of what it found",
  ]);
});

test("what a restore says at its end", () => {
  const job = {
    name: "j",
    phase: "Complete",
    reason: "",
    said: [{ container: "restore", exitCode: 0, text: "tables 9" }],
  };
  expect(restoredText(job, database)).toEqual(["The database gaf_restored has 9 tables."]);
  expect(restoredText(job, files)).toEqual([
    "The files are in restored/20261128093000 of the export. Move them where they belong, and delete that folder.",
  ]);
  const said = [
    { container: "restore", exitCode: 1, text: "into new\nproblem Nothing came back into gaf_restored: no room" },
  ];
  expect(restoredText({ ...job, phase: "Failed", reason: "BackoffLimitExceeded", said }, database)).toEqual([
    "Failed (BackoffLimitExceeded).",
    "Nothing came back into gaf_restored: no room",
  ]);
});

test("the job tries once, goes by itself, and is no CronJob's", () => {
  const { metadata, spec } = restoreJob(database, "check");
  expect(metadata).toEqual({ name: "check-database-gaf-tp7h20", namespace: "restic" });
  expect(spec).toMatchObject({ backoffLimit: 0, activeDeadlineSeconds: 1800, ttlSecondsAfterFinished: 86_400 });
});

test("what cannot be meant, all of it at once", async () => {
  const options = { snapshot: "latest", timeout: 1 };
  expect(usable("files-homes", { ...options, path: "/ada/notes/" })).toEqual({ path: "ada/notes" });
  expect(() => usable("files-homes", { ...options, snapshot: "last", path: "a/../b", into: "x" })).toThrow(
    '--snapshot: "last" is neither "latest" nor a snapshot\'s name, like 1fcb9ad9\n' +
      "--into: files come into a new folder of their export\n" +
      '--path: "a/../b" is no path in the export, like ada/notes',
  );
  expect(() => usable("database-gaf", { ...options, path: "a", into: "G;" })).toThrow(
    '--path: a database comes back whole\n--into: "G;" is no name of a database: small letters, digits, - and _, at most 63',
  );
  const said = jest.spyOn(process.stderr, "write").mockReturnValue(true);
  expect(await main(["backup", "restore", "velero-near-1", "--target", "near"])).toBe(2);
  expect(said.mock.calls).toEqual([
    [
      "velero-near-1 is a backup of Velero's.\n  --target: is of copies only\n  --namespace: is missing; it says what of the backup comes back\n",
    ],
  ]);
});
