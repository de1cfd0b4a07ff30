/** Talks to process-compose by its REST interface on a unix socket. */
import * as http from "node:http";
import * as z from "zod";
import { paths } from "./paths";

const processSchema = z.object({
  name: z.string(),
  namespace: z.string(),
  status: z.string(),
  is_ready: z.string(),
  restarts: z.number(),
  exit_code: z.number(),
  pid: z.number(),
  is_running: z.boolean(),
});
const processesSchema = z.object({ data: z.array(processSchema) });

/** The namespace of processes that end by themselves. */
export const setupNamespace = "setup";
/** What is stopped last, because the other namespaces need it. */
export const infrastructureNamespace = "infrastructure";
const displayOrder = ["kubernetes", "openstack", infrastructureNamespace, setupNamespace];

/** ready: does its work. starting: will, as far as one can tell. failed: will not, without somebody's help. */
export type Health = "ready" | "starting" | "failed";

export interface SupervisedProcess {
  name: string;
  namespace: string;
  health: Health;
  running: boolean;
  /** Undefined when it does not run. */
  pid: number | undefined;
  restarts: number;
  exitCode: number;
}

/** What process-compose says of a process, in one word. */
export function judge(row: z.infer<typeof processSchema>): Health {
  if (row.status === "Error" || row.status === "Skipped") return "failed";
  if (row.namespace === setupNamespace) {
    if (row.status !== "Completed") return "starting";
    return row.exit_code === 0 ? "ready" : "failed";
  }
  if (row.is_running && row.is_ready === "Ready") return "ready";
  return row.status === "Completed" ? "failed" : "starting";
}

/** All processes by namespace and name; undefined when process-compose does not answer. */
export async function listProcesses(): Promise<SupervisedProcess[] | undefined> {
  const body = await request("GET", "/processes").catch(() => undefined);
  if (body === undefined) return undefined;
  return processesSchema
    .parse(JSON.parse(body))
    .data.map((row) => ({
      name: row.name,
      namespace: row.namespace,
      health: judge(row),
      running: row.is_running,
      pid: row.is_running ? row.pid : undefined,
      restarts: row.restarts,
      exitCode: row.exit_code,
    }))
    .sort((a, b) => rank(a.namespace) - rank(b.namespace) || a.name.localeCompare(b.name));
}

function rank(namespace: string): number {
  return displayOrder.indexOf(namespace);
}

/** Stops one process for good; resolves when it has ended (or been killed, after its own timeout). */
export async function stopProcess(name: string): Promise<void> {
  await request("PATCH", `/process/stop/${name}`);
}

/** Ends process-compose itself and whatever it still runs. */
export async function stopProject(): Promise<void> {
  await request("POST", "/project/stop");
}

function request(method: string, path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const call = http.request({ socketPath: paths.socket, method, path, timeout: 30_000 }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () => {
        const body = Buffer.concat(chunks).toString("utf8");
        if (response.statusCode === 200) resolve(body);
        else reject(new Error(`process-compose: ${method} ${path}: ${response.statusCode} ${body}`));
      });
      response.on("error", reject);
    });
    call.on("timeout", () => call.destroy(new Error(`process-compose does not answer: ${method} ${path}`)));
    call.on("error", reject);
    call.end();
  });
}
