import { lastWords, withoutSecrets } from "./jobs";
import { named } from "./copy-run";
import { copy, dump, job } from "./copy-testing";
import { plannedRun, type RunChoice } from "./run-plan";
import { location, schedule } from "./testing";

const now = new Date("2026-11-28T09:30:00Z");
const velero = {
  backups: [],
  schedules: [schedule(), schedule("far")],
  locations: [location(), location("far")],
};
const copies = [dump(), copy(), copy({ target: "far", cronJob: "files-homes-far" })];
const names = (choice: RunChoice, inventory: typeof velero | undefined = velero) => {
  const plan = plannedRun(inventory, choice.only === "velero" ? [] : copies, choice, now);
  return [...plan.backups, ...plan.copies.map((one) => one.job)].map(({ metadata }) => metadata.name);
};
const [near, far] = ["velero-near-20261128093000", "velero-far-20261128093000"];
const stamp = "tp7h20";
const [gaf, homes, homesFar] = ["database-gaf-near", "files-homes-near", "files-homes-far"].map(
  (one) => `${one}-${stamp}`,
);

test.each<[RunChoice, (string | undefined)[]]>([
  [{}, [near, far, gaf, homes, homesFar]],
  [{ target: "far" }, [far, homesFar]],
  [{ only: "velero" }, [near, far]],
])("%j", (choice, expected) => {
  expect(names(choice)).toEqual(expected);
});

test.each<[RunChoice, (string | undefined)[]]>([
  [{ only: "copies" }, [gaf, homes, homesFar]],
  [{ copy: ["files-homes"] }, [homes, homesFar]],
  [{ copy: ["files-homes"], target: "near" }, [homes]],
])("%j asks Velero for nothing", (choice, expected) => {
  expect(plannedRun(undefined, copies, choice, now).copies.map(({ job: { metadata } }) => metadata.name)).toEqual(
    expected,
  );
});

test("a site without volumes to back up still has its copies", () => {
  expect(names({}, { ...velero, schedules: [] })).toEqual([gaf, homes, homesFar]);
});

test("everything that is in the way, of both, in one message", () => {
  const busy = [
    copy({ jobs: [job("files-homes-near-9"), job("old", { type: "Complete", at: "2026-11-28T01:00:00Z" })] }),
  ];
  const away = { ...velero, locations: [location("near", { phase: "Unavailable" }), location("far")] };
  expect(() => plannedRun(away, busy, {}, now)).toThrow(
    "Nothing was begun:\n  near: is Unavailable\n" +
      "Nothing was begun:\n  files-homes to near is being made already (job files-homes-near-9): wait for it",
  );
});

test("a target that nobody knows is told of once", () => {
  expect(() => plannedRun(velero, copies, { target: "tape" }, now)).toThrow(
    /^--target: no schedule goes to "tape": there are: near, far$/,
  );
  expect(() => plannedRun(undefined, copies, { only: "copies", target: "nearr" }, now)).toThrow(
    'Nothing was begun:\n  --target: there is no target "nearr": did you mean near?',
  );
  expect(() => plannedRun(undefined, [], { only: "copies" }, now)).toThrow(
    "There are no copies: services.backup.files and services.backup.databases make them.",
  );
});

test("names of jobs are no longer than the cluster takes (63), and no dash comes twice", () => {
  expect(named("files-homes-near", now)).toBe(homes);
  const long = named(`restore-${"x".repeat(47)}-${"y".repeat(20)}`, now);
  expect([long.length, long.slice(-8)]).toEqual([62, `x-${stamp}`]);
});

test("the last words are those of what failed, without what an address tells", () => {
  const text = "one\nFatal: https://me:word@s3.example.org/b?X-Amz-Signature=abc&x=1: denied password=hunter2";
  const said = [
    { container: "dump", exitCode: 0, text: "fine" },
    { container: "copy", exitCode: 1, text: withoutSecrets(text) },
  ];
  expect(lastWords({ name: "j", phase: "Failed", reason: "", said })).toEqual([
    "copy: one",
    "copy: Fatal: https://***@s3.example.org/b?X-Amz-Signature=***&x=1: denied password=***",
  ]);
});
