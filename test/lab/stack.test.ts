/**
 * The whole program against the lab's real cloud, with the real engine and providers: up, idempotence, change, refresh, destroy, nothing
 * left. Runs in the lab's tenant `lab-test`, so that it leaves the stack `lab` alone.
 */
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { promises as dns } from "node:dns";
import type { UpResult } from "@pulumi/pulumi/automation";
import type { DnsRecord } from "../../infra/contract";
import { stackEnvironment } from "../../lab/stack/environment";
import { destroyStack } from "../../ops/destroy";
import { lookForDrift } from "../../ops/drift";
import { OpenstackClient } from "../../ops/openstack/client";
import { readCloud } from "../../ops/openstack/clouds";
import { inventory } from "../../ops/openstack/inventory";
import { purge } from "./purge";
import { TestStack } from "./workspace";

const minutes = 60_000;

let folder: string;
let test_: TestStack;
let up: UpResult;
let env: Record<string, string>;

beforeAll(async () => {
  env = await stackEnvironment();
  Object.assign(process.env, env);
  await purge(await OpenstackClient.login(readCloud("lab-test", env)));
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "lab-test-"));
  test_ = await TestStack.create(folder, "lab-test", env);
}, 5 * minutes);

afterAll(async () => {
  // A test that failed half-way must not leave a cluster running.
  await test_.stack.destroy({ continueOnError: true }).catch(() => undefined);
  fs.rmSync(folder, { recursive: true, force: true });
}, 10 * minutes);

function kubectl(...args: string[]): string {
  return execFileSync("kubectl", ["--kubeconfig", path.join(folder, "kubeconfig"), ...args], { env, encoding: "utf8" });
}

async function items(): Promise<string[]> {
  const client = await OpenstackClient.login(readCloud("lab-test", env));
  return (await inventory(client)).map(({ kind, name }) => `${kind} ${name}`);
}

function output<T>(name: string): T {
  return up.outputs[name]?.value as T;
}

test("the tenant is empty before", async () => {
  expect(await items()).toEqual([]);
});

test(
  "up creates everything and nothing else",
  async () => {
    up = await test_.stack.up({ ...test_.policies, onOutput: () => undefined });
    expect(Object.keys(up.summary.resourceChanges ?? {})).toEqual(["create"]);
    expect(up.summary.result).toBe("succeeded");
    fs.writeFileSync(path.join(folder, "kubeconfig"), output<string>("kubeconfig"), { mode: 0o600 });
  },
  15 * minutes,
);

test("the kubeconfig and every key are secrets, in the outputs and in the state", () => {
  expect(up.outputs.kubeconfig?.secret).toBe(true);
  const state = fs.readFileSync(test_.stateFile, "utf8");
  expect(state).toContain('"urn:pulumi:lab-test::science-platform::pulumi:pulumi:Stack::science-platform-lab-test"');
  // Booleans, so that a failure does not print the state.
  const { credentials } = output<{ credentials: { secretKey: string } }>("objectStore");
  for (const secret of ["PRIVATE KEY-----", "client-key-data", credentials.secretKey]) {
    expect([secret.slice(0, 4), state.includes(secret)]).toEqual([secret.slice(0, 4), false]);
  }
});

test("the lab's name server answers with the ingress address", async () => {
  const address = output<string>("ingressAddress");
  expect(address).toMatch(/^203\.0\.113\.\d+$/);
  const resolver = new dns.Resolver();
  resolver.setServers(["127.0.0.1:10053"]);
  const records = output<DnsRecord[]>("dnsRecords");
  expect(records.map(({ type, values }) => [type, values])).toEqual(records.map(() => ["A", [address]]));
  for (const record of records) await expect(resolver.resolve4(record.name)).resolves.toEqual([address]);
});

test("the load balancer holds the reserved address, and the nodes are servers", async () => {
  const found = await items();
  expect(found).toContain(`floating IP ${output<string>("ingressAddress")}`);
  expect(found.filter((item) => item.startsWith("load balancer "))).toHaveLength(1);
  expect(found.filter((item) => /^server test-/.test(item))).toHaveLength(5);
});

test("kubectl shows the nodes ready and every pod running", () => {
  const nodes = kubectl("get", "nodes", "--no-headers").trim().split("\n");
  expect(nodes.map((node) => node.split(/\s+/)[1])).toEqual(["Ready", "Ready", "Ready", "Ready"]);
  const pods = kubectl(
    "get",
    "pods",
    "-A",
    "-o",
    "jsonpath={range .items[*]}{.metadata.namespace} {.status.phase}{'\\n'}{end}",
  );
  const phases = pods.trim().split("\n").sort();
  // The job that makes Keycloak's realm what it is declared to be.
  expect(phases.filter((line) => !line.endsWith(" Running"))).toEqual(["identity-realm Succeeded"]);
  expect(phases.filter((line) => line.startsWith("ingress-nginx "))).toHaveLength(3);
  expect(phases.filter((line) => line.startsWith("landing-page "))).toHaveLength(2);
  // Hub, proxy, and an image puller on the one node of the pool.
  for (const lab of ["lab-birds", "lab-school"])
    expect(phases.filter((line) => line.startsWith(`${lab} `))).toHaveLength(3);
});

/** Of every service that there is. */
const namespaces = [
  ...[
    "alloy",
    "batch",
    "blackbox",
    "csi-driver-nfs",
    "database",
    "htcondor",
    "identity",
    "identity-realm",
    "ingress-nginx",
  ],
  ...["kube-bench", "kueue", "lab-birds", "lab-school", "landing-page", "logging", "monitoring", "node-exporter"],
  ...[
    "openstack-exporter",
    "portal",
    "registry",
    "registry-nodes",
    "restic",
    "snapshot-controller",
    "tap",
    "uptime",
    "velero",
  ],
];

test("every namespace of a service has quota, limits and closed networks", () => {
  const labelled = ["get", "namespaces", "-l", "science-platform/owner", "-o", "jsonpath={.items[*].metadata.name}"];
  expect(
    kubectl(...labelled)
      .split(" ")
      .sort(),
  ).toEqual(namespaces);
  const in_ = (kind: string): string[] => {
    const place = "jsonpath={range .items[*]}{.metadata.namespace} {.metadata.name}{'\\n'}{end}";
    return kubectl("get", kind, "-A", "-o", place).trim().split("\n");
  };
  for (const kind of ["resourcequota", "limitrange"]) {
    const found = in_(kind).map((line) => line.split(" ")[0] ?? "");
    expect(found.filter((namespace) => namespaces.includes(namespace)).sort()).toEqual(namespaces);
  }
  const closed = in_("networkpolicy").filter((line) => line.endsWith(" default-deny"));
  expect(closed.map((line) => line.split(" ")[0]).sort()).toEqual(namespaces);
});

test(
  "a claim binds to a real Cinder volume, and the volume goes with it",
  async () => {
    const claim = {
      apiVersion: "v1",
      kind: "PersistentVolumeClaim",
      metadata: { name: "probe", namespace: "default" },
      spec: {
        accessModes: ["ReadWriteOnce"],
        resources: { requests: { storage: "1Gi" } },
        storageClassName: "standard",
      },
    };
    const pod = {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: "probe", namespace: "default" },
      spec: {
        containers: [
          { name: "main", image: "registry.k8s.io/pause:3.10", volumeMounts: [{ name: "data", mountPath: "/data" }] },
        ],
        volumes: [{ name: "data", persistentVolumeClaim: { claimName: "probe" } }],
      },
    };
    const list = path.join(folder, "probe.json");
    fs.writeFileSync(list, JSON.stringify({ apiVersion: "v1", kind: "List", items: [claim, pod] }));
    kubectl("apply", "-f", list);
    kubectl("wait", "--for=jsonpath={.status.phase}=Bound", "pvc/probe", "--timeout=60s");
    kubectl("wait", "--for=condition=Ready", "pod/probe", "--timeout=60s");
    const volume = kubectl("get", "pvc", "probe", "-o", "jsonpath={.spec.volumeName}");
    expect(await items()).toContain(`volume ${volume}`);
    kubectl("delete", "-f", list, "--wait", "--timeout=60s");
    kubectl("wait", "--for=delete", `pv/${volume}`, "--timeout=60s");
    expect(await items()).not.toContain(`volume ${volume}`);
  },
  5 * minutes,
);

test(
  "a second up changes nothing",
  async () => {
    const again = await test_.stack.up({ ...test_.policies, expectNoChanges: true });
    expect(Object.keys(again.summary.resourceChanges ?? {})).toEqual(["same"]);
  },
  5 * minutes,
);

test(
  "nothing drifted; what somebody changes by hand is told, and nothing else",
  async () => {
    const drift = () => lookForDrift({ stack: "lab-test", directory: folder, env: test_.env });
    expect(await drift()).toMatchObject({ resources: [], added: [], errors: [] });

    const client = await OpenstackClient.login(readCloud("lab-test", env));
    const network = (await inventory(client)).find(({ kind }) => kind === "network");
    const rename = (name: string) => client.put("network", `/v2.0/networks/${network?.id}`, { network: { name } });
    const group = (await inventory(client)).find(
      ({ kind, name }) => kind === "security group" && name === "test-files",
    );
    const rule = {
      security_group_id: group?.id,
      direction: "ingress",
      protocol: "tcp",
      port_range_min: 22,
      port_range_max: 22,
    };
    const answer = await client.post("network", "/v2.0/security-group-rules", { security_group_rule: rule });
    await rename("by-hand");
    try {
      const { resources, added, errors } = await drift();
      const found = resources.flatMap(({ name, properties }) =>
        properties.map(({ path, cloud }) => [name, path, cloud]),
      );
      expect(found).toEqual([["network", "name", '"by-hand"']]);
      expect(added.map(({ group, rule }) => [group, rule])).toEqual([["files", "ingress tcp 22 from 0.0.0.0/0"]]);
      expect(errors).toEqual([]);
    } finally {
      await rename("test-nodes");
      const { id } = (answer as { security_group_rule: { id: string } }).security_group_rule;
      await client.delete("network", `/v2.0/security-group-rules/${id}`);
    }
    expect(await drift()).toMatchObject({ resources: [], added: [], errors: [] });
  },
  5 * minutes,
);

test(
  "a bigger node pool and another replica are updates of just these, and of what is bounded by the nodes",
  async () => {
    test_.configure((config) => {
      for (const pool of config.cluster.nodePools ?? []) pool.count += 1;
      if (config.services?.landingPage !== undefined) config.services.landingPage.replicas = 3;
    });
    const updated: string[] = [];
    up = await test_.stack.up({
      ...test_.policies,
      onEvent: ({ resourcePreEvent }) => {
        const step = resourcePreEvent?.metadata;
        // Our components note their arguments and so change with their children; those are what is made in the cloud.
        if (resourcePreEvent?.planning === true || step === undefined || step.op === "same") return;
        if (step.op !== "refresh" && !step.type.startsWith("science-platform:"))
          updated.push(`${step.op} ${step.type}`);
      },
    });
    expect(updated.sort()).toEqual([
      "update kubernetes:admissionregistration.k8s.io/v1:ValidatingAdmissionPolicy",
      // Of whatever has a pod on each node: NFS driver, both labs' image pullers, collectors of logs, numbers and backups, and others.
      ...Array.from({ length: 8 }, () => "update kubernetes:core/v1:ResourceQuota"),
      "update kubernetes:helm.sh/v3:Release",
      "update openstack:containerinfra/nodeGroup:NodeGroup",
    ]);
    expect(Object.keys(up.summary.resourceChanges ?? {}).sort()).toEqual(["same", "update"]);
    expect(kubectl("get", "nodes", "--no-headers").trim().split("\n")).toHaveLength(5);
    expect(kubectl("get", "pods", "-n", "landing-page", "--no-headers").trim().split("\n")).toHaveLength(3);
  },
  10 * minutes,
);

/** A load balancer and a volume that the stack knows nothing of, and a controller that makes the volume again when it goes. */
function madeByHand(): object {
  const labels = { app: "by-hand" };
  const service = {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: "by-hand" },
    spec: { type: "LoadBalancer", selector: labels, ports: [{ port: 80 }] },
  };
  const container = {
    name: "main",
    image: "registry.k8s.io/pause:3.10",
    volumeMounts: [{ name: "data", mountPath: "/data" }],
  };
  const claim = {
    metadata: { name: "data" },
    spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } }, storageClassName: "standard" },
  };
  const set = {
    apiVersion: "apps/v1",
    kind: "StatefulSet",
    metadata: { name: "by-hand" },
    spec: {
      serviceName: "by-hand",
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [container] } },
      volumeClaimTemplates: [claim],
    },
  };
  return { apiVersion: "v1", kind: "List", items: [service, set] };
}

test(
  "destroy empties the cluster of what others made in it, deletes the stack, and leaves nothing in the cloud",
  async () => {
    const list = path.join(folder, "by-hand.json");
    fs.writeFileSync(list, JSON.stringify(madeByHand()));
    kubectl("apply", "--namespace", "default", "-f", list);
    kubectl("wait", "--for=jsonpath={.status.loadBalancer.ingress}", "service/by-hand", "--timeout=120s");
    kubectl("wait", "--for=jsonpath={.status.readyReplicas}=1", "statefulset/by-hand", "--timeout=120s");
    const before = await items();
    expect(before.filter((item) => item.startsWith("load balancer "))).toHaveLength(2);
    // Besides the one by hand: both labs' hubs, HTCondor's queue, the databases of Keycloak and TAP, logs, and images.
    expect(before.filter((item) => item.startsWith("volume pvc-"))).toHaveLength(8);

    const result = await destroyStack({
      stack: "lab-test",
      directory: folder,
      env: test_.env,
      confirm: (announcement) => {
        expect(announcement).toContain("which are deleted first:\n  default/by-hand");
        return Promise.resolve(true);
      },
      progress: () => undefined,
      interval: 1000,
    });
    expect(result.drained?.services.map(({ namespace, name }) => `${namespace}/${name}`)).toEqual(["default/by-hand"]);
    expect(result.drained?.claims.map(({ namespace, name }) => `${namespace}/${name}`)).toEqual([
      "database/database",
      "default/data-by-hand-0",
      "htcondor/queue-htcondor-submit-0",
      "lab-birds/hub-db-dir",
      "lab-school/hub-db-dir",
      "logging/storage-loki-0",
      "registry/registry",
      "tap/data-tap-db-0",
    ]);
    expect(result).toMatchObject({ left: { kept: [], unexpected: [] }, unseen: [], empty: true });
    expect(await items()).toEqual([]);
  },
  10 * minutes,
);

test(
  "destroying what is destroyed asks nothing and finds nothing",
  async () => {
    const result = await destroyStack({
      stack: "lab-test",
      directory: folder,
      env: test_.env,
      confirm: () => Promise.reject(new Error("there is nothing to ask")),
      progress: () => undefined,
    });
    expect(result).toMatchObject({ left: { kept: [], unexpected: [] }, unseen: [], empty: true });
  },
  2 * minutes,
);
