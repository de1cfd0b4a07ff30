/** What the backup commands say of names that nobody knows. Pure. */
import { closest } from "../../config/problems";

/** A problem when there is none of that name. */
export function unknown(option: string, name: string, known: readonly string[], what: string): string[] {
  return known.includes(name) ? [] : [`${option}: there is no ${what} "${name}": ${hint(name, known)}`];
}

/** The nearest name, or all. */
export function hint(name: string, known: readonly string[]): string {
  const nearest = closest(name, known);
  const there = [...new Set(known)].join(", ");
  return nearest !== undefined ? `did you mean ${nearest}?` : there === "" ? "there is none" : `there are: ${there}`;
}
