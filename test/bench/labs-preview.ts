/**
 * What `pulumi preview` of many virtual labs takes: `npm run bench:labs-preview`. The real program, engine, providers and rules, with 125,
 * 250 and 500 labs, each in one run; the cluster does not answer, so nothing is asked of it. Time is what a person waits, memory the most
 * that all processes of the run have together. Exit code 1: one of them grows faster than the labs do.
 */
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { stringify } from "yaml";
import { requiredSecrets } from "../../config/secrets";
import { stackConfig } from "../../policies/generated";
import { processesWith, proportionalMemory } from "../../system/proc";
import { toolEnvironment } from "../../toolchain";
import { TestStack } from "../lab/workspace";
import { stackFile, tell, tellGrowth, type Result } from "./many-labs";

const counts = [125, 250, 500];
/** By this variable the processes of a run are known. */
const mark = "SCIENCE_PLATFORM_BENCH";

const kubeconfig = stringify({
  "current-context": "admin",
  contexts: [{ name: "admin", context: { cluster: "site", user: "admin" } }],
  clusters: [{ name: "site", cluster: { server: "https://127.0.0.1:1" } }],
  users: [{ name: "admin", user: { token: "bench" } }],
});

async function measure(labs: number): Promise<Result> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "bench-"));
  const name = `bench${labs}`;
  let megabytes = 0;
  const watch = setInterval(() => {
    const all = processesWith(mark).reduce((sum, { pid }) => sum + proportionalMemory(pid), 0);
    megabytes = Math.max(megabytes, all / 1024);
  }, 500);
  try {
    const env = { ...toolEnvironment(), PULUMI_CONFIG_PASSPHRASE: "bench", [mark]: name };
    const stack = await TestStack.create(folder, name, env, stackFile(labs));
    for (const secret of requiredSecrets(stackConfig(folder, name), name))
      await stack.stack.setConfig(`science-platform:${secret.name}`, {
        value: secret.name === "kubeconfig" ? kubeconfig : "bench",
        secret: true,
      });
    const begin = performance.now();
    const { changeSummary } = await stack.stack.preview({ onOutput: () => undefined, ...stack.policies });
    return { labs, resources: changeSummary.create ?? 0, seconds: (performance.now() - begin) / 1000, megabytes };
  } finally {
    clearInterval(watch);
    fs.rmSync(folder, { recursive: true });
  }
}

async function main(): Promise<void> {
  const results: Result[] = [];
  for (const labs of counts) {
    const result = await measure(labs);
    results.push(result);
    tell(result);
  }
  if (!tellGrowth(results)) process.exitCode = 1;
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
