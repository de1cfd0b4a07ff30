/** Clusters of the lab's Kubernetes supervisor without any cloud, in a state folder of the test's own: no lab need run. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { ApiClient } from "../../lab/kubernetes/api-client";
import { readStatus, type Cluster, type Status } from "../../lab/kubernetes/cluster-file";
import { layoutOf } from "../../lab/kubernetes/layout";
import { makeAuthority } from "../../lab/kubernetes/pki";
import { toolEnvironment } from "../../toolchain";
import { freePort } from "../ports";
import { until } from "../until";

const repository = path.resolve(__dirname, "../..");
const state = fs.mkdtempSync(path.join(os.tmpdir(), "lab-kubernetes-"));
/** Holds one folder per cluster. */
export const clusters = path.join(state, "var", "magnum", "clusters");

let supervisor: ChildProcess | undefined;

export function startSupervisor(): void {
  supervisor = spawn(process.execPath, ["--import", "tsx", "lab/kubernetes/supervisor.ts"], {
    cwd: repository,
    env: { ...process.env, ...toolEnvironment(), LAB_STATE: state },
    stdio: ["ignore", "ignore", "inherit"],
  });
}

export async function stopSupervisor(signal: NodeJS.Signals): Promise<void> {
  if (supervisor === undefined || supervisor.exitCode !== null || supervisor.signalCode !== null) return;
  const ended = once(supervisor, "exit");
  supervisor.kill(signal);
  await ended;
}

/** Ends every cluster and removes what they left. */
export async function removeClusters(): Promise<void> {
  await stopSupervisor("SIGTERM");
  fs.rmSync(state, { recursive: true });
}

export class TestCluster {
  readonly folder: string;
  private constructor(public wanted: Cluster) {
    this.folder = path.join(clusters, wanted.uuid);
  }

  /** One master and `workers` workers of 2 cores and 4 GiB. */
  static async create(name: string, workers: number): Promise<TestCluster> {
    const flavor = { name: "m1.medium", vcpus: 2, ram: 4096, disk: 20 };
    const node = (group: string, index: number): { name: string; address: string } => ({
      name: `${name}-${group}-${index}`,
      address: `10.0.0.${(group === "default-master" ? 10 : 20) + index}`,
    });
    const group = (groupName: string, role: string, count: number): Cluster["nodeGroups"][number] => ({
      name: groupName,
      role,
      flavor,
      zone: "nova",
      labels: {},
      nodes: Array.from({ length: count }, (_, index) => node(groupName, index)),
    });
    const cluster = new TestCluster({
      uuid: `uuid-${name}`,
      name,
      generation: 0,
      deleted: false,
      port: await freePort(),
      version: "v1.33.5",
      labels: {},
      nodeGroups: [group("default-master", "master", 1), group("default-worker", "worker", workers)],
    });
    fs.mkdirSync(cluster.folder, { recursive: true });
    for (const authority of ["ca", "front-proxy-ca"]) await makeAuthority(cluster.folder, authority);
    cluster.want({});
    return cluster;
  }

  want(change: Partial<Cluster>): void {
    this.wanted = { ...this.wanted, ...change, generation: this.wanted.generation + 1 };
    const file = path.join(this.folder, "cluster.json");
    fs.writeFileSync(`${file}.new`, JSON.stringify(this.wanted));
    fs.renameSync(`${file}.new`, file);
  }

  done(what: "ready" | "stopped" = "ready"): Promise<Status> {
    return until(`${this.wanted.name} to be ${what}`, () => {
      const status = readStatus(this.folder);
      return status?.generation === this.wanted.generation && status[what] && status;
    });
  }

  /** Path of the administrator's kubeconfig, which names certificate and key by path. */
  get kubeconfig(): string {
    return layoutOf(this.folder, state).kubeconfig("admin");
  }

  api(): ApiClient {
    return new ApiClient(this.wanted.port, layoutOf(this.folder, state), "admin");
  }
}
