/**
 * A certificate from a real ACME authority: our program's issuer and certificate, cert-manager's own controllers and definitions, a name
 * server that takes signed updates (RFC 2136), and Pebble. Only cert-manager's pods are fake: its controllers run here as a process.
 */
import { execFileSync } from "node:child_process";
import { X509Certificate } from "node:crypto";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { parse } from "yaml";
import type { ApiClient } from "../../lab/kubernetes/api-client";
import { ensureTools, toolEnvironment } from "../../toolchain";
import { Workspace, type Result } from "../engine/workspace";
import { repository } from "../mocks";
import { until } from "../until";
import { Processes, startAuthority, startNameServer, type Authority, type NameServer } from "./acme/authority";
import { removeClusters, startSupervisor, TestCluster } from "./bare-cluster";

// Where cert-manager must be built first: about four minutes on two free cores.
jest.setTimeout(20 * 60_000);

const program = path.join(repository, "test/engine/certificates");
const workspace = new Workspace();
const processes = new Processes(fs.mkdtempSync(path.join(os.tmpdir(), "acme-")));

let cluster: TestCluster, api: ApiClient, stackFile: string, authority: Authority, names: NameServer;
beforeAll(async () => {
  const { bin } = await ensureTools({ names: ["cert-manager", "pebble"] });
  cluster = await TestCluster.create("acme", 1);
  startSupervisor();
  names = await startNameServer(processes, "example.org");
  authority = await startAuthority(processes, path.join(bin, "pebble"), names.address);
  await cluster.done();
  api = cluster.api();
  await installDefinitions();
  processes.start("cert-manager", path.join(bin, "cert-manager-controllers"), [
    `--kubeconfig=${cluster.kubeconfig}`,
    "--cluster-resource-namespace=cert-manager",
    `--dns01-recursive-nameservers=${names.address}`,
    "--dns01-recursive-nameservers-only",
  ]);
  stackFile = await workspace.stack("certificates", "acme");
});
afterAll(async () => {
  await processes.end();
  api.close();
  workspace.remove();
  await removeClusters();
  fs.rmSync(processes.folder, { recursive: true });
});

/** cert-manager's own, which come with its source: those of the lab's chart would take any field. */
async function installDefinitions(): Promise<void> {
  const module = ["mod", "download", "-json", "github.com/cert-manager/cert-manager"];
  const text = execFileSync("go", module, {
    cwd: path.join(repository, "toolchain/go/cert-manager"),
    encoding: "utf8",
  });
  const folder = path.join((JSON.parse(text) as { Dir: string }).Dir, "deploy/crds");
  for (const file of fs.readdirSync(folder).filter((name) => name.endsWith(".yaml")))
    await api.request(
      "POST",
      "/apis/apiextensions.k8s.io/v1/customresourcedefinitions",
      parse(fs.readFileSync(path.join(folder, file), "utf8")) as object,
    );
}

async function up(): Promise<Result> {
  const certificates = {
    issuer: "dns01",
    server: authority.directory,
    serverAuthority: authority.ownCertificate,
    solver: { provider: "rfc2136", server: names.address, keyName: names.key.name },
  };
  const settings = {
    kubeconfig: cluster.kubeconfig,
    certificates: JSON.stringify(certificates),
    names: JSON.stringify(["example.org", "*.example.org"]),
    // They are there.
    values: JSON.stringify({ "cert-manager": { crds: { enabled: false } } }),
  };
  const of = ["--stack", "acme", "--config-file", stackFile];
  const secret = ["config", "set", "--secret", "certificates:key", names.key.secret, ...of];
  expect(await workspace.pulumi(secret, program)).toMatchObject({ code: 0 });
  const config = Object.entries(settings).flatMap(([name, value]) => ["--config", `certificates:${name}=${value}`]);
  return workspace.pulumi(["up", "--yes", "--skip-preview", ...of, ...config], program);
}

/** The certificates in a Secret, from the leaf up. */
async function chain(secret: string): Promise<X509Certificate[] | undefined> {
  const url = `/api/v1/namespaces/web/secrets/${secret}`;
  const { data } = (await api.get(url).catch(() => ({}))) as { data?: Record<string, string> };
  const pem = Buffer.from(data?.["tls.crt"] ?? "", "base64").toString();
  const certificates = pem.match(/-----BEGIN[^-]+-----[^-]+-----END[^-]+-----/g);
  return certificates?.map((one) => new X509Certificate(one));
}

/** cert-manager leaves each proof a minute to spread, and proves a name and its wildcard one after the other. */
async function issued(secret: string): Promise<X509Certificate[]> {
  for (const end = Date.now() + 5 * 60_000; Date.now() < end; ) {
    const certificates = await chain(secret);
    if (certificates !== undefined) return certificates;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error(`no certificate in ${secret}\n${processes.words()}`);
}

test("up ends when the authority has taken our account", async () => {
  expect(await up()).toMatchObject({ code: 0 });
  expect(await api.get("/apis/cert-manager.io/v1/clusterissuers/letsencrypt-dns")).toMatchObject({
    status: {
      acme: { lastRegisteredEmail: "admin@example.org" },
      conditions: [{ type: "Ready", status: "True", reason: "ACMEAccountRegistered" }],
    },
  });
});

test("an Ingress may ask as Phalanx's do", async () => {
  await api.request("POST", "/apis/networking.k8s.io/v1/namespaces/web/ingresses", {
    metadata: { name: "hub", annotations: { "cert-manager.io/cluster-issuer": "letsencrypt-dns" } },
    spec: {
      tls: [{ hosts: ["hub.example.org"], secretName: "hub-tls" }],
      rules: [{ host: "hub.example.org" }],
    },
  });
});

test("the platform's certificate is issued, for the zone and everything in it, and fits its key", async () => {
  const [leaf, intermediate] = await issued("platform-tls-acme");
  expect(leaf?.subjectAltName?.split(", ").sort()).toEqual(["DNS:*.example.org", "DNS:example.org"]);
  const root = new X509Certificate(await authority.root());
  expect(intermediate?.verify(root.publicKey)).toBe(true);
  expect(intermediate !== undefined && leaf?.verify(intermediate.publicKey)).toBe(true);
  expect(leaf?.publicKey.asymmetricKeyDetails).toEqual({ namedCurve: "prime256v1" });
  expect(await api.get("/api/v1/namespaces/web/secrets/platform-tls-acme")).toMatchObject({
    type: "kubernetes.io/tls",
    metadata: { labels: { "science-platform/site": "engine" } },
  });
});

test("that Ingress has one as well, in the Secret that it names", async () => {
  const [leaf] = await issued("hub-tls");
  expect(leaf?.subjectAltName).toBe("DNS:hub.example.org");
});

test("no proof is left in the zone", async () => {
  const { Resolver } = await import("node:dns/promises");
  const resolver = new Resolver();
  resolver.setServers([names.address]);
  for (const name of ["_acme-challenge.example.org", "_acme-challenge.hub.example.org"])
    await until(`${name} to be gone`, () =>
      resolver.resolveTxt(name).then(
        () => false,
        ({ code }: NodeJS.ErrnoException) => code === "ENOTFOUND" || code === "ENODATA",
      ),
    );
});

test("a Secret that somebody deletes is made again, with a new certificate", async () => {
  const [old] = await issued("hub-tls");
  await api.request("DELETE", "/api/v1/namespaces/web/secrets/hub-tls");
  const [leaf] = await issued("hub-tls");
  expect(leaf?.subjectAltName).toBe("DNS:hub.example.org");
  expect(leaf?.serialNumber).not.toBe(old?.serialNumber);
});

test("what docs/certificates.md tells to look at is there", () => {
  const text = fs.readFileSync(path.join(repository, "docs/certificates.md"), "utf8");
  const lines = [...text.matchAll(/^ {4}kubectl (.+)$/gm)].map(([, words = ""]) => words.trim());
  expect(lines).toHaveLength(5);
  // Nothing has written into the logs of fake pods.
  for (const line of lines.filter((one) => !one.includes(" logs "))) {
    const words = line.replace("ingress-nginx", "web").split(/\s+/);
    const said = execFileSync("kubectl", ["--kubeconfig", cluster.kubeconfig, ...words], {
      env: { ...process.env, ...toolEnvironment() },
      encoding: "utf8",
      // Kubernetes says there that no challenge is left.
      stdio: ["ignore", "pipe", "ignore"],
    });
    if (line.includes("describe certificate ")) expect(said).toContain("The certificate has been successfully issued");
    if (line.includes("clusterissuer")) expect(said).toContain("The ACME account was registered with the ACME server");
    if (line.includes(" get ")) expect(said).toMatch(/^order\.acme\.cert-manager\.io\/platform-tls-\S+ +valid/m);
  }
});

test("a second up changes nothing, whatever cert-manager has written meanwhile", async () => {
  const { code, output } = await up();
  expect(output).toMatch(/Resources:\n +\d+ unchanged\n/);
  expect(code).toBe(0);
});
