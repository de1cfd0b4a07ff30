/** Pulumi at one backend, in a folder of its own: nothing is written into the repository, and no login is changed. */
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { UserError } from "../errors";
import { pulumi } from "../pulumi";
import { readText } from "../stack-files";
import { contentOf, parseExport, type Content, type Exported } from "./deployment";

export interface Place {
  stack: string;
  /** Folder of Pulumi.yaml and the stack files. */
  directory: string;
  env: NodeJS.ProcessEnv;
}

/** One stack at one backend. */
export interface Engine {
  /** Secrets stay encrypted. */
  export(): Promise<{ text: string; parsed: Exported }>;
  /** What it holds, secrets compared too: they are shown within this process only. */
  content(): Promise<Content>;
  /** True: the stack is there, whatever it holds. */
  exists(): Promise<boolean>;
  /** Makes an empty stack. @param provider As `--secrets-provider` takes it */
  init(provider: string): Promise<void>;
  /** Takes the place of the whole state. The engine's lock is held meanwhile. */
  import(text: string): Promise<void>;
  /** Forgets the stack; its configuration stays. */
  remove(): Promise<void>;
}

/** Name of the project in Pulumi.yaml. */
export function projectOf(directory: string): string {
  const file = path.join(directory, "Pulumi.yaml");
  const parsed = z.looseObject({ name: z.string() }).safeParse(parse(readText(file)));
  if (!parsed.success) throw new UserError(`${file} names no project.`);
  return parsed.data.name;
}

/** Runs `work` with the engine at a backend. @param backend Address as PULUMI_BACKEND_URL takes it */
export async function atBackend<T>(backend: string, place: Place, work: (engine: Engine) => Promise<T>): Promise<T> {
  const { directory, env, stack } = place;
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "state-"));
  try {
    fs.writeFileSync(path.join(folder, "Pulumi.yaml"), `name: ${projectOf(directory)}\nruntime: nodejs\n`);
    // Its salt, or its encrypted key, belongs to the secrets in the state.
    const file = path.join(directory, `Pulumi.${stack}.yaml`);
    if (fs.existsSync(file)) fs.copyFileSync(file, path.join(folder, path.basename(file)));
    const at = { directory: folder, env: { ...env, PULUMI_BACKEND_URL: backend } };
    const run = (...args: string[]) => pulumi(args, at);
    const stacks = async () =>
      z
        .array(z.object({ name: z.string() }))
        .parse(JSON.parse(await run("stack", "ls", "--json")))
        .map(({ name }) => name);
    return await work({
      export: async () => {
        const text = await run("stack", "export", "--stack", stack);
        return { text, parsed: parseExport(text, `the state of ${stack}`) };
      },
      content: async () =>
        contentOf(
          parseExport(await run("stack", "export", "--show-secrets", "--stack", stack), `the state of ${stack}`),
        ),
      exists: async () => (await stacks()).some((name) => name === stack || name.endsWith(`/${stack}`)),
      init: async (provider) => void (await run("stack", "init", stack, "--no-select", "--secrets-provider", provider)),
      import: async (text) => {
        const exported = path.join(folder, "export.json");
        fs.writeFileSync(exported, text, { mode: 0o600 });
        await run("stack", "import", "--stack", stack, "--file", exported);
        fs.rmSync(exported);
      },
      remove: async () => void (await run("stack", "rm", stack, "--yes", "--force", "--preserve-config")),
    });
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}
