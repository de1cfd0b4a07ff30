/**
 * Two Magnum clusters behind one name, as docs/failover.md says: two whole stacks in a project of their own, the shared zone in the lab's
 * Designate, answers from its BIND. No packet reaches a floating IP of the lab, so an https server of ours stands at each: it has the
 * certificate that the stack put into its cluster, and answers as an ingress controller would, from the cluster's Ingresses and endpoints.
 */
import { execFileSync, spawn } from "node:child_process";
import { promises as dns } from "node:dns";
import { once } from "node:events";
import * as fs from "node:fs";
import * as https from "node:https";
import type { AddressInfo } from "node:net";
import * as os from "node:os";
import * as path from "node:path";
import { z } from "zod";
import { clouds, type OpenstackInput } from "../../config/schema";
import { paths } from "../../lab/paths";
import { stackEnvironment } from "../../lab/stack/environment";
import { recordsOf, type Records } from "../../ops/failover/records";
import { sharedSite, sidesNamed, type SharedSite } from "../../ops/failover/site";
import { statusOf } from "../../ops/failover/status";
import { switchTo } from "../../ops/failover/switch";
import { watch } from "../../ops/failover/watch";
import type { OpenstackClient } from "../../ops/openstack/client";
import { until } from "../until";
import { Tenant } from "./tenant";
import { bare, testStackFile, TestStack } from "./workspace";

const minutes = 60_000;
jest.setTimeout(15 * minutes);

const name = "lab-failover";
const zone = "shared.example.";
const host = "www.shared.example";
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "lab-failover-"));
const sideNames = ["north", "south"] as const;
type SideName = (typeof sideNames)[number];

interface Side {
  name: SideName;
  address: string;
  stack: TestStack;
  /** Of the cluster's API, by kubectl's own proxy. */
  api: string;
  ingress: https.Server;
  authority: string;
}

let env: Record<string, string>;
let tenant: Tenant;
let client: OpenstackClient;
const sides: Side[] = [];
/** What is there to be ended, also of a side that never came up whole. */
const stacks: TestStack[] = [];
const ends: (() => unknown)[] = [];
let site: SharedSite;
let records: Records;
let asking: { authority: string; reach: (address: string) => { host: string; port: number } };

/** Each side's file: the same names, its own cluster, network and address. As little as has a name. */
const small =
  (side: SideName, addresses: Record<string, string>) =>
  (config: OpenstackInput): void => {
    config.site = side;
    config.openstack.cloud = name;
    config.network.cidr = side === "north" ? "10.15.0.0/24" : "10.16.0.0/24";
    config.addresses = { ingress: addresses[side] };
    config.dns = {
      ...{ provider: "none", zone, email: "admin@shared.example", ttl: 30 },
      failover: { sides: addresses, records: { in: "designate", cloud: name } },
    };
    config.cluster.workers.count = 1;
    delete config.cluster.nodePools;
    bare(config);
    config.services = { landingPage: { host: "www" } };
  };

const network = z.object({ networks: z.array(z.object({ id: z.string() })) });
const floating = z.object({ floatingip: z.object({ floating_ip_address: z.string() }) });
const zones = z.object({ zones: z.array(z.object({ status: z.string() })) });

beforeAll(async () => {
  env = { ...(await stackEnvironment()), OS_CLIENT_CONFIG_FILE: path.join(folder, "clouds.yaml") };
  Object.assign(process.env, env);
  tenant = await Tenant.create(name, { ...env, OS_CLIENT_CONFIG_FILE: paths.cloudsYaml });
  tenant.writeClouds(path.join(folder, "clouds.yaml"));
  client = await tenant.login();
  // Once, by hand: addresses that are known before the stacks are, and a zone that is no stack's.
  const [external] = network.parse(await client.get("network", "/v2.0/networks?name=public")).networks;
  const addresses: Record<string, string> = {};
  for (const side of sideNames) {
    const body = { floatingip: { floating_network_id: external?.id } };
    addresses[side] = floating.parse(
      await client.post("network", "/v2.0/floatingips", body),
    ).floatingip.floating_ip_address;
  }
  await client.post("dns", "/v2/zones", { name: zone, email: "admin@shared.example", ttl: 30 });
  await until("the zone", async () => zones.parse(await client.get("dns", "/v2/zones")).zones[0]?.status === "ACTIVE");
  sides.push(...(await Promise.all(sideNames.map((side) => bringUp(side, addresses)))));
  asking = {
    authority: sides.map(({ authority }) => authority).join("\n"),
    reach: (address) => {
      const server = sides.find((side) => side.address === address)?.ingress;
      return { host: "127.0.0.1", port: (server?.address() as AddressInfo | null | undefined)?.port ?? 9 };
    },
  };
  const input = {} as { config?: OpenstackInput };
  testStackFile((config) => {
    small("north", addresses)(config);
    input.config = config;
  });
  site = sharedSite("north", clouds.openstack.parse(input.config));
  records = await recordsOf(site, { env });
});

afterAll(async () => {
  for (const end of ends) end();
  await Promise.all(stacks.map(({ stack }) => stack.destroy({ continueOnError: true }).catch(() => undefined)));
  // What they leave, the tenant's end removes.
  await tenant.remove();
  fs.rmSync(folder, { recursive: true });
});

/** The stack, and what stands at its address. */
async function bringUp(side: SideName, addresses: Record<string, string>): Promise<Side> {
  const work = path.join(folder, side);
  fs.mkdirSync(work);
  const stack = await TestStack.create(work, side, env, testStackFile(small(side, addresses)));
  stacks.push(stack);
  const { outputs } = await stack.stack.up();
  const address = z.string().parse(outputs.ingressAddress?.value);
  const kubeconfig = path.join(folder, `${side}.kubeconfig`);
  const command = ["kubeconfig", "--cloud", name, "--cluster", side];
  fs.writeFileSync(kubeconfig, execFileSync(path.join(work, "bin/science-platform"), command, { env }));
  const proxy = spawn("kubectl", ["--kubeconfig", kubeconfig, "proxy", "--port=0"], {
    env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  ends.push(() => proxy.kill());
  const [line] = (await once(proxy.stdout, "data")) as [Buffer];
  const api = `http://${/127\.0\.0\.1:\d+/.exec(line.toString())?.[0] ?? ""}`;
  const ingress = await standIn(api);
  ends.push(() => ingress.close());
  const authority = z.string().parse(outputs.certificateAuthority?.value);
  return { name: side, address, stack, api, ingress, authority };
}

const listed = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item) });
const secrets = listed(z.object({ type: z.string(), data: z.record(z.string(), z.string()).default({}) }));
const backend = z.object({ service: z.object({ name: z.string() }) });
const paths_ = z.array(z.object({ backend }));
const ingresses = listed(
  z.object({
    metadata: z.object({ namespace: z.string() }),
    spec: z.object({ rules: z.array(z.object({ host: z.string(), http: z.object({ paths: paths_ }) })) }),
  }),
);
const slices = listed(
  z.object({ endpoints: z.array(z.object({ conditions: z.object({ ready: z.boolean() }) })).nullish() }),
);

async function ask<T extends z.ZodType>(api: string, question: string, answer: T): Promise<z.infer<T>> {
  return answer.parse(await (await fetch(`${api}${question}`)).json());
}

/** What an ingress controller would answer: 404 without an Ingress for the name, 503 without a pod that is ready. */
async function answerOf(api: string, wanted: string): Promise<number> {
  const { items } = await ask(api, "/apis/networking.k8s.io/v1/ingresses", ingresses);
  for (const { metadata, spec } of items)
    for (const rule of spec.rules.filter((one) => one.host === wanted)) {
      const service = rule.http.paths[0]?.backend.service.name ?? "";
      const of = `/apis/discovery.k8s.io/v1/namespaces/${metadata.namespace}/endpointslices?labelSelector=kubernetes.io/service-name=${service}`;
      const found = await ask(api, of, slices);
      return found.items.some((slice) => slice.endpoints?.some(({ conditions }) => conditions.ready)) ? 200 : 503;
    }
  return 404;
}

async function standIn(api: string): Promise<https.Server> {
  const found = await ask(api, "/api/v1/namespaces/ingress-nginx/secrets", secrets);
  const tls = found.items.find(({ type }) => type === "kubernetes.io/tls")?.data ?? {};
  const pem = (key: string) => Buffer.from(tls[key] ?? "", "base64");
  const server = https.createServer({ cert: pem("tls.crt"), key: pem("tls.key") }, (request, response) => {
    answerOf(api, request.headers.host ?? "").then(
      (status) => void response.writeHead(status).end(),
      () => void response.writeHead(502).end(),
    );
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return server;
}

const side = (wanted: SideName) => sides.filter((one) => one.name === wanted);
const address = (wanted: SideName) => side(wanted)[0]?.address;

/** What users' resolvers are told, by the lab's BIND. */
async function answers(): Promise<string[]> {
  const resolver = new dns.Resolver();
  resolver.setServers(["127.0.0.1:10053"]);
  return resolver.resolve4(host);
}

async function scale(wanted: SideName, replicas: number): Promise<void> {
  const [one] = side(wanted);
  const url = `${one?.api ?? ""}/apis/apps/v1/namespaces/landing-page/deployments/landing-page/scale`;
  const headers = { "content-type": "application/merge-patch+json" };
  const done = await fetch(url, { method: "PATCH", headers, body: JSON.stringify({ spec: { replicas } }) });
  expect(done.status).toBe(200);
  const ready = replicas > 0 ? 200 : 503;
  await until(`${wanted} to answer ${ready}`, async () => (await answerOf(one?.api ?? "", host)) === ready);
}

test("two stacks serve the name, and neither has made its record", async () => {
  const { active, problems, sides: states } = await statusOf(site, records, asking);
  expect(states.map(({ name: one, ready }) => [one, ready])).toEqual([
    ["north", true],
    ["south", true],
  ]);
  expect([active, problems]).toEqual([[], [`www.${zone} leads nowhere: it has no A record`]]);
  const clusters = z.object({ clusters: z.array(z.object({ name: z.string(), status: z.string() })) });
  const found = clusters.parse(await client.get("container-infra", "/clusters")).clusters;
  expect(found.map((one) => [one.name, one.status]).sort()).toEqual([
    ["north", "CREATE_COMPLETE"],
    ["south", "CREATE_COMPLETE"],
  ]);
});

test("switch makes the record, and the name server tells users of it", async () => {
  expect((await switchTo(site, sidesNamed(site, ["north"]), records, asking)).state).toBe("written");
  await until("the answer", async () => (await answers().catch(() => [])).join() === address("north"));
  expect((await statusOf(site, records, asking)).problems).toEqual([]);
});

test("a side that stops working: watch leads the name to the other one, and switch refuses the way back until it works again", async () => {
  await scale("north", 0);
  const lines: string[] = [];
  const progress = (line: string) => void lines.push(line);
  await watch(site, records, { ...asking, act: true, after: 2, interval: 500, rounds: 3, progress });
  expect(lines).toEqual([
    "north NOT READY, south ready; the names lead to north",
    "north NOT READY, south ready; the names lead to north; they should lead to south (--to south)",
    "written: the names lead to south now",
    "north NOT READY, south ready; the names lead to south",
  ]);
  await until("the answer", async () => (await answers()).join() === address("south"));
  const back = () => switchTo(site, sidesNamed(site, ["north"]), records, asking);
  await expect(back()).rejects.toThrow(
    "side north: landing-page, https://www.shared.example/healthz: answers 503 instead of 200",
  );
  await scale("north", 1);
  expect((await back()).state).toBe("written");
});

test("both sides at once, and a whole side that goes: its stack takes no record along", async () => {
  await switchTo(site, sidesNamed(site, ["north", "south"]), records, asking);
  const both = sides
    .map((one) => one.address)
    .sort()
    .join();
  await until("both answers", async () => (await answers()).sort().join() === both);
  const [north] = side("north");
  north?.ingress.close();
  await north?.stack.stack.destroy();
  expect((await records.read(`www.${zone}`)).sort().join()).toBe(both);
  await watch(site, records, { ...asking, act: true, after: 1, interval: 1, rounds: 1, progress: () => undefined });
  await until("the answer", async () => (await answers()).join() === address("south"));
});
