/** Completion of the command line for shells, from the command tree. Pure. */
import type { Command } from "commander";

export const shells = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof shells)[number];

interface Level {
  /** Words that lead there: "" at the top, "config check". */
  path: string;
  commands: { name: string; text: string }[];
  /** Long names, each with what it is for. */
  options: { name: string; text: string; choices: readonly string[] }[];
}

/** Every command with what may follow it. */
export function levels(command: Command, path = ""): Level[] {
  const help = command.createHelp();
  const own = help.visibleCommands(command).filter((one) => one.name() !== "help");
  const level: Level = {
    path,
    commands: own.map((one) => ({ name: one.name(), text: summary(one) })),
    options: help
      .visibleOptions(command)
      .flatMap(({ argChoices, description, long }) =>
        typeof long === "string" ? [{ name: long, text: firstLine(description), choices: argChoices ?? [] }] : [],
      ),
  };
  return [level, ...own.flatMap((one) => levels(one, `${path} ${one.name()}`.trim()))];
}

export function summary(command: Command): string {
  return firstLine(command.summary() || command.description());
}

function firstLine(text: string): string {
  return text.split("\n")[0] ?? "";
}

export function completion(shell: Shell, program: Command): string {
  const tree = levels(program);
  return { bash, zsh, fish }[shell](program.name(), tree);
}

/** One `case` per command: the words that may follow it. */
function cases(tree: readonly Level[], indent: string): string {
  return tree
    .map(({ commands, options, path }) => {
      const words = [...commands.map(({ name }) => name), ...options.map(({ name }) => name)];
      return `${indent}${JSON.stringify(path)}) words="${words.join(" ")}" ;;`;
    })
    .join("\n");
}

function bash(program: string, tree: readonly Level[]): string {
  const paths = tree.map(({ path }) => path).filter((path) => path !== "");
  return `# ${program} completion bash: put it into ~/.local/share/bash-completion/completions/${program}
_${ident(program)}() {
  local current="\${COMP_WORDS[COMP_CWORD]}" path="" word words=""
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case " \${path:+$path }$word" in
${paths.map((path) => `      " ${path}") path="${path}" ;;`).join("\n")}
    esac
  done
  case "$path" in
${cases(tree, "    ")}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
  [ "\${#COMPREPLY[@]}" -gt 0 ] || COMPREPLY=($(compgen -f -- "$current"))
}
complete -F _${ident(program)} ${program}
`;
}

function zsh(program: string, tree: readonly Level[]): string {
  return `#compdef ${program}
# ${program} completion zsh: put it as _${program} into a folder of $fpath
autoload -U +X bashcompinit && bashcompinit
${bash(program, tree).split("\n").slice(1).join("\n")}`;
}

function fish(program: string, tree: readonly Level[]): string {
  const lines = tree.flatMap(({ commands, options, path }) => {
    const condition = seen(
      path,
      commands.map(({ name }) => name),
    );
    return [
      ...commands.map(({ name, text }) => `complete -c ${program} -f -n ${condition} -a ${name} -d ${quoted(text)}`),
      ...options.map(
        ({ choices, name, text }) =>
          `complete -c ${program} -n ${condition} -l ${name.slice(2)} -d ${quoted(text)}${choices.length > 0 ? ` -x -a ${quoted(choices.join(" "))}` : ""}`,
      ),
    ];
  });
  return `# ${program} completion fish: put it into ~/.config/fish/completions/${program}.fish\n${lines.join("\n")}\n`;
}

/** After the words of a command, and before any of its own commands. */
function seen(path: string, below: readonly string[]): string {
  const words = path.split(" ").filter((word) => word !== "");
  const conditions = [
    ...(words.length === 0 ? ["__fish_use_subcommand"] : words.map((word) => `__fish_seen_subcommand_from ${word}`)),
    ...(words.length > 0 && below.length > 0 ? [`not __fish_seen_subcommand_from ${below.join(" ")}`] : []),
  ];
  return quoted(conditions.join("; and "));
}

function quoted(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}

function ident(name: string): string {
  return name.replace(/\W/g, "_");
}
