/** Days, as a report counts them. Pure; UTC. */
import type { Tone } from "./model";

const day = 24 * 60 * 60 * 1000;

/** Whole days from `now` to a date; NaN for what is none. */
export function daysUntil(date: string, now: Date): number {
  return Math.floor((Date.parse(date) - now.getTime()) / day);
}

/** "in 12 days", "today", "3 days ago". */
export function leftText(days: number): string {
  if (Number.isNaN(days)) return "not known";
  if (days === 0) return "today";
  const count = Math.abs(days);
  const words = `${count} ${count === 1 ? "day" : "days"}`;
  return days > 0 ? `in ${words}` : `${words} ago`;
}

/** @param early Days before the end from which on somebody should look. */
export function endTone(days: number, early: number): Tone {
  if (Number.isNaN(days)) return "unknown";
  return days < 0 ? "bad" : days <= early ? "notice" : "good";
}

/** "2026-11-28"; "" for what is no date. */
export function dayOf(date: string): string {
  const time = Date.parse(date);
  return Number.isNaN(time) ? "" : new Date(time).toISOString().slice(0, 10);
}

/** "2026-11-28 09:15 UTC"; the text itself for what is no date. */
export function minuteOf(date: string): string {
  const time = Date.parse(date);
  return Number.isNaN(time) ? date : `${new Date(time).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
