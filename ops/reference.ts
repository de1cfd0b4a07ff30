/** docs/cli.md: every command with its arguments, options and exit codes, from the command tree. Pure. */
import type { Command } from "commander";
import { summary } from "./completion";

export function cliReference(program: Command): string {
  const top = visible(program);
  return `# Commands

Made from the command tree by \`npm run cli-docs\`: not to be edited.

\`npx science-platform COMMAND --help\` says the same. Everywhere:

- Exit codes: 0 done, 1 it failed or found something, 2 wrong usage (one message, nothing was begun).
- \`--json\`: the answer is one JSON document on standard output; what a person would read meanwhile goes to standard error.
- \`--stack <name>\` is \`Pulumi.<name>.yaml\` in \`--directory\`, by default this repository.
- \`science-platform completion bash|zsh|fish\` completes commands and options.

| command | what |
| --- | --- |
${top.map((one) => `| [\`${one.name()}\`](#${one.name()}) | ${cell(summary(one))} |`).join("\n")}

${top.map((one) => section(one, "")).join("\n")}`;
}

function visible(command: Command): Command[] {
  return command
    .createHelp()
    .visibleCommands(command)
    .filter((one) => one.name() !== "help");
}

function section(command: Command, above: string): string {
  const name = `${above} ${command.name()}`.trim();
  const below = visible(command);
  const help = command.createHelp();
  const options = help.visibleOptions(command).filter(({ long }) => long !== "--help");
  const args = help.visibleArguments(command);
  const rows = [
    ...args.map((one) => [one.name(), help.argumentDescription(one)]),
    ...options.map((one) => [
      one.flags,
      `${one.mandatory ? "Required: " : ""}${optionText(one, help.optionDescription(one))}`,
    ]),
  ];
  const parts = [
    `${above === "" ? "##" : "###"} ${name}`,
    (command.description() || sentence(command.summary())).replaceAll("<", "&lt;"),
    ...(below.length > 0 ? [] : [`    science-platform ${`${name} ${command.usage()}`.trim()}`]),
    ...(rows.length === 0
      ? []
      : [
          `| option | what |\n| --- | --- |\n${rows.map(([flags = "", text = ""]) => `| \`${flags.replaceAll("|", "\\|")}\` | ${cell(text)} |`).join("\n")}`,
        ]),
    exitCodes(command),
    ...below.map((one) => section(one, name)),
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

/** Where this machine's folders are is nobody's business. */
function optionText({ defaultValue }: { defaultValue?: unknown }, text: string): string {
  return typeof defaultValue === "string" && defaultValue.startsWith("/")
    ? text.replace(/\(default: ".*"\)/, "(default: this repository)")
    : text;
}

/** As --help says them at its end. */
function exitCodes(command: Command): string {
  let said = "";
  const output = { writeOut: (text: string) => void (said += text) };
  command.configureOutput(output).outputHelp();
  return /^Exit codes: .*$/m.exec(said)?.[0] ?? "";
}

function sentence(text: string): string {
  return text === "" ? "" : `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ").replaceAll("<", "&lt;");
}
