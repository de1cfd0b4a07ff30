/**
 * What a preview of many virtual labs costs the program: `npm run bench:labs`. Each run is a process of its own, so that its memory is
 * its own, and makes every resource of 125, 250 and 500 labs against the mocks: the program's part of a preview, in processor time.
 * All of a preview: labs-preview.ts. Exit code 1: time or memory grow faster than the labs do.
 */
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { runStack } from "../mocks";
import { stackFile, tell, tellGrowth, type Result } from "./many-labs";

const repository = path.resolve(__dirname, "../..");
const counts = [125, 250, 500];

function measure(labs: number, folder: string): Result {
  const file = path.join(folder, `Pulumi.bench${labs}.yaml`);
  fs.writeFileSync(file, stackFile(labs));
  const answer = execFileSync(process.execPath, ["--import", "tsx", __filename, path.relative(repository, file)], {
    cwd: repository,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });
  return { labs, ...(JSON.parse(answer) as Omit<Result, "labs">) };
}

/** One run, in the process that was started for it. */
async function once(file: string): Promise<void> {
  const { resources } = await runStack("bench", file);
  const { user, system } = process.cpuUsage();
  const megabytes = process.resourceUsage().maxRSS / 1024;
  process.stdout.write(JSON.stringify({ resources: resources.length, seconds: (user + system) / 1e6, megabytes }));
}

function all(): void {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "bench-"));
  const results: Result[] = [];
  for (const labs of counts) {
    const result = measure(labs, folder);
    results.push(result);
    tell(result);
  }
  fs.rmSync(folder, { recursive: true });
  if (!tellGrowth(results)) process.exitCode = 1;
}

const [, , file] = process.argv;
if (file === undefined) all();
else void once(file);
