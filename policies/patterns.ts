/** Patterns in settings and exceptions: `*` stands for any characters, everything else for itself. */

/** The pattern as a regular expression that JavaScript and CEL (RE2) read alike. */
export function patternSource(pattern: string): string {
  return `^${pattern.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*")}$`;
}

/** Whether one of the patterns stands for the text. */
export function matchesAny(patterns: readonly string[], text: string): boolean {
  return patterns.some((pattern) => new RegExp(patternSource(pattern), "s").test(text));
}
