/** Asks whoever does what cannot be undone to type a name. On stderr, so that stdout stays the command's answer. */
import { input } from "@inquirer/prompts";
import { UserError } from "../errors";

/**
 * @param name What must be typed.
 * @param what What that is, in words.
 * @throws UserError when there is nobody to ask.
 */
export async function confirmed(name: string, what = "the stack's name"): Promise<boolean> {
  if (!process.stdin.isTTY)
    throw new UserError("Nothing was done: there is no terminal to ask at. --yes goes on without.");
  try {
    const typed = await input({ message: `Type ${what} to go on:` }, { output: process.stderr });
    return typed.trim() === name;
  } catch (error) {
    if (error instanceof Error && error.name === "ExitPromptError") return false;
    throw error;
  }
}
