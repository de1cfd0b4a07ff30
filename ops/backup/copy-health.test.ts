import { copyAlerts, copyAllowance } from "../../platform/services/backup/watch";
import { copyProblems, copyRow } from "./copy-health";
import { copy, job } from "./copy-testing";
import type { Copy } from "./copies";

/** Eight hours after the last moment of the schedule. */
const now = new Date("2026-11-28T09:00:00Z");
const failed = (at: string) => [job("files-homes-near-1", { type: "Failed", at })];
const none = (change: Partial<Copy>) => {
  const made = copy(change);
  delete made.lastSuccess;
  return made;
};

test.each<[string, Copy, string, string[]]>([
  ["tonight's is there", copy(), "ok", []],
  ["28 hours ago", copy({ lastSuccess: new Date("2026-11-27T05:00:00Z") }), "ok", []],
  [
    "a second more",
    copy({ lastSuccess: new Date("2026-11-27T04:59:59Z") }),
    "late",
    ["the copy is late: the last good one is of 2026-11-27T04:59:59Z"],
  ],
  [
    "tonight's failed",
    copy({ lastSuccess: new Date("2026-11-27T01:05:00Z"), jobs: failed("2026-11-28T01:20:00Z") }),
    "failed",
    ["the last copy failed (job files-homes-near-1): the last good one is of 2026-11-27T01:05:00Z"],
  ],
  ["one failed before the last good one", copy({ jobs: failed("2026-11-28T01:02:00Z") }), "ok", []],
  [
    "the first failed",
    none({ jobs: failed("2026-11-28T01:02:00Z") }),
    "failed",
    ["the last copy failed (job files-homes-near-1): there is none"],
  ],
  ["the first is under way", none({ created: new Date("2026-11-27T10:00:00Z"), jobs: [job("j")] }), "never", []],
  ["none since the year began", none({}), "never", ['no copy was ever made since 2026-01-01T00:00:00Z ("0 1 * * *")']],
  [
    "suspended",
    copy({ suspended: true }),
    "suspended",
    ["no copies are made, its CronJob is suspended: the last good one is of 2026-11-28T01:05:00Z"],
  ],
])("%s", (_, one, state, texts) => {
  expect(copyRow(one, now).state).toBe(state);
  expect(copyProblems([one], now)).toEqual(texts.map((text) => ({ target: "near", text: `files-homes: ${text}` })));
});

test("late is what the alert calls missing", () => {
  const [missing] = copyAlerts("0 1 * * *");
  expect(missing?.expr).toMatch(new RegExp(` > ${copyAllowance("0 1 * * *")}$`));
});

test("the row of one that is suspended has no next", () => {
  const row = { copy: "files-homes", target: "near", schedule: "0 1 * * *", last: "2026-11-28T01:05:00Z" };
  expect(copyRow(copy(), now)).toEqual({ ...row, state: "ok", next: "2026-11-29T01:00:00Z" });
  expect(copyRow(copy({ suspended: true }), now)).toEqual({ ...row, state: "suspended" });
});
