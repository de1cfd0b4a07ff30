/** All problems of one file as the text that a person reads. */
import type { Problem } from "./problems";
import { type Cloud, documentationOf } from "./reference-sections";

/** Length of a whole report, in characters: what does not fit is counted. Nobody reads more at once, and logs are cut. */
const limit = 16_000;
const lineLimit = 600;
const pathLimit = 200;

/** "one problem", "3 problems". */
export function count(number: number): string {
  return number === 1 ? "one problem" : `${number} problems`;
}

/**
 * One line for each problem; after the last one of a section, where the documentation explains it.
 *
 * @param cloud The site's, which decides the section of keys that each cloud has of its own.
 * @param place What stands before each problem, like its line in the file.
 */
export function problemLines<P extends Problem>(
  problems: readonly P[],
  cloud: Cloud | undefined,
  place: (problem: P) => string = () => "  - ",
): string[] {
  const lines: string[] = [];
  let length = 0;
  for (const [index, problem] of problems.entries()) {
    const documentation = documentationOf(problem, cloud);
    const next = problems[index + 1];
    const path = problem.path === "" ? "" : `${printable(problem.path, pathLimit)}: `;
    const line = `${place(problem)}${path}${printable(problem.message, lineLimit)}`;
    const added = [line];
    if (next === undefined || documentationOf(next, cloud) !== documentation) added.push(`    see ${documentation}`);
    length += added.join("\n").length;
    if (length > limit) return [...lines, `  ... and ${problems.length - index} more`];
    lines.push(...added);
  }
  return lines;
}

/** Without characters that would move the cursor or colour the terminal, and not endless. */
function printable(text: string, most: number): string {
  const clean = text.replace(/[\u0000-\u001f\u007f-\u009f]/g, " ");
  return clean.length > most ? `${clean.slice(0, most - 3)}...` : clean;
}

/** The whole message of the program. */
export function report(stack: string, problems: readonly Problem[], cloud: Cloud | undefined): string {
  return [`Pulumi.${stack}.yaml: ${count(problems.length)}`, ...problemLines(problems, cloud)].join("\n");
}
