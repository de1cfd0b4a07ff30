/** Asks at the terminal. On stderr, so that stdout stays the command's answer. */
import { input, select } from "@inquirer/prompts";
import { UserError } from "../errors";
import type { Prompter } from "./ask";

const context = { output: process.stderr };

/** Whoever presses Ctrl-C knows it. */
async function unlessStopped<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof Error && error.name === "ExitPromptError") throw new UserError("Nothing was written.");
    throw error;
  }
}

export const terminal: Prompter = {
  input: (question) => unlessStopped(input(question, context)),
  select: (question) => unlessStopped(select(question, context)),
};
