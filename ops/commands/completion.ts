/** `science-platform completion`: for bash, zsh and fish. */
import { Argument, Command } from "commander";
import { completion, type Shell, shells } from "../completion";

export function completionCommand(): Command {
  return new Command("completion")
    .summary("prints the completion of commands and options for a shell")
    .addArgument(new Argument("<shell>", "which shell").choices(shells))
    .addHelpText(
      "after",
      `
Examples:
  science-platform completion bash > ~/.local/share/bash-completion/completions/science-platform
  science-platform completion fish > ~/.config/fish/completions/science-platform.fish

Exit codes: 0 done, 2 wrong usage.`,
    )
    .action((shell: Shell, _: object, command: Command) => {
      if (command.parent !== null) process.stdout.write(completion(shell, command.parent));
    });
}
