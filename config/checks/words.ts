/** Sentences and helpers that several checks share. */
import { closest } from "../problems";

/** For a name that must be one of those at `where`. */
export function unknownName(name: string, known: readonly string[], where: string): string {
  const nearest = closest(name, known);
  const hint = nearest ? `did you mean "${nearest}"?` : `known there: ${[...known].sort().join(", ") || "none"}`;
  return `"${name}" is not in ${where}: ${hint}`;
}

/** Indexes of the entries whose name an earlier one has. */
export function repeated(names: readonly string[]): number[] {
  return names.flatMap((name, index) => (names.indexOf(name) < index ? [index] : []));
}
