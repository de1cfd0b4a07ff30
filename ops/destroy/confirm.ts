/** Asks whoever destroys a stack to type its name. On stderr, so that stdout stays the command's answer. */
import { input } from "@inquirer/prompts";
import { UserError } from "../errors";

/** @throws UserError when there is nobody to ask. */
export async function confirmed(stack: string): Promise<boolean> {
  if (!process.stdin.isTTY)
    throw new UserError("Nothing was done: there is no terminal to ask at. --yes goes on without.");
  try {
    const typed = await input({ message: "Type the stack's name to go on:" }, { output: process.stderr });
    return typed.trim() === stack;
  } catch (error) {
    if (error instanceof Error && error.name === "ExitPromptError") return false;
    throw error;
  }
}
