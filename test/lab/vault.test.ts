/** A real Vault: first start, opening, logins and policies, writing, auditing and rotating secrets, as our commands do it. */
import type { ChildProcess } from "node:child_process";
import { z } from "zod";
import { compare, plan } from "../../ops/secrets/compare";
import { VaultClient } from "../../ops/vault/client";
import { KvFolder } from "../../ops/vault/kv";
import { environmentPolicies } from "../../ops/vault/policies";
import { initialize, type Keys, sealStatus, unseal } from "../../ops/vault/seal";
import { setUp, type Logins } from "../../ops/vault/setup";
import { freePort } from "../ports";
import { joinedOthers, ready, VaultServers } from "./vault-server";

// Where Vault must be built first: about four minutes on two free cores.
jest.setTimeout(20 * 60_000);

const place = { mount: "secret", path: "phalanx/here" };
const elsewhere = { mount: "secret", path: "phalanx/elsewhere" };
let servers: VaultServers, address: string, cluster: string;
let server: ChildProcess | undefined;

const client = (at = address): VaultClient => servers.client(at);

async function start(): Promise<void> {
  server = await servers.launch(address, cluster, "data");
}

async function stop(): Promise<void> {
  const running = server;
  server = undefined;
  if (running !== undefined) await servers.end(running);
}

beforeAll(async () => {
  servers = await VaultServers.prepare();
  address = `https://127.0.0.1:${await freePort()}`;
  cluster = `127.0.0.1:${await freePort()}`;
  await start();
});

afterAll(() => servers.close());

let keys: Keys, logins: Logins;
const steps: string[] = [];

test("a new Vault is initialized once, and opened with as many shares as it wants", async () => {
  keys = await initialize(client(), "shamir", { shares: 5, threshold: 3 });
  expect(keys.keys_base64).toHaveLength(5);
  await expect(initialize(client(), "shamir", { shares: 5, threshold: 3 })).rejects.toThrow(
    "This Vault was initialized before: nothing was done.",
  );
  const asked: number[] = [];
  await unseal(client(), (missing) => Promise.resolve(keys.keys_base64[asked.push(missing)] ?? ""));
  expect(asked).toEqual([3, 2, 1]);
  expect(await sealStatus(client())).toMatchObject({ initialized: true, sealed: false });
});

test("a sealed Vault, a wrong share, a wrong authority and a Vault that is not there are told in a sentence", async () => {
  await stop();
  await expect(sealStatus(client())).rejects.toThrow(`Vault at ${address} does not answer: ECONNREFUSED`);
  await start();
  await expect(client().useToken(keys.root_token).read("sys/mounts")).rejects.toThrow(
    `Vault at ${address} is sealed or not ready: docs/secrets.md.`,
  );
  const twice = keys.keys_base64[0] ?? "";
  await expect(unseal(client(), () => Promise.resolve(twice))).rejects.toThrow("This share was given before");
  let tried = 1;
  const wrong = () => Promise.resolve(Buffer.alloc(33, tried++).toString("base64"));
  await expect(unseal(client(), wrong)).rejects.toThrow("A share is wrong");
  const strange = new VaultClient({ address });
  await expect(sealStatus(strange)).rejects.toThrow(/does not answer: (DEPTH_ZERO_)?SELF_SIGNED_CERT/);
  await strange.close();
  let next = 0;
  await unseal(client(), () => Promise.resolve(keys.keys_base64[next++] ?? ""));
});

test("an administrator's setup makes everything, and may be repeated", async () => {
  const administrator = client().useToken(keys.root_token);
  await ready(administrator);
  const setup = { place, reader: true, inCluster: false };
  logins = await setUp(administrator, setup, (step) => void steps.push(step));
  expect(steps).toEqual([
    "KV version 2 engine at secret",
    "policy phalanx-here-read",
    "policy phalanx-here-write",
    "login by approle",
    "AppRole phalanx-here-write",
    "AppRole phalanx-here-read",
  ]);
  expect(Object.keys(logins)).toEqual([
    "vault-role-id",
    "vault-secret-id",
    "vault-reader-role-id",
    "vault-reader-secret-id",
  ]);
  const again = await setUp(administrator, setup, () => undefined);
  expect(again["vault-role-id"]).toBe(logins["vault-role-id"]);
  expect(again["vault-secret-id"]).not.toBe(logins["vault-secret-id"]);
  await new KvFolder(administrator, elsewhere).write("argocd", { a: "of others" }, undefined);
});

test("an engine of another kind is not touched", async () => {
  const administrator = client().useToken(keys.root_token);
  await administrator.write("sys/mounts/old", { type: "kv", options: { version: "1" } });
  const setup = { place: { mount: "old", path: "a" }, reader: false, inCluster: false };
  await expect(setUp(administrator, setup, () => undefined)).rejects.toThrow("The engine at old is kv version 1");
});

const writer = () => client().logIn(logins["vault-role-id"] ?? "", logins["vault-secret-id"] ?? "");
const reader = () => client().logIn(logins["vault-reader-role-id"] ?? "", logins["vault-reader-secret-id"] ?? "");
const meant = new Map<string, Record<string, string>>([
  ["argocd", { "admin.password": "first", "server.secretkey": "x" }],
  ["pull-secret", { ".dockerconfigjson": '{"auths":{}}' }],
]);

/** As `secrets sync` does it. */
async function write(secrets: ReadonlyMap<string, Record<string, string>>, removeUnknown = false): Promise<string[]> {
  const kv = new KvFolder(await writer(), place);
  const found = await kv.all();
  const values = new Map([...found].map(([service, one]) => [service, one.values]));
  const made = plan(secrets, values, removeUnknown);
  for (const step of made)
    if (step.action === "delete") await kv.delete(step.service);
    else await kv.write(step.service, step.values, found.get(step.service)?.version);
  return made.map(({ action, service }) => `${action} ${service}`);
}

async function audited() {
  const found = await new KvFolder(await reader(), place).all();
  return compare(meant, new Map([...found].map(([service, one]) => [service, one.values])));
}

test("secrets are written once, rotated, and removed only on request; the audit sees each of it", async () => {
  expect(await audited()).toEqual([
    { service: "argocd", problem: "missing" },
    { service: "pull-secret", problem: "missing" },
  ]);
  expect(await write(meant)).toEqual(["create argocd", "create pull-secret"]);
  expect(await audited()).toEqual([]);
  expect(await write(meant)).toEqual([]);

  const stranger = new KvFolder(await writer(), place);
  await stranger.write("argocd", { "admin.password": "by hand", own: "kept" }, 1);
  await stranger.write("old", { a: "1" }, undefined);
  expect(await audited()).toEqual([
    { service: "argocd", key: "admin.password", problem: "mismatched" },
    { service: "argocd", key: "own", problem: "unknown" },
    { service: "argocd", key: "server.secretkey", problem: "missing" },
    { service: "old", problem: "unknown" },
  ]);
  expect(await write(meant)).toEqual(["update argocd"]);
  expect((await stranger.read("argocd"))?.values).toEqual({ ...meant.get("argocd"), own: "kept" });
  expect(await write(meant, true)).toEqual(["update argocd", "delete old"]);
  expect(await audited()).toEqual([]);
  // What was deleted may be written again.
  await stranger.write("old", { a: "2" }, undefined);
  expect((await stranger.read("old"))?.values).toEqual({ a: "2" });
  await stranger.delete("old");
});

test("of two who write at the same time, one is told", async () => {
  const kv = new KvFolder(await writer(), place);
  const version = (await kv.read("argocd"))?.version;
  await kv.write("argocd", { ...meant.get("argocd") }, version);
  await expect(kv.write("argocd", { a: "late" }, version)).rejects.toThrow(
    "argocd: somebody else has changed it meanwhile. Run the command again.",
  );
});

test("a reader may not write, and neither may see another environment, or anything else of Vault", async () => {
  const own = new KvFolder(await reader(), place);
  expect((await own.read("argocd"))?.values).toEqual(meant.get("argocd"));
  await expect(own.write("argocd", {}, undefined)).rejects.toThrow("Vault does not allow POST");
  await expect(own.delete("argocd")).rejects.toThrow("Vault does not allow DELETE");
  for (const login of [reader, writer]) {
    const others = new KvFolder(await login(), elsewhere);
    await expect(others.services()).rejects.toThrow("Vault does not allow GET");
    await expect(others.read("argocd")).rejects.toThrow("Vault does not allow GET");
    await expect((await login()).read("sys/policies/acl/phalanx-here-read")).rejects.toThrow(
      "Vault does not allow GET",
    );
    await expect((await login()).write("sys/seal", {}, "PUT")).rejects.toThrow("Vault does not allow PUT");
  }
});

test("a login is renewed while it is used, and taken back at the end", async () => {
  let now = Date.now();
  const own = new VaultClient({ address, certificateAuthority: servers.certificateAuthority }, () => now);
  await own.logIn(logins["vault-role-id"] ?? "", logins["vault-secret-id"] ?? "");
  const before = (await self(own)).ttl;
  now += 11 * 60_000;
  await new Promise((resolve) => setTimeout(resolve, 2100));
  // Beyond half of its life by our clock: Vault gives the whole again.
  const { ttl, id, policies } = await self(own);
  expect(ttl).toBeGreaterThanOrEqual(before - 1);
  expect(policies).toEqual(["default", environmentPolicies(place).write.name]);
  await own.close();
  await expect(client().useToken(id).read("auth/token/lookup-self")).rejects.toThrow("Vault does not allow GET");
});

test("a wrong login is told, and how to get a right one", async () => {
  await expect(client().logIn("none", "none")).rejects.toThrow(
    `Vault at ${address} does not know this AppRole, or its secret ID has ended: \`science-platform vault setup\` makes a new one.`,
  );
});

test("a second server joins the first by raft, opens with the shares, and serves the same secrets", async () => {
  const other = `https://127.0.0.1:${await freePort()}`;
  const talk = `127.0.0.1:${await freePort()}`;
  const joined = await servers.launch(other, talk, "data-of-second", "-node", "vault-1", "-join", address);
  try {
    await joinedOthers(client(other));
    const asked: number[] = [];
    await unseal(client(other), (missing) => Promise.resolve(keys.keys_base64[asked.push(missing)] ?? ""));
    expect(asked).toEqual([3, 2, 1]);
    const raft = await client().useToken(keys.root_token).read("sys/storage/raft/configuration");
    const servers = z.object({ data: z.object({ config: z.object({ servers: z.array(z.looseObject({})) }) }) });
    expect(servers.parse(raft).data.config.servers).toMatchObject([
      { node_id: "vault-0", leader: true },
      { node_id: "vault-1", leader: false },
    ]);
    const own = await client(other).logIn(logins["vault-reader-role-id"] ?? "", logins["vault-reader-secret-id"] ?? "");
    expect((await new KvFolder(own, place).read("argocd"))?.values).toEqual(meant.get("argocd"));
  } finally {
    await servers.end(joined);
  }
});

test("no value is in any word that was said", () => {
  expect(steps.join()).not.toMatch(/hvs\.|first|by hand/);
});

async function self(own: VaultClient): Promise<{ ttl: number; id: string; policies: string[] }> {
  const { data } = (await own.read("auth/token/lookup-self")) as {
    data: { ttl: number; id: string; policies: string[] };
  };
  return data;
}
