/** A real control plane made of a cluster folder, without any cloud: what the supervisor of lab/kubernetes promises. */
import * as fs from "node:fs";
import * as path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { ApiClient } from "../../lab/kubernetes/api-client";
import { markedProcesses } from "../../lab/kubernetes/children";
import { readStatus } from "../../lab/kubernetes/cluster-file";
import { proportionalMemory } from "../../system/proc";
import { until } from "../until";
import { clusters, removeClusters, startSupervisor, stopSupervisor, TestCluster } from "./bare-cluster";

const memoryLimitKiB = 900 * 1024;
jest.setTimeout(150_000);

interface Conditions {
  status: { conditions?: { type: string; status: string }[] };
}
const has = (object: unknown, type: string): boolean =>
  (object as Conditions).status.conditions?.some((found) => found.type === type && found.status === "True") ?? false;

let first: TestCluster;
let api: ApiClient;

beforeAll(async () => {
  first = await TestCluster.create("first", 2);
  startSupervisor();
  await first.done();
  api = first.api();
});

afterAll(async () => {
  (api as ApiClient | undefined)?.close(); // Not there when the first start failed.
  await removeClusters();
});

const nodeList = async (): Promise<{ name: string; version: string; memory: string; taints: string[] }[]> => {
  const { items } = (await api.get("/api/v1/nodes")) as {
    items: {
      metadata: { name: string };
      spec: { taints?: { key: string }[] };
      status: { nodeInfo: { kubeletVersion: string }; allocatable: { memory: string } };
    }[];
  };
  return items.map((node) => ({
    name: node.metadata.name,
    version: node.status.nodeInfo.kubeletVersion,
    memory: node.status.allocatable.memory,
    taints: (node.spec.taints ?? []).map((taint) => taint.key),
  }));
};

/** The controller takes this taint away a moment after the node is ready, which is all that Magnum waits for. */
const notReady = "node.kubernetes.io/not-ready";

test("the nodes are those of the node groups", async () => {
  await until("the nodes' taint to go", async () =>
    (await nodeList()).every(({ taints }) => !taints.includes(notReady)),
  );
  const worker = { version: "v1.33.5", memory: "4Gi", taints: [] };
  expect(await nodeList()).toEqual([
    { name: "first-default-master-0", ...worker, taints: ["node-role.kubernetes.io/control-plane"] },
    { name: "first-default-worker-0", ...worker },
    { name: "first-default-worker-1", ...worker },
  ]);
});

test("the API server is the pinned one, with policies by CEL, and lets nobody in without a name", async () => {
  const { gitVersion } = (await api.get("/version")) as { gitVersion: string };
  expect(gitVersion).toBe("v1.34.2");
  await expect(api.get("/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies")).resolves.toMatchObject({
    kind: "ValidatingAdmissionPolicyList",
  });
  const answer = await new Promise<number | undefined>((resolve, reject) => {
    void import("node:https").then(({ get }) =>
      get(
        {
          host: "127.0.0.1",
          port: first.wanted.port,
          path: "/api/v1/secrets",
          ca: fs.readFileSync(path.join(first.folder, "ca.crt")),
        },
        (response) => resolve(response.statusCode),
      ).on("error", reject),
    );
  });
  expect(answer).toBe(403);
});

const podTemplate = (labels: object, restartPolicy: string, annotations = {}): object => ({
  metadata: { labels, annotations },
  spec: { restartPolicy, containers: [{ name: "main", image: "example.test/image" }] },
});

test("deployments become available with endpoints, daemon sets roll out, jobs complete or fail as asked", async () => {
  const selector = (app: string): object => ({ matchLabels: { app } });
  const web = { app: "web" };
  await api.request("POST", "/apis/apps/v1/namespaces/default/deployments", {
    metadata: { name: "web" },
    spec: { replicas: 3, selector: selector("web"), template: podTemplate(web, "Always") },
  });
  await api.request("POST", "/api/v1/namespaces/default/services", {
    metadata: { name: "web" },
    spec: { selector: web, ports: [{ port: 80 }] },
  });
  await api.request("POST", "/apis/apps/v1/namespaces/default/daemonsets", {
    metadata: { name: "agent" },
    spec: { selector: selector("agent"), template: podTemplate({ app: "agent" }, "Always") },
  });
  for (const [name, annotations] of [
    ["good", {}],
    ["bad", { "lab/outcome": "failed" }],
  ] as const)
    await api.request("POST", "/apis/batch/v1/namespaces/default/jobs", {
      metadata: { name },
      spec: { backoffLimit: 0, template: podTemplate({}, "Never", annotations) },
    });

  await until("the deployment", async () =>
    has(await api.get("/apis/apps/v1/namespaces/default/deployments/web"), "Available"),
  );
  await until("the daemon set on both workers", async () => {
    const { status } = (await api.get("/apis/apps/v1/namespaces/default/daemonsets/agent")) as {
      status: { numberReady: number };
    };
    return status.numberReady === 2;
  });
  await until("a complete job", async () =>
    has(await api.get("/apis/batch/v1/namespaces/default/jobs/good"), "Complete"),
  );
  await until("a failed job", async () => has(await api.get("/apis/batch/v1/namespaces/default/jobs/bad"), "Failed"));
  const addresses = await until("endpoints", async () => {
    const slices = (await api.get(
      "/apis/discovery.k8s.io/v1/namespaces/default/endpointslices?labelSelector=kubernetes.io/service-name=web",
    )) as { items: { endpoints: { addresses: string[] }[] | null }[] };
    const found = slices.items.flatMap((slice) => slice.endpoints ?? []).flatMap((endpoint) => endpoint.addresses);
    return found.length === 3 && found;
  });
  expect(new Set(addresses).size).toBe(3);
});

test("a killed supervisor's children go on, under the next one; a killed child comes back alone", async () => {
  const before = (await first.done()).components;
  await stopSupervisor("SIGKILL");
  startSupervisor();
  const scheduler = before["kube-scheduler"] ?? 0;
  await sleep(2000);
  process.kill(scheduler, "SIGKILL");
  const after = await until("another scheduler", () => {
    const status = readStatus(first.folder);
    const pid = status?.components["kube-scheduler"];
    return status?.ready && pid !== undefined && pid !== scheduler && status.components;
  });
  expect({ ...after, "kube-scheduler": scheduler }).toEqual(before);
  expect(
    markedProcesses(clusters)
      .map((found) => found.component)
      .sort(),
  ).toEqual(Object.keys(before).sort());
});

test("a second cluster beside it, each within its memory", async () => {
  const second = await TestCluster.create("second", 1);
  const { components } = await second.done();
  const memory = Object.values(components).reduce((sum, pid) => sum + proportionalMemory(pid), 0);
  expect(memory).toBeGreaterThan(100 * 1024);
  expect(memory).toBeLessThan(memoryLimitKiB);
  second.want({ deleted: true });
  expect((await second.done("stopped")).components).toEqual({});
  expect(markedProcesses(clusters).filter((found) => found.folder === second.folder)).toEqual([]);
  fs.rmSync(second.folder, { recursive: true });
});

test("a smaller node group loses nodes and their pods, an upgrade changes the version that nodes report", async () => {
  const groups = first.wanted.nodeGroups.map((group) => ({ ...group, nodes: group.nodes.slice(0, 1) }));
  first.want({ nodeGroups: groups, version: "v1.34.2" });
  await first.done();
  expect((await nodeList()).map(({ name, version }) => [name, version])).toEqual([
    ["first-default-master-0", "v1.34.2"],
    ["first-default-worker-0", "v1.34.2"],
  ]);
  const placed = await until("three pods on the node that is left", async () => {
    const pods = (await api.get("/api/v1/namespaces/default/pods?labelSelector=app%3Dweb")) as {
      items: { spec: { nodeName?: string }; status: { phase: string } }[];
    };
    const running = pods.items.filter((pod) => pod.status.phase === "Running");
    return running.length === 3 && pods.items.length === 3 && running.map((pod) => pod.spec.nodeName);
  });
  expect(new Set(placed)).toEqual(new Set(["first-default-worker-0"]));
});

test("a wrong cluster.json breaks nothing that runs", async () => {
  const before = (await first.done()).components;
  const file = path.join(first.folder, "cluster.json");
  const good = fs.readFileSync(file, "utf8");
  fs.writeFileSync(file, "{");
  await sleep(2500);
  fs.writeFileSync(file, good);
  expect((await first.done()).components).toEqual(before);
});

test("SIGTERM ends everything within 10 seconds, and the next start finds what was there", async () => {
  const begin = Date.now();
  await stopSupervisor("SIGTERM");
  expect(Date.now() - begin).toBeLessThan(10_000);
  expect(markedProcesses(clusters)).toEqual([]);
  expect(readStatus(first.folder)).toMatchObject({ ready: false, message: "the supervisor was stopped" });
  startSupervisor();
  await first.done();
  await expect(api.get("/apis/apps/v1/namespaces/default/deployments/web")).resolves.toMatchObject({
    status: { readyReplicas: 3 },
  });
});
