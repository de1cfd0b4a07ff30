/** What a site's cloud refuses, done to the lab's: each time the message names cause and remedy, and the next `up` ends well. */
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { validConfig } from "../../config/testing";
import { explainFailure } from "../../infra/openstack/failures";
import { preflight } from "../../ops/preflight";
import { login } from "../../ops/preflight/login";
import { explanations, FailingStack } from "./failing";

const minutes = 60_000;
jest.setTimeout(15 * minutes);

const name = "lab-failing-resources";
let stack: FailingStack;
beforeAll(async () => void (stack = await FailingStack.create(name)));
afterAll(() => stack.remove());

const tooSmall =
  "the project is too small: `npx science-platform preflight --stack failing` says by how much, and writes the letter to the administrators; when the quota is raised, run the same command again.";

describe("quotas", () => {
  test("of volumes; and a name that somebody has taken", async () => {
    await stack.tenant.quota("volumev3", { gigabytes: 5 });
    await stack.client.post("compute", "/os-keypairs", { keypair: { name: "failing" } });
    const failed = await stack.up(["volume", "keypair"]);
    expect(failed.code).not.toBe(0);
    expect(explanations(failed)).toEqual([
      `error: homes: ${tooSmall}`,
      "error: keypair: the project has something of this name that the stack did not make, or a killed run made it: `npx science-platform recover --stack failing` takes over what a killed run made; what is somebody else's must be renamed or deleted, or choose another `site`.",
    ]);

    await stack.tenant.quota("volumev3", { gigabytes: 1000 });
    await stack.client.delete("compute", "/os-keypairs/failing");
    expect((await stack.up(["volume", "keypair"])).code).toBe(0);
    expect(await stack.items()).toEqual(["keypair failing", "volume failing-homes"]);
  });

  test("of networks, and of machines", async () => {
    await stack.tenant.quota("network", { network: 0 });
    const noNetwork = await stack.up(["volume", "keypair", "network"]);
    expect(noNetwork.code).not.toBe(0);
    expect(explanations(noNetwork)).toEqual([`error: network: ${tooSmall}`]);

    await stack.tenant.quota("network", { network: 10 });
    await stack.tenant.quota("compute", { instances: 0 });
    const noMachine = await stack.up(["volume", "keypair", "server"]);
    expect(noMachine.code).not.toBe(0);
    expect(explanations(noMachine)).toEqual([`error: files: ${tooSmall}`]);

    await stack.tenant.quota("compute", { instances: 10 });
    expect((await stack.up(["volume", "keypair", "server"])).code).toBe(0);
    expect(await stack.items()).toEqual(expect.arrayContaining(["network failing-nodes", "server failing-files"]));
  });

  test("of load balancers, in Octavia's words", async () => {
    await stack.tenant.quota("load-balancer", { load_balancer: 0 });
    const { networks } = z
      .object({ networks: z.array(z.object({ id: z.string() })) })
      .parse(await stack.client.get("network", "/v2.0/networks?name=failing-nodes"));
    const wanted = { loadbalancer: { name: "one", vip_network_id: networks[0]?.id } };
    const refused = await stack.client.post("load-balancer", "/v2/lbaas/loadbalancers", wanted).then(
      () => "made",
      (error: unknown) => String(error),
    );
    expect(refused).toContain("Quota has been met for resources: Load Balancer");
    expect(explainFailure(refused, "failing")).toBe(tooSmall);
  });

  test("all of them at once, before anything is made: by preflight, with the letter", async () => {
    await stack.tenant.quota("volumev3", { gigabytes: 50 });
    await stack.tenant.quota("network", { floatingip: 1 });
    await stack.tenant.quota("compute", { instances: 2, cores: 4, ram: 8192 });
    const config = validConfig((input) => {
      input.openstack = {
        cloud: name,
        externalNetwork: "public",
        flavors: { "m1.medium": { cpu: 2, memory: 4096 }, "m1.large": { cpu: 4, memory: 8192 } },
      };
      input.cluster.control.flavor = "m1.medium";
      input.cluster.workers = { flavor: "m1.large", count: 2 };
      input.cluster.nodePools = [];
      input.storage.fileServer.flavor = "m1.medium";
      input.storage.fileServer.image = "ubuntu-22.04";
    });
    const { ready, request, rows } = await preflight(
      "failing",
      config,
      await login(config.openstack, "failing", stack.env),
    );
    expect(ready).toBe(false);
    const short = Object.fromEntries(rows.filter(({ missing }) => missing > 0).map((row) => [row.key, row.limit]));
    expect(short).toEqual({
      instances: 2,
      cores: 4,
      memory: 8192,
      gigabytes: 50,
      floatingIps: 1,
      loadBalancers: 0,
    });
    for (const flag of ["--instances", "--cores", "--ram", "--gigabytes", "--floating-ips", "--loadbalancer"])
      expect(request).toContain(`${flag} `);
  });
});

describe("in use", () => {
  test("a volume that something else still needs", async () => {
    const volumes = z.object({ volumes: z.array(z.object({ id: z.string(), name: z.string() })) });
    const found = volumes.parse(await stack.client.get("volumev3", "/volumes")).volumes;
    const volume = found.find((one) => one.name === "failing-homes");
    await stack.tenant.quota("volumev3", { gigabytes: 1000 });
    const snapshot = { volume_id: volume?.id, name: "by-hand", force: true };
    const answer = await stack.client.post("volumev3", "/snapshots", { snapshot });
    const failed = await stack.up(["keypair"]);
    expect(failed.code).not.toBe(0);
    expect(explanations(failed)).toEqual([
      "error: homes: the volume is in use by a machine, or has snapshots: `openstack volume show ID` and `openstack volume snapshot list --volume ID` say by what; detach it there (`openstack server remove volume`) or delete them, and run the same command again.",
    ]);

    const { id } = z.object({ snapshot: z.object({ id: z.string() }) }).parse(answer).snapshot;
    await stack.client.delete("volumev3", `/snapshots/${id}`);
    while ((await stack.items()).includes("volume snapshot by-hand")) await sleep(500);
    expect((await stack.up(["keypair"])).code).toBe(0);
    expect(await stack.items()).toEqual(["keypair failing"]);
  });

  test("an address that something else has", async () => {
    const { client } = stack;
    const id = z.object({ id: z.string() });
    const make = async (list: string, key: string, what: object): Promise<Record<string, unknown>> => {
      const answer = await client.post("network", `/v2.0/${list}`, { [key]: what });
      return z.looseObject({}).parse(z.record(z.string(), z.unknown()).parse(answer)[key]);
    };
    const external = z.object({ networks: z.array(id) });
    const [outside] = external.parse(await client.get("network", "/v2.0/networks?name=public")).networks;
    const network = id.parse(await make("networks", "network", { name: "theirs" }));
    const cidr = { network_id: network.id, cidr: "10.13.0.0/24", ip_version: 4 };
    const subnet = id.parse(await make("subnets", "subnet", cidr));
    const gateway = { name: "theirs", external_gateway_info: { network_id: outside?.id } };
    const router = id.parse(await make("routers", "router", gateway));
    await client.put("network", `/v2.0/routers/${router.id}/add_router_interface`, { subnet_id: subnet.id });
    const port = id.parse(await make("ports", "port", { network_id: network.id, name: "their-server" }));
    const floating = id
      .extend({ floating_ip_address: z.string() })
      .parse(await make("floatingips", "floatingip", { floating_network_id: outside?.id, port_id: port.id }));

    const address = floating.floating_ip_address;
    const failed = await stack.up(["keypair", "address"], { address });
    expect(failed.code).not.toBe(0);
    expect(failed.output).toContain(
      `addresses.ingress: "${address}" is in use already, by their-server (port ${port.id}, network theirs). ` +
        `Free it (\`openstack floating ip unset --port ${address}\`) or choose another.`,
    );

    await client.put("network", `/v2.0/floatingips/${floating.id}`, { floatingip: { port_id: null } });
    expect((await stack.up(["keypair", "address"], { address })).code).toBe(0);
    expect((await stack.up(["keypair"])).code).toBe(0);
  });
});

describe("missing", () => {
  test("a flavor and an image, where only Pulumi runs", async () => {
    const noFlavor = await stack.up(["keypair", "server"], { flavor: "m1.none" });
    expect(noFlavor.code).not.toBe(0);
    expect(explanations(noFlavor)).toEqual([
      "error: files: the cloud has no such flavor: `openstack flavor list` shows what there is; `npx science-platform preflight --stack failing` looks for all that the stack file names.",
    ]);
    const noImage = await stack.up(["keypair", "server"], { image: "none" });
    expect(noImage.code).not.toBe(0);
    expect(noImage.output).toContain(
      'storage.fileServer.image: "none" cannot be used: the project can see no image of that name. `openstack image list` shows those there are.',
    );
    expect((await stack.up(["keypair"])).code).toBe(0);
    expect(await stack.items()).toEqual(expect.arrayContaining(["keypair failing"]));
  });

  test("flavors, images, types and networks are told by preflight, with the nearest that there is", async () => {
    const config = validConfig((input) => {
      input.openstack = { cloud: name, externalNetwork: "publik", flavors: { "m1.larg": { cpu: 4, memory: 8192 } } };
      input.cluster.image = "ubuntu-jammy-kube-v1.34.3";
      input.cluster.control.flavor = "m1.larg";
      input.cluster.workers.flavor = "m1.larg";
      input.cluster.nodePools = [];
      delete (input.storage as { fileServer?: object }).fileServer;
      input.storage.volumes = { homes: { size: 1, type: "cepf" } };
    });
    const { problems, ready } = await preflight("failing", config, await login(config.openstack, "failing", stack.env));
    expect(ready).toBe(false);
    expect(problems.map(({ message, path }) => `${path}: ${message}`)).toEqual([
      'openstack.flavors.m1.larg: "m1.larg" is no flavor of the cloud: did you mean "m1.large"?',
      'cluster.image: "ubuntu-jammy-kube-v1.34.3" is no image of the cloud: did you mean "ubuntu-jammy-kube-v1.34.2"?',
      'storage.volumes.homes.type: "cepf" is no volume type of the cloud: did you mean "ceph"?',
      'openstack.externalNetwork: "publik" is no external network of the cloud: did you mean "public"?',
    ]);
  });
});
