/** What every command keeps to, as it is in the command tree: one that is added is held to it too. */
import * as fs from "node:fs";
import * as path from "node:path";
import type { Command } from "commander";
import { cli, main } from "./cli";
import { completion, levels, shells } from "./completion";
import { repository } from "../system/repository";
import { capture } from "./process";
import { cliReference } from "./reference";

jest.setTimeout(60_000);

const leaves = (command: Command, path: string[] = []): [string, Command][] => {
  const own = command.commands.filter((one) => one.name() !== "help");
  if (own.length === 0) return [[path.join(" "), command]];
  return own.flatMap((one) => leaves(one, [...path, one.name()]));
};
const all = leaves(cli());

/** Runs a command line in this process. */
async function run(...argv: string[]) {
  const written = { stdout: "", stderr: "" };
  const take = (stream: keyof typeof written) => (text: string | Uint8Array) => {
    written[stream] += String(text);
    return true;
  };
  const spies = (["stdout", "stderr"] as const).map((name) =>
    jest.spyOn(process[name], "write").mockImplementation(take(name)),
  );
  try {
    const code = await main(argv);
    return { code, ...written };
  } finally {
    spies.forEach((spy) => spy.mockRestore());
  }
}

/** Without what only aligns or escapes: jest cannot run prettier. */
const words = (markdown: string) =>
  markdown
    .replace(/-{3,}/g, "---")
    .replaceAll("\\_", "_")
    .replace(/[ \n]+/g, " ")
    .trim();

test("docs/cli.md is as the commands are: `npm run cli-docs` writes it", () => {
  const file = path.join(repository, "docs/cli.md");
  expect(words(fs.readFileSync(file, "utf8"))).toBe(words(cliReference(cli())));
});

describe.each(all)("%s", (name) => {
  test("--help says what it does and its exit codes, with exit code 0", async () => {
    const { code, stderr, stdout } = await run(...name.split(" "), "--help");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(new RegExp(`^Usage: science-platform ${name} `));
    expect(stdout).toMatch(/^Exit codes: 0 .*[,;] 2 wrong usage/m);
  });

  test("an option that is none is wrong usage: one message, exit code 2", async () => {
    const { code, stderr, stdout } = await run(...name.split(" "), "--no-such-option");
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr.match(/^error: /gm)).toHaveLength(1);
  });
});

const ofStack = all
  .filter(([, { options }]) => ["--stack", "--directory"].every((long) => options.some((one) => one.long === long)))
  .filter(([, { options }]) => options.some((one) => one.long === "--stack" && one.mandatory))
  // The state of a stack may be looked after where its file is not.
  .filter(([name]) => !name.startsWith("state "))
  // A comment is made of what a run left.
  .filter(([name]) => name !== "comment")
  .map(([name]) => name);

/** What a command needs besides its stack. */
const furtherOptions: Record<string, string[]> = {
  "failover switch": ["--to", "lab"],
  report: ["--json"],
  "vault init": ["--keys", "keys.json"],
};

test("commands of a stack are known", () => {
  expect(ofStack).toEqual(
    expect.arrayContaining(["config show", "preflight", "preview", "drift", "destroy", "report"]),
  );
});

test.each(ofStack)("%s of a stack that is not there is wrong usage, with the nearest that is", async (name) => {
  const extra = furtherOptions[name] ?? [];
  const { code, stderr, stdout } = await run(...name.split(" "), "--stack", "labb", ...extra);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toMatch(/^error: there is no .*Pulumi\.labb\.yaml: did you mean lab\?\n/);
});

test("no command, and a wrong one", async () => {
  await expect(run("drfit")).resolves.toMatchObject({
    code: 2,
    stdout: "",
    stderr: expect.stringMatching(/^error: unknown command 'drfit'\n\(Did you mean drift\?\)/) as string,
  });
});

describe("completion", () => {
  test("knows every command and option", () => {
    const tree = levels(cli());
    expect(tree[0]?.commands.map(({ name }) => name)).toEqual(cli().commands.map((one) => one.name()));
    for (const [name, { options }] of all) {
      const level = tree.find(({ path }) => path === name);
      expect(level?.options.map((one) => one.name)).toEqual(
        expect.arrayContaining(options.flatMap(({ hidden, long }) => (hidden || !long ? [] : [long]))),
      );
    }
  });

  const complete = async (words: string[]) => {
    const script = `source /dev/stdin <<'EOF'\n${completion("bash", cli())}EOF\nCOMP_WORDS=(${words.map((word) => `'${word}'`).join(" ")}); COMP_CWORD=${words.length - 1}; _science_platform; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const { code, stderr, stdout } = await capture("bash", ["-c", script]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    return stdout.trim().split("\n");
  };

  test.each([
    [["science-platform", "dr"], ["drift"]],
    [["science-platform", "config", "s"], ["show"]],
    [
      ["science-platform", "state", "move", "--"],
      ["--stack", "--directory", "--json", "--from", "--to", "--keep-source", "--yes", "--help"],
    ],
  ])("bash: %j gives %j", async (words, expected) => {
    await expect(complete(words)).resolves.toEqual(expected);
  });

  test("fish and zsh: what they are given is a line for each, or what bash has", () => {
    const fish = completion("fish", cli());
    expect(fish).toContain("complete -c science-platform -f -n '__fish_use_subcommand' -a drift -d ");
    expect(fish).toContain(
      "complete -c science-platform -n '__fish_seen_subcommand_from state; and __fish_seen_subcommand_from move' -l keep-source -d ",
    );
    expect(completion("zsh", cli())).toMatch(/^#compdef science-platform\n/);
    expect(shells).toEqual(["bash", "zsh", "fish"]);
  });

  test("a shell that nobody knows is wrong usage", async () => {
    await expect(run("completion", "csh")).resolves.toMatchObject({ code: 2, stdout: "" });
  });
});
