/** The weekly hours in which Google may change the site. */
import type { GcpConfig } from "../../config/schema";

type Maintenance = GcpConfig["cluster"]["maintenance"];

const days = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"] as const;

/** A Monday. GKE repeats the window from its first occurrence on, so the week itself means nothing and never changes. */
const firstMonday = Date.UTC(2024, 0, 1);
const hour = 3_600_000;

/** GKE's recurring window. */
export function clusterWindow({ day, start, hours }: Maintenance): {
  startTime: string;
  endTime: string;
  recurrence: string;
} {
  const begin = firstMonday + (days.indexOf(day) * 24 + startHour(start)) * hour + startMinute(start) * 60_000;
  return {
    startTime: timestamp(begin),
    endTime: timestamp(begin + hours * hour),
    recurrence: `FREQ=WEEKLY;BYDAY=${day}`,
  };
}

/** Cloud SQL's: it has a day (1 is Monday) and a full hour, and takes one hour of it. */
export function databaseWindow({ day, start }: Maintenance): { day: number; hour: number } {
  return { day: days.indexOf(day) + 1, hour: startHour(start) };
}

function timestamp(time: number): string {
  return new Date(time).toISOString().replace(".000Z", "Z");
}

function startHour(start: string): number {
  return Number(start.split(":")[0]);
}

function startMinute(start: string): number {
  return Number(start.split(":")[1]);
}
