/** One cluster: a pass that brings it nearer to its cluster.json, however far away it is. */
import * as fs from "node:fs";
import * as path from "node:path";
import { ApiClient } from "./api-client";
import { Children } from "./children";
import { cloudConfig } from "./cloud-config";
import { readCluster, readStatus, writeIfChanged, type Cluster, type Status } from "./cluster-file";
import { componentsOf, type Component } from "./components";
import { layoutOf, type Layout } from "./layout";
import { apply as applyObjects } from "./manifests";
import { syncNodes } from "./node-sync";
import { wantedNodes, desiredNodes } from "./nodes";
import { ensurePki } from "./pki";

const podStages = path.join(__dirname, "pod-stages.yaml");
/** A cluster that is as wanted is looked at this often; one that is not, at every pass. */
const calmMs = 5000;
/** Certificates are looked at this often, and whenever cluster.json changes. */
const pkiMs = 10 * 60_000;

export class ClusterReconciler {
  readonly children: Children;
  private readonly layout: Layout;
  private api?: ApiClient;
  private prepared?: { cluster: string; at: number };
  private calm?: { cluster: string; until: number };
  private plan: Component[] = [];
  private objectsApplied = false;

  constructor(
    readonly folder: string,
    logs: string,
    executable: (program: string) => string,
  ) {
    this.layout = layoutOf(folder, logs);
    this.children = new Children(this.layout, executable);
  }

  /** One pass. Writes status.json, unless the folder went away meanwhile. Returns its message.
   * @throws Error when cluster.json cannot be read; what runs then goes on. */
  async step(): Promise<string | undefined> {
    const cluster = readCluster(this.folder);
    if (!cluster) return undefined;
    let message: string;
    try {
      message = await this.reconcile(cluster);
    } catch (error) {
      message = error instanceof Error ? error.message : String(error);
    }
    if (fs.existsSync(path.join(this.folder, "cluster.json"))) this.report(cluster, message);
    return message;
  }

  /** Ends every process in order, and says so in status.json. */
  async close(): Promise<void> {
    this.api?.close();
    await this.children.close(this.plan);
    const status = readStatus(this.folder);
    if (status) this.write({ ...status, ready: false, message: "the supervisor was stopped", components: {} });
  }

  /** Returns what is being waited for; nothing when the cluster is as wanted. */
  private async reconcile(cluster: Cluster): Promise<string> {
    this.plan = componentsOf(cluster, this.layout, podStages);
    if (cluster.deleted) {
      await this.children.retire([]);
      return "deleted";
    }
    await this.prepare(cluster);
    await this.children.retire(this.plan);
    const waiting = await this.bringUp(cluster);
    return [...this.children.complaints(), waiting].filter(Boolean).join("; ");
  }

  private async prepare(cluster: Cluster): Promise<void> {
    const text = JSON.stringify(cluster);
    if (this.prepared?.cluster === text && Date.now() - this.prepared.at < pkiMs) return;
    if (cluster.cloud) writeIfChanged(this.layout.cloudConfig, cloudConfig(cluster, cluster.cloud));
    await ensurePki(cluster, this.layout);
    this.api?.close();
    this.api = new ApiClient(cluster.port, this.layout, "admin");
    this.objectsApplied = false;
    this.prepared = { cluster: text, at: Date.now() };
  }

  private async bringUp(cluster: Cluster): Promise<string> {
    this.children.start(this.plan, "store");
    if (!this.children.up(this.plan, "store")) return "waiting for etcd";
    this.children.start(this.plan, "api");
    if (!this.children.up(this.plan, "api")) return "waiting for kube-apiserver";
    const text = JSON.stringify(cluster);
    const running = this.children.up(this.plan, "controllers");
    if (running && this.calm?.cluster === text && Date.now() < this.calm.until) return "";
    this.calm = undefined;
    if (!(await this.answers("/readyz"))) return "waiting for kube-apiserver to become ready";
    this.children.start(this.plan, "controllers");
    const waiting = await this.fill(cluster);
    if (waiting) return waiting;
    if (!this.children.up(this.plan, "controllers")) return "waiting for the controllers";
    this.calm = { cluster: text, until: Date.now() + calmMs };
    return "";
  }

  private async answers(path: string): Promise<boolean> {
    try {
      await this.api?.get(path);
      return true;
    } catch {
      return false;
    }
  }

  /** The objects that the supervisor keeps in the cluster. */
  private async fill(cluster: Cluster): Promise<string> {
    if (!this.api) return "waiting for certificates";
    if (!this.objectsApplied) await applyObjects(this.api, cluster);
    this.objectsApplied = true;
    const missing = await syncNodes(this.api, cluster);
    const addressless = wantedNodes(cluster) - desiredNodes(cluster).length;
    if (missing > 0) return `waiting for ${missing} nodes`;
    // Made by the controller manager; without it no pod may be created in the namespace.
    if (!(await this.answers("/api/v1/namespaces/default/serviceaccounts/default")))
      return "waiting for the default service account";
    return addressless > 0 ? `waiting for the servers of ${addressless} nodes` : "";
  }

  private report(cluster: Cluster, message: string): void {
    this.write({
      ready: message === "",
      generation: cluster.generation,
      stopped: cluster.deleted,
      version: cluster.version,
      message,
      components: this.children.pids(),
    });
  }

  private write(status: Status): void {
    writeIfChanged(path.join(this.folder, "status.json"), `${JSON.stringify(status, null, 1)}\n`);
  }
}
