/** `science-platform config ...`: what a stack file says, and whether it can be right. */
import { Command } from "commander";
import { configCheckCommand, configShowCommand } from "./config-check";
import { configDiffCommand } from "./config-diff";

export function configCommand(): Command {
  return new Command("config")
    .description("Checks, shows and compares stack files.")
    .addCommand(configCheckCommand())
    .addCommand(configShowCommand())
    .addCommand(configDiffCommand());
}
