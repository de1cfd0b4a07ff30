/**
 * What goes wrong on a site, done to the lab's real cloud: each time the message names cause and remedy, and the next `up` ends well. In a
 * project of its own, so that its quotas bound nobody else. What a server cannot be brought to say is in test/engine/explain.test.ts.
 */
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { validConfig } from "../../config/testing";
import { paths, repository } from "../../lab/paths";
import { stackEnvironment } from "../../lab/stack/environment";
import type { OpenstackClient } from "../../ops/openstack/client";
import { inventory } from "../../ops/openstack/inventory";
import { preflight } from "../../ops/preflight";
import { login } from "../../ops/preflight/login";
import { capture } from "../../ops/process";
import { recoverStack } from "../../ops/recover";
import { purge } from "./purge";
import { Tenant } from "./tenant";

const minutes = 60_000;
jest.setTimeout(10 * minutes);

const name = "lab-failing";
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "lab-failing-"));
const program = path.join(repository, "test/engine/failing");
const clouds = path.join(folder, "clouds.yaml");
let env: Record<string, string>;
let tenant: Tenant;
let client: OpenstackClient;

beforeAll(async () => {
  env = { ...(await stackEnvironment()), PULUMI_BACKEND_URL: `file://${folder}`, OS_CLIENT_CONFIG_FILE: clouds };
  tenant = await Tenant.create(name, { ...env, OS_CLIENT_CONFIG_FILE: paths.cloudsYaml });
  tenant.writeClouds(clouds);
  client = await tenant.login();
  await purge(client);
  // Pulumi writes the stack's file beside Pulumi.yaml; not into the repository.
  const project = path.join(folder, "project");
  fs.mkdirSync(project);
  fs.writeFileSync(path.join(project, "Pulumi.yaml"), "name: failing\nruntime: nodejs\n");
  await capture("pulumi", ["stack", "init", "failing", "--no-select", "--non-interactive"], { cwd: project, env });
});
afterAll(async () => {
  await tenant.remove();
  fs.rmSync(folder, { recursive: true });
});

async function pulumi(...args: string[]): Promise<{ code: number; output: string }> {
  const line = [...args, "--non-interactive", "--color", "never"];
  const { code, stderr, stdout } = await capture("pulumi", line, { cwd: program, env });
  return { code, output: `${stdout}\n${stderr}` };
}

const file = path.join(folder, "Pulumi.failing.yaml");

/** @param parts Of test/engine/failing. */
function up(parts: string[], settings: Record<string, string> = {}): Promise<{ code: number; output: string }> {
  // Pulumi writes what `--config` says into the file.
  fs.writeFileSync(file, "");
  const all = { parts: JSON.stringify(parts), cloud: name, ...settings };
  const flags = Object.entries(all).flatMap(([key, value]) => ["--config", `failing:${key}=${value}`]);
  const verb = ["up", "--yes", "--skip-preview", "--continue-on-error", "--stack", "failing"];
  return pulumi(...verb, ...flags, "--config-file", file);
}

/** Our own lines, in order: what failed and what that means. */
function explanations(output: string): string[] {
  return [
    ...new Set(
      output
        .split("\n")
        .map((line) => line.trim())
        .filter((line) => /^error: [\w-]+: [a-zM]/.test(line)),
    ),
  ].sort();
}

const items = async () => (await inventory(client)).map(({ kind, name }) => `${kind} ${name}`);

test("a quota that is too small, and a name that somebody has taken", async () => {
  await tenant.quota("volumev3", { gigabytes: 5 });
  await client.post("compute", "/os-keypairs", { keypair: { name: "failing" } });
  const failed = await up(["volume", "keypair"]);
  expect(failed.code).not.toBe(0);
  expect(explanations(failed.output)).toEqual([
    "error: homes: the project is too small: `npx science-platform preflight --stack failing` says by how much, and writes the letter to the administrators; when the quota is raised, run the same command again.",
    "error: keypair: the project has something of this name that the stack did not make, or a killed run made it: `npx science-platform recover --stack failing` takes over what a killed run made; what is somebody else's must be renamed or deleted, or choose another `site`.",
  ]);

  await tenant.quota("volumev3", { gigabytes: 1000 });
  await client.delete("compute", "/os-keypairs/failing");
  expect((await up(["volume", "keypair"])).code).toBe(0);
  expect(await items()).toEqual(["keypair failing", "volume failing-homes"]);
});

test("a volume that something else still needs", async () => {
  const volumes = z.object({ volumes: z.array(z.object({ id: z.string() })) });
  const [volume] = volumes.parse(await client.get("volumev3", "/volumes")).volumes;
  const snapshot = { volume_id: volume?.id, name: "by-hand", force: true };
  const answer = await client.post("volumev3", "/snapshots", { snapshot });
  const failed = await up(["keypair"]);
  expect(failed.code).not.toBe(0);
  expect(explanations(failed.output)).toEqual([
    "error: homes: the volume is in use by a machine, or has snapshots: `openstack volume show ID` and `openstack volume snapshot list --volume ID` say by what; detach it there (`openstack server remove volume`) or delete them, and run the same command again.",
  ]);

  const { id } = z.object({ snapshot: z.object({ id: z.string() }) }).parse(answer).snapshot;
  await client.delete("volumev3", `/snapshots/${id}`);
  while ((await items()).includes("volume snapshot by-hand")) await sleep(500);
  expect((await up(["keypair"])).code).toBe(0);
  expect(await items()).toEqual(["keypair failing"]);
});

test("an address that something else has", async () => {
  const external = z.object({ networks: z.array(z.object({ id: z.string() })) });
  const [outside] = external.parse(await client.get("network", "/v2.0/networks?name=public")).networks;
  const id = z.object({ id: z.string() });
  const network = id.parse(
    z
      .object({ network: z.unknown() })
      .parse(await client.post("network", "/v2.0/networks", { network: { name: "theirs" } })).network,
  );
  const { subnet } = z.object({ subnet: id }).parse(
    await client.post("network", "/v2.0/subnets", {
      subnet: { network_id: network.id, cidr: "10.13.0.0/24", ip_version: 4 },
    }),
  );
  const { router } = z.object({ router: id }).parse(
    await client.post("network", "/v2.0/routers", {
      router: { name: "theirs", external_gateway_info: { network_id: outside?.id } },
    }),
  );
  await client.put("network", `/v2.0/routers/${router.id}/add_router_interface`, { subnet_id: subnet.id });
  const { port } = z
    .object({ port: id })
    .parse(await client.post("network", "/v2.0/ports", { port: { network_id: network.id, name: "their-server" } }));
  const { floatingip } = z.object({ floatingip: z.object({ id: z.string(), floating_ip_address: z.string() }) }).parse(
    await client.post("network", "/v2.0/floatingips", {
      floatingip: { floating_network_id: outside?.id, port_id: port.id },
    }),
  );
  const { floating_ip_address: address } = floatingip;
  const failed = await up(["keypair", "address"], { address });
  expect(failed.code).not.toBe(0);
  expect(failed.output).toContain(
    `addresses.ingress: "${address}" is in use already, by their-server (port ${port.id}, network theirs). ` +
      `Free it (\`openstack floating ip unset --port ${address}\`) or choose another.`,
  );

  await client.put("network", `/v2.0/floatingips/${floatingip.id}`, { floatingip: { port_id: null } });
  expect((await up(["keypair", "address"], { address })).code).toBe(0);
  expect((await up(["keypair"])).code).toBe(0);
});

describe("logins, told before anything runs", () => {
  const cloud = { ...validConfig().openstack, cloud: "wrong" };
  const told = (region = "RegionOne") =>
    login({ ...cloud, region }, "roe", env).then(
      () => "fine",
      (error: unknown) => (error instanceof Error ? error.message : String(error)).split("\n").slice(-1)[0],
    );

  test("a region that is not there, and one that is", async () => {
    tenant.writeClouds(clouds, { wrong: tenant.cloud });
    expect(await told("RegionTwo")).toBe(
      "That means: the cloud's catalog has no such service in this region: look at openstack.region: `openstack region list`, `openstack catalog list`.",
    );
    expect(await told()).toBe("fine");
  });

  test("an application credential that has expired", async () => {
    const expired = await tenant.delegated("expired", {
      expires_at: new Date(Date.now() + 3000).toISOString().slice(0, 19),
    });
    tenant.writeClouds(clouds, { wrong: expired });
    await sleep(4000);
    expect(await told()).toBe(
      "That means: the cloud does not take the login: the password is wrong, or the application credential has expired or was deleted: mend the entry of clouds.yaml; `openstack --os-cloud CLOUD token issue` shows whether it is right.",
    );
  });

  test("an address where nobody answers", async () => {
    const auth = { ...tenant.cloud.auth, auth_url: "http://127.0.0.1:1/v3" };
    tenant.writeClouds(clouds, { wrong: { ...tenant.cloud, auth } });
    expect(await told()).toBe(
      "That means: nobody answers at the cloud's address: look at auth_url in clouds.yaml, whether a VPN is needed, and whether the cloud is up.",
    );
  });

  test("the same three are explained where only Pulumi runs", async () => {
    const auth = { ...tenant.cloud.auth, password: "wrong" };
    const away = { ...tenant.cloud.auth, auth_url: "http://127.0.0.1:1/v3" };
    tenant.writeClouds(clouds, { refused: { auth }, away: { auth: away } });
    const outputs = [
      (await up(["volume"], { region: "RegionTwo" })).output,
      (await up(["volume"], { cloud: "refused" })).output,
      (await up(["volume"], { cloud: "away" })).output,
    ];
    const beginnings = outputs.map((output) =>
      explanations(output).map((line) => line.split(": ").slice(0, 3).join(": ")),
    );
    expect(beginnings).toEqual([
      ["error: homes: the cloud's catalog has no such service in this region"],
      ["error: homes: the cloud does not take the login"],
      ["error: homes: nobody answers at the cloud's address"],
    ]);
    tenant.writeClouds(clouds);
    expect((await up(["keypair", "volume"])).code).toBe(0);
    expect((await up(["keypair"])).code).toBe(0);
  });

  test("this Keystone refuses trusts and EC2 credentials to application credentials: said by preflight, and at the failure", async () => {
    tenant.writeClouds(clouds, { wrong: await tenant.delegated("delegated") });
    const config = validConfig((input) => (input.openstack = { ...input.openstack, cloud: "wrong" }));
    const { problems } = await preflight("roe", config, await login(cloud, "roe", env));
    expect(
      problems.filter((one) => one.path === "openstack.cloud").map(({ message }) => message.split(": ")[0]),
    ).toEqual([
      '"wrong" logs in by an application credential; this Keystone lets no application credential make trusts, and Magnum needs one for each cluster',
      '"wrong" logs in by an application credential; this Keystone gives no EC2 credentials, which the keys for S3 are, to an application credential',
    ]);
    const failed = await up(["keys"], { cloud: "wrong" });
    expect(explanations(failed.output)).toEqual([
      "error: objects: this Keystone gives no EC2 credentials, which the keys for S3 are, to an application credential: log in with user and password instead: `username`, `password` and `project_name` in clouds.yaml.",
    ]);
    expect((await up(["keypair", "keys"])).code).toBe(0);
  });
});

test("flavors, images and volume types that the cloud does not have are told by preflight, with the nearest that it has", async () => {
  const config = validConfig((input) => {
    input.openstack = { cloud: name, externalNetwork: "publik", flavors: { "m1.larg": { cpu: 4, memory: 8192 } } };
    input.cluster.image = "ubuntu-jammy-kube-v1.34.3";
    input.cluster.control.flavor = "m1.larg";
    input.cluster.workers.flavor = "m1.larg";
    input.cluster.nodePools = [];
    delete (input.storage as { fileServer?: object }).fileServer;
    input.storage.volumes = { homes: { size: 1, type: "cepf" } };
  });
  const { problems, ready } = await preflight("failing", config, await login(config.openstack, "failing", env));
  expect(ready).toBe(false);
  expect(problems.map(({ message, path }) => `${path}: ${message}`)).toEqual([
    'openstack.flavors.m1.larg: "m1.larg" is no flavor of the cloud: did you mean "m1.large"?',
    'cluster.image: "ubuntu-jammy-kube-v1.34.3" is no image of the cloud: did you mean "ubuntu-jammy-kube-v1.34.2"?',
    'storage.volumes.homes.type: "cepf" is no volume type of the cloud: did you mean "ceph"?',
    'openstack.externalNetwork: "publik" is no external network of the cloud: did you mean "public"?',
  ]);
});

describe("application credentials with the least roles", () => {
  test("one may do what its roles let it, and make no others", async () => {
    expect((await up(["keypair", "keys", "credential"])).code).toBe(0);
    const exported = await pulumi("stack", "export", "--stack", "failing", "--show-secrets");
    const state = z
      .object({
        deployment: z.object({ resources: z.array(z.looseObject({ type: z.string(), outputs: z.unknown() })) }),
      })
      .parse(JSON.parse(exported.output.slice(0, exported.output.lastIndexOf("}") + 1)));
    const resource = state.deployment.resources.find(({ type }) => type.endsWith(":ApplicationCredential"));
    const { id, roles } = z.object({ id: z.string(), roles: z.array(z.string()) }).parse(resource?.outputs);
    expect(roles).toEqual(["member"]);
    const answer = await client.get("identity", `/users/${client.userId}/application_credentials/${id}`);
    expect(answer).toMatchObject({ application_credential: { name: "failing-backup", unrestricted: false } });
    // The state keeps the secret encrypted.
    const { output } = await pulumi("stack", "export", "--stack", "failing");
    expect(output).not.toContain(String((resource?.outputs as { secret?: unknown } | undefined)?.secret));
  });

  test("a role that the login does not have is refused with what to do", async () => {
    const failed = await up(["keypair", "keys", "credential"], { roles: '["admin"]' });
    expect(explanations(failed.output)).toEqual([
      "error: backup: the login lacks a role that it is to hand on: name in openstack.credentials only roles that it has: `openstack role assignment list --user USER --project PROJECT --names`.",
    ]);
    expect((await up(["keypair", "keys", "credential"])).code).toBe(0);
  });
});

describe("clusters", () => {
  const recover = (patience?: number) => {
    const done: string[] = [];
    const options = { cwd: program, stack: "failing", project: "failing", cloud: name, env, interval: 1000 };
    const progress = (line: string) => void done.push(line);
    return recoverStack({ ...options, progress, ...(patience === undefined ? {} : { patience }) }).then(
      () => done,
      (error: unknown) => [...done, error instanceof Error ? error.message : String(error)],
    );
  };
  const statuses = async () => {
    const answer = await client.get("container-infra", "/clusters");
    const rows = z
      .object({ clusters: z.array(z.object({ name: z.string(), status: z.string() })) })
      .parse(answer).clusters;
    return Object.fromEntries(rows.map((row) => [row.name, row.status]));
  };

  /** Holds the clusters of this name as soon as they are there, or makes them fail with this text: the driver's test hooks. */
  async function hook(cluster: string, kind: "wait" | "fail", text = ""): Promise<string> {
    for (;;) {
      const rows = z
        .object({ clusters: z.array(z.object({ name: z.string(), uuid: z.string() })) })
        .parse(await client.get("container-infra", "/clusters")).clusters;
      const uuid = rows.find((row) => row.name === cluster)?.uuid;
      if (uuid !== undefined && fs.existsSync(path.join(paths.clusters, uuid))) {
        fs.writeFileSync(path.join(paths.clusters, uuid, kind), text);
        return uuid;
      }
      await sleep(200);
    }
  }

  test("one that ends CREATE_FAILED, and one that hangs: said, cleared, and made by the next up", async () => {
    const running = up(["keypair", "keys", "credential", "clusters"]);
    await hook("failing-fails", "fail", "Quota of Heat's stacks: none left");
    const hanging = await hook("failing-hangs", "wait");
    const failed = await running;
    expect(failed.code).not.toBe(0);
    expect(failed.output).toContain("Quota of Heat's stacks: none left");
    expect(explanations(failed.output).map((line) => line.slice(0, 140))).toEqual([
      "error: cluster-fails: Magnum could not make it, for the reason that it gives: when that is mended: `npx science-platform recover --stack fa",
      "error: cluster-hangs: the cluster was not made in the time that cluster.createTimeout allows, and no service says why: look where it stands ",
    ]);

    expect(await recover(1000)).toEqual([
      expect.stringMatching(
        /^openstack:containerinfra\/cluster:Cluster cluster-fails: .* came to nothing; it will be made anew$/,
      ),
      expect.stringMatching(/^waiting: .*cluster-hangs \(.*\) is CREATE_IN_PROGRESS$/),
      expect.stringMatching(
        /cluster-hangs .* is CREATE_IN_PROGRESS, and has been for 0 minutes\. If it hangs, delete it/,
      ),
    ]);
    fs.rmSync(path.join(paths.clusters, hanging, "wait"));
    expect((await recover()).slice(-2)).toEqual([
      expect.stringMatching(/cluster-fails: .* came to nothing; it will be made anew$/),
      expect.stringMatching(/cluster-hangs: .* is whole after all$/),
    ]);
    expect(await statuses()).toEqual({ "failing-hangs": "CREATE_COMPLETE" });

    expect((await up(["keypair", "keys", "credential", "clusters"])).code).toBe(0);
    expect(await statuses()).toEqual({ "failing-fails": "CREATE_COMPLETE", "failing-hangs": "CREATE_COMPLETE" });
    expect(await recover()).toEqual([]);
  });
});
