/** The scaler of the chart htcondor, run by Python against an API server and commands of HTCondor that play their parts. */
import { type ChildProcess, spawn } from "node:child_process";
import * as fs from "node:fs";
import * as http from "node:http";
import type { AddressInfo } from "node:net";
import * as os from "node:os";
import * as path from "node:path";
import { ownCharts } from "../../catalog";

const script = path.join(__dirname, "../../..", ownCharts, "htcondor/files/scale.py");

let folder: string;
let server: http.Server;
let scaler: ChildProcess | undefined;
/** What has been asked of the API server. */
let asked: { method: string; url: string; body: string; authorization?: string }[];
/** Jobs that it has. */
let jobs: object[];

beforeEach(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "scaler-"));
  asked = [];
  jobs = [];
  server = http.createServer((request, answer) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      const { method = "", url = "", headers } = request;
      asked.push({ method, url, body, authorization: headers.authorization });
      if (method === "POST") jobs.push(JSON.parse(body) as object);
      answer.setHeader("Content-Type", "application/json").end(JSON.stringify({ items: jobs }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});

afterEach(async () => {
  const ended = scaler && new Promise((resolve) => scaler?.on("close", resolve));
  scaler?.kill();
  await ended;
  scaler = undefined;
  await new Promise((resolve) => server.close(resolve));
  fs.rmSync(folder, { recursive: true });
});

interface Pool {
  /** Cores and MiB of jobs that wait, as condor_q says them. */
  waiting: string[];
  /** Machines with a job, one a slot. */
  busy: string[];
  /** False: there is no submit node. */
  submit?: boolean;
  /** True: nobody answers. */
  away?: boolean;
}

/** Starts the scaler for executors of 4 cores and 8000 MiB, between 1 and 5. @returns a way to read its numbers */
async function run({ waiting, busy, submit = true, away = false }: Pool): Promise<() => Promise<string>> {
  const write = (file: string, text: string, mode = 0o644) => fs.writeFileSync(path.join(folder, file), text, { mode });
  const says = (lines: string[]) => lines.map((line) => `echo "${line}"`).join("\n");
  const fails = away ? "echo nobody answers >&2; exit 1\n" : "";
  write("condor_q", `#!/bin/sh\n${fails}${says(waiting)}\n`, 0o755);
  write(
    "condor_status",
    `#!/bin/sh\n${fails}case "$1" in -schedd) ${submit ? "echo submit" : ":"};; *) ${says(busy) || ":"};; esac\n`,
    0o755,
  );
  write("token", "secret");
  write("executor.json", JSON.stringify({ kind: "Job", metadata: { generateName: "htcondor-executor-" } }));
  const free = http.createServer();
  const port = await new Promise<number>((resolve) =>
    free.listen(0, "127.0.0.1", () => resolve((free.address() as AddressInfo).port)),
  );
  await new Promise((resolve) => free.close(resolve));
  scaler = spawn("python3", ["-u", script], {
    stdio: "ignore",
    env: {
      PATH: `${folder}:${process.env.PATH ?? ""}`,
      ...{ NAMESPACE: "htcondor", MINIMUM: "1", MAXIMUM: "5", CPU: "4", MEMORY: "8000", PAUSE: "0.2" },
      ...{ PORT: String(port), ACCOUNT: folder, TEMPLATE: path.join(folder, "executor.json") },
      API: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    },
  });
  return async () => (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; !(await Promise.resolve(holds()).catch(() => false)); tries++) {
    if (tries > 300) throw new Error(`it did not come so far; asked: ${JSON.stringify(asked)}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

const rounds = () => asked.filter(({ method }) => method === "GET").length;
const made = () => asked.filter(({ method }) => method === "POST").length;

test.each<[string, Pool, object[], number]>([
  ["the fewest, when nothing waits", { waiting: [], busy: [] }, [], 1],
  ["for the cores of all that waits", { waiting: ["1 100", "3 100", "4 100"], busy: [] }, [], 2],
  ["for their memory, where that is more", { waiting: ["1 7000", "1 7000"], busy: [] }, [], 2],
  ["beside those that work", { waiting: ["4 100"], busy: ["a", "a", "b"] }, [{}, {}], 1],
  ["none, while those that were made come up", { waiting: ["4 100", "4 100"], busy: [] }, [{}, {}], 0],
  ["no more than the most", { waiting: Array.from({ length: 20 }, () => "4 8000"), busy: [] }, [], 5],
  ["in the place of one that has gone", { waiting: [], busy: [] }, [over("Complete"), over("Failed")], 1],
  ["none for a job that no executor could hold", { waiting: ["8 100"], busy: [] }, [{}], 0],
  ["the fewest, without a submit node", { waiting: ["4 100"], busy: [], submit: false }, [], 1],
])("makes executors: %s", async (_, pool, living, expected) => {
  jobs = [...living];
  await run(pool);
  // What it has made is living then, so later rounds make no more.
  await until(() => rounds() >= 3);
  expect(made()).toBe(expected);
});

function over(type: string): object {
  return { status: { conditions: [{ type, status: "True" }] } };
}

test("it asks as its own account, in its own namespace, for what the template says", async () => {
  await run({ waiting: [], busy: [] });
  await until(() => made() === 1);
  expect(asked.slice(0, 2)).toEqual([
    {
      method: "GET",
      url: "/apis/batch/v1/namespaces/htcondor/jobs?labelSelector=htcondor%3Dexecutor",
      body: "",
      authorization: "Bearer secret",
    },
    {
      method: "POST",
      url: "/apis/batch/v1/namespaces/htcondor/jobs",
      body: '{"kind": "Job", "metadata": {"generateName": "htcondor-executor-"}}',
      authorization: "Bearer secret",
    },
  ]);
});

test("its numbers", async () => {
  const numbers = await run({ waiting: ["4 100", "9 100"], busy: ["a"] });
  await until(async () => (await numbers()).includes("htcondor_jobs_idle"));
  const text = (await numbers()).replace(/(timestamp_seconds) [1-9].*/, "$1 NOW");
  expect(text.split("\n").filter((line) => line !== "" && !line.startsWith("#"))).toEqual([
    "htcondor_executors 2",
    "htcondor_executors_busy 1",
    "htcondor_executors_max 5",
    "htcondor_jobs_idle 2",
    "htcondor_jobs_too_large 1",
    "htcondor_scaler_last_success_timestamp_seconds NOW",
  ]);
});

test("a pool that does not answer has no numbers, and gets no executors", async () => {
  const numbers = await run({ waiting: ["4 100"], busy: [], away: true });
  await until(async () => (await numbers()).includes("last_success"));
  expect(await numbers()).toBe(
    "# TYPE htcondor_scaler_last_success_timestamp_seconds gauge\nhtcondor_scaler_last_success_timestamp_seconds 0.0\n",
  );
  expect(asked).toEqual([]);
});
