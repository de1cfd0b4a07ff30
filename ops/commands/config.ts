/** `science-platform config ...`: what a stack file says, and whether it can be right. */
import { Command } from "commander";
import { configDiffCommand } from "./config-diff";

export function configCommand(): Command {
  return new Command("config").description("Checks and compares stack files.").addCommand(configDiffCommand());
}
