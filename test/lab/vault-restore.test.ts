/** Vault's data come back from a snapshot into a new Vault, which has other key shares: docs/secrets.md, "On a new cluster". */
import type { ChildProcess } from "node:child_process";
import { Agent, fetch as send } from "undici";
import { z } from "zod";
import type { VaultClient } from "../../ops/vault/client";
import { KvFolder } from "../../ops/vault/kv";
import { initialize, type Keys, sealStatus, unseal } from "../../ops/vault/seal";
import { setUp, type Logins } from "../../ops/vault/setup";
import { freePort } from "../ports";
import { until } from "../until";
import { joinedOthers, ready, VaultServers } from "./vault-server";

jest.setTimeout(20 * 60_000);

const place = { mount: "secret", path: "phalanx/here" };
const setup = { place, reader: true, inCluster: false };

let servers: VaultServers, agent: Agent;
const free = async () => ({ api: `https://127.0.0.1:${await freePort()}`, talk: `127.0.0.1:${await freePort()}` });
beforeAll(async () => {
  servers = await VaultServers.prepare();
  agent = new Agent({ connect: { ca: servers.certificateAuthority } });
});
afterAll(async () => {
  await agent.destroy();
  await servers.close();
});

function open(client: VaultClient, { keys_base64: shares }: Keys): Promise<void> {
  let next = 0;
  return unseal(client, () => Promise.resolve(shares[next++] ?? ""));
}

/** What is no JSON: a snapshot. */
function raw(address: string, token: string, path: string, body?: Uint8Array) {
  const url = `${address}/v1/sys/storage/raft/${path}`;
  const headers = { "x-vault-token": token };
  return send(url, { dispatcher: agent, headers, ...(body ? { method: "POST", body } : {}) });
}

const membership = z.object({ data: z.object({ config: z.object({ servers: z.array(z.looseObject({})) }) }) });

const leading = z.object({ leader_address: z.string() });

/** Address of the server that leads, as another one knows it. */
const leader = async (address: string) =>
  leading.parse((await servers.client(address).ask("GET", "sys/leader")).body).leader_address;

let old: Keys & { api: string }, oldLogins: Logins, snapshot: Uint8Array;
test("a snapshot is made of a Vault, which takes it back and stays open; then it is gone", async () => {
  const { api, talk } = await free();
  const server = await servers.launch(api, talk, "old");
  const client = () => servers.client(api);
  old = { ...(await initialize(client(), "shamir", { shares: 5, threshold: 3 })), api };
  await open(client(), old);
  await ready(client());
  const administrator = client().useToken(old.root_token);
  oldLogins = await setUp(administrator, setup, () => undefined);
  const kv = new KvFolder(administrator, place);
  await kv.write("argocd", { a: "of old" }, undefined);
  const answer = await raw(api, old.root_token, "snapshot");
  expect(answer.status).toBe(200);
  snapshot = new Uint8Array(await answer.arrayBuffer());
  await kv.write("argocd", { a: "too late" }, 1);
  expect((await raw(api, old.root_token, "snapshot", snapshot)).status).toBe(204);
  await ready(client());
  expect(await sealStatus(client())).toMatchObject({ sealed: false });
  expect((await kv.read("argocd"))?.values).toEqual({ a: "of old" });
  await servers.end(server);
});

describe("a new Vault of two servers", () => {
  let made: Keys;
  let starts: { first: () => Promise<ChildProcess>; second: () => Promise<ChildProcess> };
  let first: string, second: string;
  let running: ChildProcess[];
  beforeAll(async () => {
    const [one, two] = [await free(), await free()];
    [first, second] = [one.api, two.api];
    starts = {
      first: () => servers.launch(one.api, one.talk, "new-0"),
      second: () => servers.launch(two.api, two.talk, "new-1", "-node", "vault-1", "-join", one.api),
    };
    const initial = await starts.first();
    made = await initialize(servers.client(first), "shamir", { shares: 1, threshold: 1 });
    await open(servers.client(first), made);
    await ready(servers.client(first));
    running = [initial, await starts.second()];
    await joinedOthers(servers.client(second));
    await open(servers.client(second), made);
  });

  test("takes no snapshot of another Vault, unless it is made to; then all its servers are sealed", async () => {
    const refused = await raw(first, made.root_token, "snapshot", snapshot);
    expect([refused.status, await refused.text()]).toEqual([400, expect.stringContaining("snapshot-force")]);
    expect((await raw(first, made.root_token, "snapshot-force", snapshot)).status).toBe(204);
    for (const one of [first, second])
      await until("Vault to be sealed", async () => (await sealStatus(servers.client(one))).sealed, 20_000);
  });

  test("as long as they run they go by how many shares the new Vault had, so old ones are refused", async () => {
    expect(await sealStatus(servers.client(first))).toMatchObject({ t: 1 });
    await expect(open(servers.client(first), old)).rejects.toThrow("A share is wrong, or one of another Vault");
  });

  test("started anew they open with the old shares, and with no new one", async () => {
    for (const one of running) await servers.end(one);
    await starts.first();
    await starts.second();
    expect(await sealStatus(servers.client(first))).toMatchObject({ sealed: true, t: 3 });
    // Which of them leads is for most of them to say, so all are opened first. Until then they name the one that led when the snapshot
    // was made.
    for (const one of [first, second]) await open(servers.client(one), old);
    const agree = async () =>
      (await Promise.all([first, second].map(leader))).every((one) => one !== "" && one !== old.api);
    await until("one of them to lead", agree, 60_000);
    const { data } = membership.parse(
      await servers.client(first).useToken(old.root_token).read("sys/storage/raft/configuration"),
    );
    expect(data.config.servers).toMatchObject([
      { node_id: "vault-0", address: expect.any(String) as string },
      { node_id: "vault-1", address: expect.any(String) as string },
    ]);
  });

  test("secrets and logins are those of the snapshot; the new root token is worth nothing", async () => {
    const { "vault-reader-role-id": role = "", "vault-reader-secret-id": secret = "" } = oldLogins;
    for (const one of [first, second]) {
      const own = await servers.client(one).logIn(role, secret);
      expect((await new KvFolder(own, place).read("argocd"))?.values).toEqual({ a: "of old" });
    }
    await expect(servers.client(first).useToken(made.root_token).read("sys/mounts")).rejects.toThrow(
      "Vault does not allow GET",
    );
  });

  test("three old shares make a root token, with which the setup is made again", async () => {
    const client = servers.client(first);
    const begun = z.object({ nonce: z.string(), otp: z.string() });
    const { nonce, otp } = begun.parse((await client.ask("PUT", "sys/generate-root/attempt", {})).body);
    let encoded = "";
    for (const key of old.keys_base64.slice(0, 3)) {
      const { body } = await client.ask("PUT", "sys/generate-root/update", { key, nonce });
      encoded = z.object({ encoded_token: z.string() }).parse(body).encoded_token;
    }
    const token = Buffer.from(encoded, "base64").map((byte, at) => byte ^ otp.charCodeAt(at));
    const administrator = client.useToken(Buffer.from(token).toString());
    const logins = await setUp(administrator, setup, () => undefined);
    expect(logins["vault-role-id"]).toBe(oldLogins["vault-role-id"]);
    const own = await servers.client(first).logIn(logins["vault-role-id"] ?? "", logins["vault-secret-id"] ?? "");
    expect((await new KvFolder(own, place).read("argocd"))?.values).toEqual({ a: "of old" });
  });
});
