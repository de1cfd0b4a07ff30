/** What stands in the way of the lab, in one message for a person. */

/** What a check found: where, the value there, and the way on. */
export interface Problem {
  where: string;
  value: string;
  wayOn: string;
}

/** One message for all problems. */
export function describeProblems(problems: readonly Problem[]): string {
  const count = problems.length === 1 ? "One thing stands" : `${problems.length} things stand`;
  return [
    `${count} in the way of the lab:`,
    ...problems.map(({ where, value, wayOn }) => `  ${where}: ${value}\n    ${wayOn}`),
  ].join("\n");
}
