/** Many virtual labs, for the benchmarks: their stack file, and how what they cost is told. */
import * as fs from "node:fs";
import * as path from "node:path";
import { parse, stringify } from "yaml";
import type { ConfigInput } from "../../config/schema";

/** What a lab of the last step may cost, as a multiple of one of the first. */
const most = 1.5;

/** A run with so many labs. */
export interface Result {
  labs: number;
  resources: number;
  seconds: number;
  megabytes: number;
}

/** Between two runs: what each further lab costs. What a run costs without any lab is in neither. @returns whether all is well */
export function tellGrowth([few, some, many]: readonly Result[]): boolean {
  if (few === undefined || some === undefined || many === undefined) throw new Error("nothing was measured");
  const grown = (["seconds", "megabytes"] as const).map((kind) => {
    const first = (some[kind] - few[kind]) / (some.labs - few.labs);
    const last = (many[kind] - some[kind]) / (many.labs - some.labs);
    const growth = last / first;
    process.stdout.write(
      `${kind} for each further lab: ${first.toFixed(3)}, then ${last.toFixed(3)} (${growth.toFixed(2)} times)${growth > most ? "  too much" : ""}\n`,
    );
    return growth;
  });
  return grown.every((growth) => growth <= most);
}

/** One line. */
export function tell({ labs, resources, seconds, megabytes }: Result): void {
  process.stdout.write(
    `${String(labs).padStart(4)} labs ${String(resources).padStart(6)} resources ${seconds.toFixed(1).padStart(7)} s ${megabytes.toFixed(0).padStart(6)} MB\n`,
  );
}

const repository = path.resolve(__dirname, "../..");
const key = "science-platform:config";

/** The example's first lab, many times, on nodes that have room for them. */
export function stackFile(labs: number): string {
  const file = parse(fs.readFileSync(path.join(repository, "examples/lifewatch-existing.yaml"), "utf8")) as {
    config: Record<string, unknown> & { [key]: ConfigInput };
  };
  const config = file.config[key];
  const section = config.services?.virtualLabs;
  const [first] = section?.labs ?? [];
  if (config.cloud !== "existing" || section === undefined || first === undefined)
    throw new Error("the example has no labs");
  // No chart is fetched.
  config.platform = { ...config.platform, charts: { source: "directory", path: "lab/charts" } };
  section.prepull = false;
  section.homes = "ceph-rbd";
  section.labs = Array.from({ length: labs }, (_, index) => ({ ...first, name: `lab${index}`, users: 4 }));
  const nodes = Math.ceil(labs / 10);
  for (const pool of config.cluster.nodePools) Object.assign(pool, { count: nodes, max: nodes });
  return stringify(file, { aliasDuplicateObjects: false });
}
