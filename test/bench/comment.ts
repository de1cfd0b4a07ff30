/** `npx tsx test/bench/comment.ts`: how long 10,000 changed resources take, and how much memory. Exit code 1: more than it may. */
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { Collector } from "../../ops/comment/collect";
import { readEventLog } from "../../ops/comment/events";
import { render } from "../../ops/comment/render";
import { lines, site } from "../../ops/comment/testing";

const resources = 10_000;
/** Seconds of processor time, and MB. */
const most = { seconds: 2, megabytes: 300 };

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "bench-"));
const file = path.join(folder, "events.json");

/** As large as a Deployment with its status. */
function values(index: number): object {
  return {
    metadata: { name: `n${index}`, namespace: "bench", labels: { app: "bench", index: String(index) } },
    spec: Array.from({ length: 12 }, (_, key) => ({ key: `key-${key}`, value: "v".repeat(60) })),
  };
}

async function main(): Promise<void> {
  const type = "kubernetes:apps/v1:Deployment";
  const out = fs.openSync(file, "w");
  for (let index = 0; index < resources; index++) {
    const state = { inputs: values(index), outputs: values(index) };
    const step = lines.step("update", type, `n${index}`, {
      old: { inputs: values(index + 1), outputs: values(index) },
      new: state,
    });
    // The engine says what became of it as well.
    fs.writeSync(out, `${step}\n${step.replace("resourcePreEvent", "resOutputsEvent")}\n`);
  }
  fs.writeSync(out, `${lines.summary()}\n`);
  fs.closeSync(out);
  const size = fs.statSync(file).size / 1e6;

  const before = process.cpuUsage();
  const started = performance.now();
  const collector = new Collector(site);
  const body = render(collector.model(await readEventLog(file, collector)));
  const { user, system } = process.cpuUsage(before);
  const seconds = (user + system) / 1e6;
  const megabytes = process.resourceUsage().maxRSS / 1024;
  process.stdout.write(
    `${resources} resources, ${size.toFixed(0)} MB of events: ${seconds.toFixed(2)} s of processor time, ` +
      `${((performance.now() - started) / 1000).toFixed(2)} s, ${megabytes.toFixed(0)} MB at most, ${body.length} characters\n`,
  );
  if (seconds > most.seconds || megabytes > most.megabytes) process.exitCode = 1;
}

void main().finally(() => fs.rmSync(folder, { recursive: true }));
