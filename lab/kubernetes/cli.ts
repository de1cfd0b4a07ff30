/** Looks into the lab's Kubernetes clusters, without any cloud. */
import * as fs from "node:fs";
import * as path from "node:path";
import { parseArgs } from "node:util";
import { paths } from "../paths";
import { readCluster, readStatus, type Cluster, type Status } from "./cluster-file";
import { layoutOf } from "./layout";
import { proportionalMemory } from "../../system/proc";

const help = `Usage: node --import tsx lab/kubernetes/cli.ts COMMAND

  list [--json]          clusters, their state and memory
  kubeconfig NAME        prints the path of the administrator's kubeconfig: export KUBECONFIG=$(... kubeconfig NAME)
  logs NAME [COMPONENT]  prints the path of a component's log, or of all: tail -f $(... logs NAME kube-apiserver)

NAME is a cluster's name or its UUID.
`;

class UsageError extends Error {}

interface Found {
  folder: string;
  cluster: Cluster;
  status: Status | undefined;
}

function clusters(): Found[] {
  let names: string[];
  try {
    names = fs.readdirSync(paths.clusters);
  } catch {
    return [];
  }
  return names.flatMap((name) => {
    const folder = path.join(paths.clusters, name);
    if (!fs.statSync(folder).isDirectory()) return [];
    const cluster = readCluster(folder);
    return cluster ? [{ folder, cluster, status: readStatus(folder) }] : [];
  });
}

function find(name: string | undefined): Found {
  const all = clusters();
  const matches = all.filter(({ cluster }) => cluster.name === name || cluster.uuid === name);
  const [only] = matches;
  if (only && matches.length === 1) return only;
  if (matches.length > 1) {
    const uuids = matches.map(({ cluster }) => cluster.uuid).join(", ");
    throw new UsageError(`${matches.length} clusters are called "${name}". Give the UUID: ${uuids}.`);
  }
  const known = all.map(({ cluster }) => cluster.name).join(", ") || "none";
  throw new UsageError(
    name === undefined ? `Which cluster? There are: ${known}.` : `There is no cluster "${name}". There are: ${known}.`,
  );
}

function list(json: boolean): string {
  const rows = clusters().map(({ cluster, status }) => {
    const pids = Object.values(status?.components ?? {});
    return {
      name: cluster.name,
      uuid: cluster.uuid,
      state: status?.ready && status.generation === cluster.generation ? "ready" : (status?.message ?? "not seen yet"),
      version: cluster.version,
      nodes: cluster.nodeGroups.reduce((sum, group) => sum + group.nodes.length, 0),
      server: `https://127.0.0.1:${cluster.port}`,
      memoryMiB: Math.round(pids.reduce((sum, pid) => sum + proportionalMemory(pid), 0) / 1024),
    };
  });
  if (json) return `${JSON.stringify(rows, null, 2)}\n`;
  if (rows.length === 0) return "no clusters\n";
  return rows
    .map((row) =>
      [row.name, row.uuid, row.version, `${row.nodes} nodes`, row.server, `${row.memoryMiB} MiB`, row.state].join("  "),
    )
    .join("\n")
    .concat("\n");
}

function logs(name: string | undefined, component: string | undefined): string {
  const { folder } = find(name);
  const layout = layoutOf(folder, path.join(paths.log, "kubernetes"));
  const files = fs.existsSync(layout.logs) ? fs.readdirSync(layout.logs).sort() : [];
  if (component === undefined) return files.map((file) => `${path.join(layout.logs, file)}\n`).join("");
  if (!files.includes(`${component}.log`)) {
    const known = files.map((file) => path.basename(file, ".log")).join(", ") || "none";
    throw new UsageError(`There is no log of "${component}". There are: ${known}.`);
  }
  return `${layout.log(component)}\n`;
}

function parse(): { command: string | undefined; name?: string; component?: string; help: boolean; json: boolean } {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { help: { type: "boolean", short: "h" }, json: { type: "boolean" } },
    });
    const [command, name, component] = positionals;
    return { command, name, component, help: values.help ?? false, json: values.json ?? false };
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n\n${help.trimEnd()}`);
  }
}

function main(): string {
  const { command, name, component, help: helpWanted, json } = parse();
  if (helpWanted) return help;
  if (command === "list") return list(json);
  if (command === "kubeconfig") return `${layoutOf(find(name).folder, paths.log).kubeconfig("admin")}\n`;
  if (command === "logs") return logs(name, component);
  const problem = command === undefined ? "" : `There is no command "${command}".\n\n`;
  throw new UsageError(problem + help.trimEnd());
}

try {
  process.stdout.write(main());
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
