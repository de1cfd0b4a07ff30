/**
 * How long a person waits for the answer to a stack file, right or wrong: `npm run bench`. Medians; a busy machine shows more.
 *
 * The first rows are whole processes, from the shell's point of view. The last is what the check adds to a `pulumi preview`.
 */
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { loadConfig } from "../../config/load";
import { requiredSecrets } from "../../config/secrets";
import { readStackFile } from "../../config/stack-file";
import { stackConfig } from "../../policies/generated";

const repository = path.resolve(__dirname, "../..");

const runs = 20;

function median(times: number[]): string {
  const sorted = [...times].sort((a, b) => a - b);
  return `${Math.round(sorted[Math.floor(sorted.length / 2)] ?? 0)} ms`;
}

function time(work: () => void): number {
  const begin = performance.now();
  work();
  return performance.now() - begin;
}

/** A command that may find problems. */
function processTime(...command: string[]): string {
  const [file = "", ...args] = command;
  const once = () => {
    try {
      execFileSync(file, args, { stdio: "ignore" });
    } catch (error) {
      if ((error as { status?: number }).status !== 1) throw error;
    }
  };
  once();
  return median(Array.from({ length: runs }, () => time(once)));
}

async function programTime(): Promise<string> {
  const mocks = { newResource: () => ({ id: "", state: {} }), call: () => ({}) };
  await pulumi.runtime.setMocks(mocks, "science-platform", "lab");
  const { input } = readStackFile(fs.readFileSync(path.join(repository, "Pulumi.lab.yaml"), "utf8"));
  const secrets = requiredSecrets(stackConfig(repository, "lab"), "lab").map(({ name }) => `science-platform:${name}`);
  pulumi.runtime.setAllConfig(
    { "science-platform:config": JSON.stringify(input), ...Object.fromEntries(secrets.map((name) => [name, "bench"])) },
    secrets,
  );
  return median([time(() => void loadConfig())]);
}

async function main(): Promise<void> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "bench-"));
  const wrong = path.join(folder, "Pulumi.wrong.yaml");
  fs.writeFileSync(
    wrong,
    fs.readFileSync(path.join(repository, "Pulumi.roe.yaml"), "utf8").replace("site: roe", "sit: roe"),
  );

  const check = [path.join(repository, "bin/science-platform"), "config", "check"];
  const rows: [string, string][] = [
    ["node, doing nothing", processTime("node", "-e", "0")],
    ["config check --stack lab", processTime(...check, "--stack", "lab")],
    ["config check, all stacks", processTime(...check)],
    ["config check of a wrong file", processTime(...check, wrong)],
  ];

  rows.push(["loadConfig in the program, first call", await programTime()]);
  fs.rmSync(folder, { recursive: true });
  for (const [what, took] of rows) process.stdout.write(`${what.padEnd(40)}${took.padStart(8)}\n`);
}

void main();
