import { cronProblem, previousRuns } from "./cron";

test.each([
  ["0 1 * * *", undefined],
  ["*/15 * 1,15 * 1-5", undefined],
  ["99 1 * * *", '"99 1 * * *" is no cron line: Invalid value for minute: 99'],
  ["*/0 1 * * *", '"*/0 1 * * *" is no cron line: Syntax error, illegal stepping: 0'],
  ["0 0 31 2 *", '"0 0 31 2 *" never comes: no month has that day'],
  ["0 1 * * 7", '"0 1 * * 7" has the weekday 7: write 0 for Sunday'],
])("%s", (line, expected) => expect(cronProblem(line)).toBe(expected));

test.each([
  ["0 1 * * *", "2026-11-28T09:00:00Z", ["2026-11-28T01:00:00.000Z", "2026-11-27T01:00:00.000Z"]],
  ["0 1 * * *", "2026-11-28T01:00:00Z", ["2026-11-27T01:00:00.000Z", "2026-11-26T01:00:00.000Z"]],
  // A day of the month or a weekday, as cron has it when both are said.
  ["0 3 1 * 1", "2026-12-02T00:00:00Z", ["2026-12-01T03:00:00.000Z", "2026-11-30T03:00:00.000Z"]],
])("%s before %s", (line, before, expected) =>
  expect(previousRuns(line, 2, new Date(before)).map((one) => one.toISOString())).toEqual(expected),
);
