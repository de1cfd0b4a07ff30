import { clusterWindow, databaseWindow } from "./maintenance-window";

test.each([
  ["MO", "00:00", 12, "2024-01-01T00:00:00Z", "2024-01-01T12:00:00Z"],
  ["WE", "00:00", 12, "2024-01-03T00:00:00Z", "2024-01-03T12:00:00Z"],
  ["SU", "18:30", 14, "2024-01-07T18:30:00Z", "2024-01-08T08:30:00Z"],
  ["FR", "12:00", 24, "2024-01-05T12:00:00Z", "2024-01-06T12:00:00Z"],
] as const)("GKE on %s at %s for %d hours", (day, start, hours, startTime, endTime) => {
  expect(clusterWindow({ day, start, hours })).toEqual({ startTime, endTime, recurrence: `FREQ=WEEKLY;BYDAY=${day}` });
  const weekday = new Date(startTime).getUTCDay();
  expect(["SU", "MO", "TU", "WE", "TH", "FR", "SA"][weekday]).toBe(day);
});

test.each([
  ["MO", "00:00", 1, 0],
  ["SU", "23:45", 7, 23],
] as const)("Cloud SQL on %s at %s", (day, start, number, hour) => {
  expect(databaseWindow({ day, start, hours: 12 })).toEqual({ day: number, hour });
});
