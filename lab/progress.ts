/** Takes one line of news at a time. */
export type Progress = (line: string) => void;

/** Prints to standard error, so that standard output stays free for what was asked for. */
export const printProgress: Progress = (line) => process.stderr.write(`${line}\n`);
