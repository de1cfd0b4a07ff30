/** Sentences and helpers that several checks share. */
import { closest, type Problem } from "../problems";

/** For a name that must be one of those at `where`. */
export function unknownName(name: string, known: readonly string[], where: string): string {
  const nearest = closest(name, known);
  const hint = nearest ? `did you mean "${nearest}"?` : `known there: ${[...known].sort().join(", ") || "none"}`;
  return `"${name}" is not in ${where}: ${hint}`;
}

/** The value of a key that people wrote; not what every object has, like "constructor". */
export function lookup<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

/** A problem for each entry whose name an earlier one of its list has. `path` is that of the name of an entry. */
export function taken(
  names: readonly string[],
  path: (index: number) => string,
  message = (name: string) => `"${name}" is taken: choose another name`,
): Problem[] {
  return names.flatMap((name, index) =>
    names.indexOf(name) < index ? [{ path: path(index), message: message(name) }] : [],
  );
}

/** For an entry that its list has already. */
export function listedTwice(name: string): string {
  return `"${name}" is in the list already: remove it`;
}

/** "a", "a and b", "a, b and c". */
export function list(words: readonly string[]): string {
  const last = words.at(-1) ?? "";
  return words.length < 2 ? last : `${words.slice(0, -1).join(", ")} and ${last}`;
}

/** "one core", "7.5 cores". */
export function coresText(cores: number): string {
  const rounded = Number(cores.toFixed(2));
  return rounded === 1 ? "one core" : `${rounded} cores`;
}

/** Bytes as GiB with one decimal: "57.6 GiB". */
export function gibText(bytes: number): string {
  return `${Number((bytes / gib).toFixed(1))} GiB`;
}

/** Bytes of a GiB and of a MiB. */
export const gib = 2 ** 30;
export const mib = 2 ** 20;
