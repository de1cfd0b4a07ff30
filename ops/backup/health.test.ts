import { targetProblems, type TargetProblem } from "./health";
import { backup, location, schedule } from "./testing";
import type { Inventory } from "./velero";

/** Eight hours after the last moment of the schedule. */
const now = new Date("2026-11-28T09:00:00Z");
const tonight = backup("a", "2026-11-28T01:00:05Z");
const good: Inventory = { backups: [tonight], schedules: [schedule()], locations: [location()] };
const missing = (last: string) =>
  `the backup of 2026-11-28T01:00:00.000Z (velero-near, "0 1 * * *") is missing: ${last}`;

test.each<[string, Partial<Inventory>, string[], Date?]>([
  ["tonight's is there", {}, []],
  ["one by hand counts", { backups: [backup("by-hand", "2026-11-28T08:00:00Z")] }, []],
  ["there is none", { backups: [] }, [missing("there is no complete one")]],
  [
    "only last night's",
    { backups: [backup("old", "2026-11-27T01:00:05Z")] },
    [missing("the newest complete one is of 2026-11-27T01:00:05.000Z")],
  ],
  [
    "tonight's lacks something",
    { backups: [backup("half", "2026-11-28T01:00:05Z", { phase: "PartiallyFailed" })] },
    [missing("there is no complete one")],
  ],
  [
    "tonight's went elsewhere",
    { backups: [{ ...tonight, spec: { storageLocation: "far", includedNamespaces: [] } }] },
    [missing("there is no complete one")],
  ],
  [
    "tonight's may still be under way",
    { backups: [backup("old", "2026-11-27T01:00:05Z")] },
    [],
    new Date("2026-11-28T07:00:00Z"),
  ],
  [
    "nothing was due before the schedule was there",
    {
      backups: [],
      schedules: [
        { ...schedule(), metadata: { name: "velero-near", creationTimestamp: new Date("2026-11-28T01:00:01Z") } },
      ],
    },
    [],
  ],
  ["the schedule is paused", { schedules: [schedule("near", { paused: true })] }, ["velero-near is paused"]],
  ["there is no schedule", { schedules: [] }, ["has no schedule, so nothing is backed up there by itself"]],
  [
    "the target cannot be reached",
    { locations: [location("near", { phase: "Unavailable", message: "no such bucket" })] },
    ["is Unavailable: no such bucket"],
  ],
  ["nobody has looked at the target", { locations: [location("near", {})] }, ["Velero has not reached it yet"]],
  ["the target is gone", { locations: [] }, ["is no target that Velero knows"]],
])("%s", (_, change, expected, at = now) => {
  expect(targetProblems({ ...good, ...change }, at)).toEqual(expected.map((text) => ({ target: "near", text })));
});

test("each target by itself, sorted; none at all is a problem too", () => {
  const found = targetProblems(
    { ...good, schedules: [schedule(), schedule("far")], locations: [location(), location("far")] },
    now,
  );
  const expected: TargetProblem[] = [
    { target: "far", text: missing("there is no complete one").replace("near", "far") },
  ];
  expect(found).toEqual(expected);
  expect(targetProblems({ backups: [], schedules: [], locations: [] }, now)).toEqual([
    { target: "", text: "there are no targets" },
  ]);
});
