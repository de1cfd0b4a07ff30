/**
 * Vault in the cluster as docs/secrets.md starts it, by our commands: `vault init`, `unseal`, `setup`, `secrets sync`, `secrets audit`, against
 * a real Vault with the certificate that the program made. Pods are fake in the test's cluster, so the server runs here as a process, and
 * `--address` names it.
 */
import { type ChildProcess, spawn } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import type { ApiClient } from "../../lab/kubernetes/api-client";
import { repository } from "../../lab/paths";
import { stackEnvironment } from "../../lab/stack/environment";
import { VaultClient } from "../../ops/vault/client";
import { KvFolder } from "../../ops/vault/kv";
import { ensureTools } from "../../toolchain";
import { removeClusters, startSupervisor, TestCluster } from "./bare-cluster";
import { existingSite, TestStack } from "./workspace";
import { freePort } from "../ports";

// Where Vault must be built first: about four minutes on two free cores.
jest.setTimeout(20 * 60_000);

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "vault-commands-"));
const keysFile = path.join(folder, "keys.json");

let cluster: TestCluster, api: ApiClient, stack: TestStack, server: ChildProcess, address: string;
beforeAll(async () => {
  const { bin } = await ensureTools({ names: ["vault"] });
  Object.assign(process.env, await stackEnvironment());
  cluster = await TestCluster.create("vault", 2);
  startSupervisor();
  await cluster.done();
  api = cluster.api();
  const secrets = { backend: "vault-in-cluster", replicas: 1 } as const;
  const site = existingSite({ site: "vault", existing: { kubeconfig: cluster.kubeconfig }, secrets });
  stack = await TestStack.create(folder, "vault", await stackEnvironment(), site);
  await stack.stack.up({ ...stack.policies, onOutput: () => undefined });
  [server, address] = await startServer(path.join(bin, "vault-core"));
});

afterAll(async () => {
  server.kill("SIGKILL");
  api.close();
  await removeClusters();
  fs.rmSync(folder, { recursive: true });
});

/** Where a pod finds the authority of its cluster, in a tree of mounts that only this program sees. */
const asInPod = `
mount -t tmpfs none /run
mkdir -p /run/secrets/kubernetes.io/serviceaccount
cp cluster.pem /run/secrets/kubernetes.io/serviceaccount/ca.crt
exec "$@"
`;

/** A server with the certificate that the servers in the cluster would mount. */
async function startServer(program: string): Promise<[ChildProcess, string]> {
  const { data } = (await api.get("/api/v1/namespaces/vault/secrets/vault-tls")) as { data: Record<string, string> };
  for (const [file, key] of [
    ["ca.pem", "ca.crt"],
    ["cert.pem", "tls.crt"],
    ["key.pem", "tls.key"],
  ] as const)
    fs.writeFileSync(path.join(folder, file), Buffer.from(data[key] ?? "", "base64"), { mode: 0o600 });
  const authority = await api.get("/api/v1/namespaces/vault/configmaps/kube-root-ca.crt");
  fs.writeFileSync(
    path.join(folder, "cluster.pem"),
    (authority as { data: Record<string, string> }).data["ca.crt"] ?? "",
  );
  fs.mkdirSync(path.join(folder, "data"));
  const [listen, talk] = [`127.0.0.1:${await freePort()}`, `127.0.0.1:${await freePort()}`];
  const line = [program, "-listen", listen, "-cluster", talk, "-certificate", "cert.pem", "-key", "key.pem"];
  const child = spawn("unshare", ["--mount", "sh", "-ec", asInPod, "sh", ...line, "-data", "data"], {
    cwd: folder,
    stdio: ["ignore", "pipe", "ignore"],
  });
  await new Promise<void>((resolve, reject) => {
    child.stdout.on("data", () => resolve());
    child.on("close", (code) => reject(new Error(`Vault ended with ${code}`)));
  });
  return [child, `https://${listen}`];
}

interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** One of our commands, on this stack and this Vault. */
function command(words: string[], token?: string): Promise<Ended> {
  const line = [...words, "--stack", "vault", "--directory", folder, "--address", address];
  return new Promise((resolve, reject) => {
    const child = spawn(path.join(repository, "bin/science-platform"), line, {
      env: { ...process.env, ...stack.env, ...(token === undefined ? {} : { VAULT_TOKEN: token }) },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let [stdout, stderr] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, stdout, stderr }));
  });
}

const written = () => JSON.parse(fs.readFileSync(keysFile, "utf8")) as { keys_base64: string[]; root_token: string };

test("init writes five shares and the root token into a file of the owner's alone, once", async () => {
  const { code, stdout } = await command(["vault", "init", "--keys", keysFile]);
  expect(stdout).toBe(
    `Vault is initialized. ${keysFile} has its 5 key shares and its root token, and nothing else has.\n`,
  );
  expect(code).toBe(0);
  expect(written().keys_base64).toHaveLength(5);
  expect(fs.statSync(keysFile).mode & 0o777).toBe(0o600);

  const again = await command(["vault", "init", "--keys", keysFile]);
  expect(again).toMatchObject({ code: 1, stdout: "" });
  expect(again.stderr).toContain(`--keys ${keysFile}: the file is there already.`);
  const other = path.join(folder, "other.json");
  const initialized = await command(["vault", "init", "--keys", other]);
  expect(initialized.stderr).toContain("This Vault was initialized before: nothing was done.");
  expect(fs.existsSync(other)).toBe(false);
});

test("before it is open, setup says so", async () => {
  const { code, stderr } = await command(["vault", "setup"], written().root_token);
  expect(stderr).toContain(`Vault at ${address} is sealed or not ready: docs/secrets.md.`);
  expect(code).toBe(1);
});

test("unseal opens it with the shares of the file; once more does no harm", async () => {
  for (let times = 0; times < 2; times++)
    expect(await command(["vault", "unseal", "--keys", keysFile])).toMatchObject({
      code: 0,
      stdout: `${address} is open.\n`,
    });
});

test("setup makes engine, policies, logins and the audit log, keeps the login in the stack file, and ends the root token", async () => {
  const root = written().root_token;
  const { code, stdout, stderr } = await command(["vault", "setup", "--revoke-token"], root);
  expect(stderr).toBe("");
  expect(stdout.trim().split("\n")).toEqual([
    "KV version 2 engine at secret",
    "policy phalanx-vault-read",
    "policy phalanx-vault-write",
    "policy raft-snapshot",
    "login by approle",
    "AppRole phalanx-vault-write",
    "login by kubernetes",
    "role vault-snapshot for the service account vault/vault-snapshot",
    "audit log, to the servers' own log",
    "stack secret vault-role-id",
    "stack secret vault-secret-id",
    "VAULT_TOKEN ends",
  ]);
  expect(code).toBe(0);
  expect(await stack.stack.getConfig("science-platform:vault-secret-id")).toMatchObject({ secret: true });
  const after = await command(["vault", "setup"], root);
  expect(after.stderr).toContain("Vault does not allow GET");
  expect(after.code).toBe(1);
});

test("the audit names what is missing, sync writes it, and then the audit is empty", async () => {
  expect(await command(["secrets", "audit"])).toMatchObject({
    code: 1,
    stdout: "landing-page is missing in Vault\n",
  });
  const created = "create landing-page: auth, password, username\n";
  expect(await command(["secrets", "sync", "--dry-run"])).toMatchObject({ code: 0, stdout: created });
  expect(await command(["secrets", "audit"])).toMatchObject({ code: 1 });
  expect(await command(["secrets", "sync"])).toMatchObject({ code: 0, stdout: created });
  expect(await command(["secrets", "audit"])).toEqual({ code: 0, stdout: "", stderr: "" });
  expect(await command(["secrets", "sync", "--make"])).toMatchObject({ code: 0, stdout: "Vault has them all.\n" });
});

test("what somebody changed, added or took away is told by name, and mended", async () => {
  const value = async (name: string) => (await stack.stack.getConfig(`science-platform:${name}`)).value;
  const certificateAuthority = fs.readFileSync(path.join(folder, "ca.pem"), "utf8");
  const client = new VaultClient({ address, certificateAuthority });
  await client.logIn(await value("vault-role-id"), await value("vault-secret-id"));
  const folderOf = new KvFolder(client, { mount: "secret", path: "phalanx/vault" });
  await folderOf.write("landing-page", { password: "by-hand-secret", own: "x" }, 1);
  await folderOf.write("old", { a: "1" }, undefined);
  await client.close();

  const found = await command(["secrets", "audit", "--json"]);
  expect(found.code).toBe(1);
  expect(JSON.parse(found.stdout)).toEqual({
    stack: "vault",
    findings: [
      { place: "vault", service: "landing-page", key: "auth", problem: "missing" },
      { place: "vault", service: "landing-page", key: "own", problem: "unknown" },
      { place: "vault", service: "landing-page", key: "password", problem: "mismatched" },
      { place: "vault", service: "landing-page", key: "username", problem: "missing" },
      { place: "vault", service: "old", problem: "unknown" },
    ],
  });
  expect(`${found.stdout}${found.stderr}`).not.toContain("by-hand-secret");
  const mended = await command(["secrets", "sync", "--delete"]);
  expect(mended).toMatchObject({
    code: 0,
    stdout: "update landing-page: auth, password, username, -own\ndelete old: -a\n",
  });
  expect(await command(["secrets", "audit"])).toEqual({ code: 0, stdout: "", stderr: "" });
});

test("no login and no share is in the stack file or the state", () => {
  const { root_token, keys_base64 } = written();
  for (const file of [path.join(folder, "Pulumi.vault.yaml"), stack.stateFile])
    for (const secret of [root_token, ...keys_base64])
      expect([path.basename(file), fs.readFileSync(file, "utf8").includes(secret)]).toEqual([
        path.basename(file),
        false,
      ]);
});
