/** `pulumi preview` with our rules, and a stop before what cannot be made again is lost. */
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { passThrough } from "../process";
import { noPulumi } from "../pulumi";
import { readSteps } from "./events";
import { findings, judge } from "./findings";
import { report } from "./report";

export interface PreviewOptions {
  stack: string;
  /** Folder of Pulumi.yaml and the stack files. */
  directory: string;
  /** What the stack file allows to be replaced. */
  allowReplace: readonly string[];
  /** Further arguments for `pulumi preview`. */
  more: readonly string[];
  env: NodeJS.ProcessEnv;
  /** Keeps the events of the preview, for what else shall be made of them. */
  eventLog?: string;
  print: (text: string) => void;
  /** Runs Pulumi. @default on our terminal */
  run?: typeof passThrough;
}

/**
 * Shows Pulumi's own preview, and after it what the guard has to say.
 *
 * @returns False when Pulumi failed, a mandatory rule is broken, or the change is stopped.
 * @throws UserError when there is no Pulumi.
 */
export async function guardedPreview(options: PreviewOptions): Promise<boolean> {
  const { allowReplace, directory, env, eventLog, run = passThrough, stack } = options;
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "preview-"));
  try {
    const log = eventLog ?? path.join(folder, "events.json");
    fs.rmSync(log, { force: true });
    const args = ["preview", "--stack", stack, ...rules(options), ...options.more, "--event-log", log];
    // The flag is one of Pulumi's for programs that drive it (its Automation API), so it is hidden from people.
    const code = await run("pulumi", args, {
      cwd: directory,
      env: { ...env, PULUMI_DEBUG_COMMANDS: "true" },
    }).catch(noPulumi);
    const verdict = judge(findings(readSteps(log)), allowReplace);
    const text = report(verdict, stack);
    if (text !== "") options.print(text);
    return code === 0 && verdict.stopped.length === 0;
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

/** The policy pack with the site's settings, unless the caller brings a pack. */
function rules({ directory, more, stack }: PreviewOptions): string[] {
  if (more.some((arg) => arg.startsWith("--policy-pack"))) return [];
  const config = path.join("policies", `config.${stack}.json`);
  const settings = fs.existsSync(path.join(directory, config)) ? ["--policy-pack-config", config] : [];
  return fs.existsSync(path.join(directory, "policies")) ? ["--policy-pack", "policies", ...settings] : [];
}
