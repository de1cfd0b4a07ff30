/**
 * What a preview of many virtual labs costs the program: `npm run bench:labs`. Each run is a process of its own, so that its memory is
 * its own, and makes every resource of 125, 250 and 500 labs against the mocks: the program's part of a preview. Exit code 1: time or
 * memory grow faster than the labs do.
 */
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { parse, stringify } from "yaml";
import type { ConfigInput } from "../../config/schema";
import { runStack } from "../mocks";

const repository = path.resolve(__dirname, "../..");
const key = "science-platform:config";
const counts = [125, 250, 500];
/** What a lab of the last step may cost, as a multiple of one of the first. */
const most = 1.5;

interface Result {
  labs: number;
  resources: number;
  /** Processor time of the whole run, seconds. */
  seconds: number;
  /** Most memory that the process had, MB. */
  megabytes: number;
}

/** The example's first lab, many times, on nodes that have room for them. */
function stackFile(labs: number): string {
  const file = parse(fs.readFileSync(path.join(repository, "examples/lifewatch-existing.yaml"), "utf8")) as {
    config: Record<string, unknown> & { [key]: ConfigInput };
  };
  const config = file.config[key];
  const section = config.services?.virtualLabs;
  const [first] = section?.labs ?? [];
  if (config.cloud !== "existing" || section === undefined || first === undefined)
    throw new Error("the example has no labs");
  section.prepull = false;
  section.homes = "ceph-rbd";
  section.labs = Array.from({ length: labs }, (_, index) => ({ ...first, name: `lab${index}`, users: 4 }));
  const nodes = Math.ceil(labs / 10);
  for (const pool of config.cluster.nodePools) Object.assign(pool, { count: nodes, max: nodes });
  return stringify(file, { aliasDuplicateObjects: false });
}

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
    const { resources, seconds, megabytes } = result;
    process.stdout.write(
      `${String(labs).padStart(4)} labs ${String(resources).padStart(6)} resources ${seconds.toFixed(1).padStart(7)} s ${megabytes.toFixed(0).padStart(6)} MB\n`,
    );
  }
  fs.rmSync(folder, { recursive: true });

  /** Between two runs: what each further lab costs. What a run costs without any lab is in neither. */
  const [few, some, many] = results;
  if (few === undefined || some === undefined || many === undefined) throw new Error("nothing was measured");
  for (const kind of ["seconds", "megabytes"] as const) {
    const first = (some[kind] - few[kind]) / (some.labs - few.labs);
    const last = (many[kind] - some[kind]) / (many.labs - some.labs);
    const growth = last / first;
    process.stdout.write(
      `${kind} for each further lab: ${first.toFixed(3)}, then ${last.toFixed(3)} (${growth.toFixed(2)} times)${growth > most ? "  too much" : ""}\n`,
    );
    if (growth > most) process.exitCode = 1;
  }
}

const [, , file] = process.argv;
if (file === undefined) all();
else void once(file);
