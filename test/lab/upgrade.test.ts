/**
 * The two ways to a newer cluster, as docs/openstack.md says, on the lab's Magnum and on two real API servers: blue and green, from the
 * Heat driver to Cluster API, with a switch of address and data; then in place by another template. The whole program, as small as it can
 * be, in a project of its own.
 */
import { execFileSync, spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import type { UpResult } from "@pulumi/pulumi/automation";
import { z } from "zod";
import type { OpenstackInput } from "../../config/schema";
import { paths } from "../../lab/paths";
import { stackEnvironment } from "../../lab/stack/environment";
import type { OpenstackClient } from "../../ops/openstack/client";
import { Tenant } from "./tenant";
import { bare, testStackFile, TestStack } from "./workspace";

const minutes = 60_000;
jest.setTimeout(30 * minutes);

const name = "lab-upgrade";
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "lab-upgrade-"));
let env: Record<string, string>;
let tenant: Tenant;
let client: OpenstackClient;
let stack: TestStack;

/** Little that runs, so that a switch of all of it takes a minute or two. Heat's labels and amphorae; test/lab/stack.test.ts has the others. */
function small(config: OpenstackInput): void {
  config.site = "blue";
  config.openstack.cloud = name;
  config.openstack.loadBalancerProvider = "amphora";
  config.network.cidr = "10.14.0.0/24";
  config.dns.zone = "upgrade.example.";
  config.cluster = {
    driver: "heat",
    networkDriver: "flannel",
    image: "fedora-coreos",
    kubernetesVersion: "v1.33.2",
    control: { flavor: "m1.medium" },
    workers: { flavor: "m1.large", count: 1 },
    dockerVolumeSize: 20,
    createTimeout: 60,
  };
  bare(config);
}

/** What the second cluster is that the first is not. */
const second = { driver: "capi" as const, image: "ubuntu-jammy-kube-v1.33.2", networkDriver: "calico" as const };

const beside =
  (active: boolean) =>
  (config: OpenstackInput): void => {
    small(config);
    config.cluster.next = { generation: "green", active, ...second };
  };

const greenAlone = (config: OpenstackInput): void => {
  small(config);
  Object.assign(config.cluster, { generation: "green", ...second });
};

const newer = (config: OpenstackInput): void => {
  greenAlone(config);
  Object.assign(config.cluster, { image: "ubuntu-jammy-kube-v1.34.2", kubernetesVersion: "v1.34.2" });
  config.cluster.nodePools = [
    {
      name: "labs",
      flavor: "m1.large",
      count: 1,
      labels: { purpose: "labs" },
      taints: [{ key: "labs", effect: "NoSchedule" }],
    },
  ];
};

beforeAll(async () => {
  env = { ...(await stackEnvironment()), OS_CLIENT_CONFIG_FILE: path.join(folder, "clouds.yaml") };
  Object.assign(process.env, env);
  tenant = await Tenant.create(name, { ...env, OS_CLIENT_CONFIG_FILE: paths.cloudsYaml });
  tenant.writeClouds(path.join(folder, "clouds.yaml"));
  client = await tenant.login();
  const work = path.join(folder, "stack");
  fs.mkdirSync(work);
  stack = await TestStack.create(work, name, env, testStackFile(small));
});
afterAll(async () => {
  // Not there when the beginning failed. What it leaves, the tenant's end removes.
  await (stack as TestStack | undefined)?.stack.destroy({ continueOnError: true }).catch(() => undefined);
  await tenant.remove();
  fs.rmSync(folder, { recursive: true });
});

const clustersSchema = z.object({
  clusters: z.array(z.object({ name: z.string(), uuid: z.string(), status: z.string() })),
});
const clusters = async () => clustersSchema.parse(await client.get("container-infra", "/clusters")).clusters;
const templatesSchema = z.object({
  clustertemplates: z.array(z.object({ name: z.string(), labels: z.record(z.string(), z.string()) })),
});
/** Name to labels. */
const templates = async () =>
  Object.fromEntries(
    templatesSchema
      .parse(await client.get("container-infra", "/clustertemplates"))
      .clustertemplates.map((template) => [template.name, template.labels]),
  );
const volumesSchema = z.object({ volumes: z.array(z.object({ id: z.string(), name: z.string() })) });
const claimVolumes = async () =>
  volumesSchema
    .parse(await client.get("volumev3", "/volumes/detail"))
    .volumes.filter((volume) => volume.name.startsWith("pvc-"))
    .map(({ id }) => id);

/** As a person does it: the command of docs/openstack.md, and kubectl with what it writes. */
function kubectl(cluster: string, ...args: string[]): string {
  const file = path.join(folder, `${cluster}.kubeconfig`);
  if (!fs.existsSync(file))
    fs.writeFileSync(file, sciencePlatform("kubeconfig", "--cloud", name, "--cluster", cluster));
  return execFileSync("kubectl", ["--kubeconfig", file, ...args], { env, encoding: "utf8" }).trim();
}

function sciencePlatform(...args: string[]): string {
  return execFileSync(path.join(stack.folder, "bin/science-platform"), args, { env, encoding: "utf8" });
}

/** What was made anew, changed and deleted by the clouds' own names, without components and providers. */
async function up(): Promise<{ result: UpResult; steps: string[] }> {
  const steps: string[] = [];
  const result = await stack.stack.up({
    onEvent: ({ resourcePreEvent }) => {
      const step = resourcePreEvent?.metadata;
      if (resourcePreEvent?.planning === true || step === undefined || ["same", "refresh"].includes(step.op)) return;
      if (/^(openstack):/.test(step.type)) steps.push(`${step.op} ${step.type.split(":").at(-1) ?? ""}`);
    },
  });
  return { result, steps: steps.sort() };
}

const address = ({ outputs }: UpResult) => z.string().parse(outputs.ingressAddress?.value);

/** Where the reserved address leads. */
async function balancerOf(ip: string): Promise<string> {
  const { floatingips } = z
    .object({ floatingips: z.array(z.object({ port_id: z.string().nullable() })) })
    .parse(await client.get("network", `/v2.0/floatingips?floating_ip_address=${ip}`));
  const { loadbalancers } = z
    .object({ loadbalancers: z.array(z.object({ name: z.string(), vip_port_id: z.string() })) })
    .parse(await client.get("load-balancer", "/v2/lbaas/loadbalancers"));
  const port = floatingips[0]?.port_id;
  return loadbalancers.find(({ vip_port_id }) => vip_port_id === port)?.name ?? "nothing";
}

/** How the only load balancer balances. */
async function balancing() {
  const get = async (list: string) =>
    z.record(z.string(), z.unknown()).parse(await client.get("load-balancer", `/v2/lbaas/${list}`))[list];
  const [balancer] = z.array(z.object({ provider: z.string() })).parse(await get("loadbalancers"));
  const pools = z.array(z.object({ lb_algorithm: z.string() })).parse(await get("pools"));
  const monitors = z.array(z.object({ type: z.string() })).parse(await get("healthmonitors"));
  return {
    provider: balancer?.provider,
    algorithms: pools.map(({ lb_algorithm }) => lb_algorithm),
    checks: monitors.map(({ type }) => type),
  };
}

const ingressService = "kube_service_UUID_ingress-nginx_ingress-nginx-controller";
const balancerName = (uuid: string | undefined) => ingressService.replace("UUID", uuid ?? "none");

/** A service that keeps its data in a claim. */
const stateful = JSON.stringify({
  apiVersion: "apps/v1",
  kind: "StatefulSet",
  metadata: { name: "keeper", namespace: "default" },
  spec: {
    serviceName: "keeper",
    selector: { matchLabels: { app: "keeper" } },
    template: {
      metadata: { labels: { app: "keeper" } },
      spec: {
        containers: [
          {
            name: "main",
            image: "registry.k8s.io/pause:3.10",
            volumeMounts: [{ name: "data", mountPath: "/data" }],
          },
        ],
      },
    },
    volumeClaimTemplates: [
      {
        metadata: { name: "data" },
        spec: {
          accessModes: ["ReadWriteOnce"],
          resources: { requests: { storage: "1Gi" } },
          storageClassName: "standard",
        },
      },
    ],
  },
});

function keep(cluster: string): void {
  const file = path.join(folder, "keeper.json");
  fs.writeFileSync(file, stateful);
  kubectl(cluster, "apply", "-f", file);
  kubectl(cluster, "wait", "--for=jsonpath={.status.readyReplicas}=1", "statefulset/keeper", "--timeout=120s");
}

let blue: string | undefined;
let ip: string;

test("the site as it was", async () => {
  const { result } = await up();
  ip = address(result);
  const [cluster] = await clusters();
  expect(cluster).toMatchObject({ name: "blue", status: "CREATE_COMPLETE" });
  blue = cluster?.uuid;
  expect(await templates()).toEqual({
    "blue-v1.33.2": {
      auto_healing_enabled: "true",
      auto_scaling_enabled: "false",
      master_lb_floating_ip_enabled: "true",
      kube_dashboard_enabled: "false",
      monitoring_enabled: "false",
      octavia_provider: "amphora",
      octavia_lb_algorithm: "ROUND_ROBIN",
      kube_tag: "v1.33.2",
      container_runtime: "containerd",
      admission_control_list: expect.stringMatching(/^NodeRestriction,/) as string,
      auto_healing_controller: "magnum-auto-healer",
      availability_zone: "nova",
      cloud_provider_enabled: "true",
      cinder_csi_enabled: "true",
      master_lb_allowed_cidrs: "127.0.0.0/8",
      flannel_network_cidr: "172.16.0.0/13",
      service_cluster_ip_range: "172.24.0.0/13",
    },
  });
  expect(await balancerOf(ip)).toBe(balancerName(blue));
  // Amphorae ask the nodes which of them have a pod; OVN's could not.
  expect(await balancing()).toEqual({
    provider: "amphora",
    algorithms: ["ROUND_ROBIN", "ROUND_ROBIN"],
    checks: ["HTTP", "HTTP"],
  });
  keep("blue");
  expect(await claimVolumes()).toHaveLength(1);
});

let green: string | undefined;

test("blue and green: the second cluster comes beside the first, on which everything stays", async () => {
  stack.write(testStackFile(beside(false)));
  const { result, steps } = await up();
  expect(steps).toEqual(["create Cluster", "create ClusterTemplate"]);
  const found = await clusters();
  expect(found.map((cluster) => cluster.name).sort()).toEqual(["blue", "blue-green"]);
  green = found.find((cluster) => cluster.name === "blue-green")?.uuid;
  expect((await templates())["blue-green-v1.33.2"]).toEqual({
    auto_healing_enabled: "true",
    auto_scaling_enabled: "false",
    master_lb_floating_ip_enabled: "true",
    kube_dashboard_enabled: "false",
    monitoring_enabled: "false",
    octavia_provider: "amphora",
    octavia_lb_algorithm: "ROUND_ROBIN",
    boot_volume_size: "20",
    csi_cinder_availability_zone: "nova",
    csi_cinder_reclaim_policy: "Delete",
    api_master_lb_allowed_cidrs: "10.14.0.0/24,127.0.0.0/8",
  });
  expect(address(result)).toBe(ip);
  expect(await balancerOf(ip)).toBe(balancerName(blue));
  expect(kubectl("blue-green", "get", "namespaces", "ingress-nginx", "--ignore-not-found")).toBe("");
});

test("move-claims makes the claims' volumes known to the second cluster; a second run finds it done", async () => {
  const [volume] = await claimVolumes();
  const move = () => sciencePlatform("move-claims", "--cloud", name, "--from", "blue", "--to", "blue-green");
  const told = `Known to blue-green:\n  default/data-keeper-0  ${volume}\n`;
  expect(move()).toBe(told);
  expect(move()).toBe(told);
  const policy = "jsonpath={.items[*].spec.persistentVolumeReclaimPolicy}";
  expect(kubectl("blue", "get", "persistentvolumes", "-o", policy)).toBe("Retain");
  expect(kubectl("blue-green", "get", "persistentvolumes", "-o", "jsonpath={.items[*].spec.csi.volumeHandle}")).toBe(
    volume,
  );
});

test("the switch: platform, address and data are on the second cluster", async () => {
  const volumes = await claimVolumes();
  // What is not the platform's moves by hand.
  kubectl("blue", "delete", "statefulset/keeper", "persistentvolumeclaim/data-keeper-0", "--wait", "--timeout=120s");
  stack.write(testStackFile(beside(true)));
  const { result } = await up();
  expect(address(result)).toBe(ip);
  expect(await balancerOf(ip)).toBe(balancerName(green));
  keep("blue-green");
  const handle = "jsonpath={.items[*].spec.csi.volumeHandle}";
  expect(kubectl("blue-green", "get", "persistentvolumes", "-o", handle)).toBe(volumes[0]);
  expect(await claimVolumes()).toEqual(volumes);
  expect(kubectl("blue", "get", "namespaces", "ingress-nginx", "landing-page", "--ignore-not-found")).toBe("");
  expect(kubectl("blue-green", "get", "pods", "-n", "landing-page", "--no-headers").split("\n")).toHaveLength(2);
});

test("the first cluster goes, and the second is the stack's own", async () => {
  const volumes = await claimVolumes();
  stack.write(testStackFile(greenAlone));
  const { result, steps } = await up();
  expect(steps).toEqual(["delete Cluster", "delete ClusterTemplate"]);
  expect(await clusters()).toEqual([{ name: "blue-green", uuid: green, status: "CREATE_COMPLETE" }]);
  expect(await balancerOf(address(result))).toBe(balancerName(green));
  expect(await claimVolumes()).toEqual(volumes);
  const again = await stack.stack.up({ expectNoChanges: true });
  expect(Object.keys(again.summary.resourceChanges ?? {})).toEqual(["same"]);
});

test("in place: another template and another pool, the same cluster, and what runs in it is not touched", async () => {
  stack.write(testStackFile(newer));
  const { result, steps } = await up();
  expect(steps).toEqual([
    "create NodeGroup",
    "create-replacement ClusterTemplate",
    "delete-replaced ClusterTemplate",
    "replace ClusterTemplate",
    "update Cluster",
  ]);
  expect(await clusters()).toEqual([{ name: "blue-green", uuid: green, status: "UPDATE_COMPLETE" }]);
  expect(Object.keys(await templates())).toEqual(["blue-green-v1.34.2"]);
  const versions = kubectl("blue-green", "get", "nodes", "-o", "jsonpath={.items[*].status.nodeInfo.kubeletVersion}");
  expect(versions).toBe("v1.34.2 v1.34.2 v1.34.2");
  expect(await balancerOf(address(result))).toBe(balancerName(green));
  expect(kubectl("blue-green", "get", "statefulset", "keeper", "-o", "jsonpath={.status.readyReplicas}")).toBe("1");
});

const jobSchema = z.object({
  spec: z.object({
    jobTemplate: z.object({
      spec: z.object({
        template: z.object({
          spec: z.object({ containers: z.array(z.object({ name: z.string(), args: z.array(z.string()) })) }),
        }),
      }),
    }),
  }),
});

test("Cluster API gives nodes no labels and taints: the platform's job does, with no more rights than that needs", () => {
  const job = jobSchema.parse(
    JSON.parse(kubectl("blue-green", "get", "cronjob", "node-marker", "-n", "node-marker", "-o", "json")),
  );
  const { containers } = job.spec.jobTemplate.spec.template.spec;
  expect(containers.map((container) => container.name)).toEqual(["label-labs", "taint-labs"]);
  // The lab's pods run nothing, so what they would run is run here, in their name.
  const account = "--as=system:serviceaccount:node-marker:node-marker";
  const mark = () => containers.map(({ args }) => kubectl("blue-green", account, ...args));
  expect(mark()).toEqual([expect.stringMatching(/^node\/\S+ labeled$/), expect.stringMatching(/^node\/\S+ modified$/)]);
  // Every minute again.
  mark();
  const marks =
    "jsonpath={range .items[*]}{.metadata.labels.magnum\\.openstack\\.org/nodegroup}: {.metadata.labels.purpose} {.spec.taints[*].key}{'\\n'}{end}";
  const workers = kubectl("blue-green", "get", "nodes", "--selector=magnum.openstack.org/role=worker", "-o", marks);
  expect(
    workers
      .split("\n")
      .map((line) => line.trim())
      .sort(),
  ).toEqual(["default-worker:", "labs: labs labs"]);
  const may = (...what: string[]) => {
    const line = ["--kubeconfig", path.join(folder, "blue-green.kubeconfig"), account, "auth", "can-i", ...what];
    return spawnSync("kubectl", line, { env, encoding: "utf8" }).stdout.trim();
  };
  expect([may("patch", "nodes"), may("delete", "nodes"), may("get", "secrets"), may("create", "pods")]).toEqual([
    "yes",
    "no",
    "no",
    "no",
  ]);
});
