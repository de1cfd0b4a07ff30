import { X509Certificate } from "node:crypto";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { certificatePlans, renewBeforeMs, whyIssue } from "./certificates";
import { readCluster, writeIfChanged, type Cluster } from "./cluster-file";
import { layoutOf } from "./layout";
import { ensurePki, makeAuthority } from "./pki";

const cluster: Cluster = {
  uuid: "c1",
  name: "demo",
  generation: 1,
  deleted: false,
  port: 16443,
  version: "v1.34.2",
  labels: {},
  nodeGroups: [],
};

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "pki-"));
});
afterEach(() => {
  fs.rmSync(folder, { recursive: true });
});

const everything = ["kube-apiserver", "front-proxy", "admin", "kube-controller-manager", "kube-scheduler", "kwok"];

test("issues each certificate once, by the right authority, and all again when the authority changes", async () => {
  const layout = layoutOf(folder, folder);
  for (const name of ["ca", "front-proxy-ca"]) await makeAuthority(folder, name);
  expect(await ensurePki(cluster, layout)).toEqual(everything);
  const accounts = fs.readFileSync(layout.certificate("service-accounts").key, "utf8");
  expect(await ensurePki(cluster, layout)).toEqual([]);

  const authority = new X509Certificate(fs.readFileSync(layout.ca.cert));
  const serving = new X509Certificate(fs.readFileSync(layout.certificate("kube-apiserver").cert));
  expect(serving.verify(authority.publicKey)).toBe(true);
  expect([serving.checkIP("127.0.0.1"), serving.checkIP("10.254.0.1"), serving.checkHost("localhost")]).toEqual([
    "127.0.0.1",
    "10.254.0.1",
    "localhost",
  ]);
  expect(serving.ca).toBe(false);
  expect(fs.statSync(layout.certificate("kube-apiserver").key).mode & 0o777).toBe(0o600);
  const admin = new X509Certificate(fs.readFileSync(layout.certificate("admin").cert));
  expect(admin.subject).toBe("O=system:masters\nCN=lab-supervisor");

  await makeAuthority(folder, "ca");
  expect(await ensurePki(cluster, layout)).toEqual(everything.filter((name) => name !== "front-proxy"));
  // A new key pair would invalidate every service account's token.
  expect(fs.readFileSync(layout.certificate("service-accounts").key, "utf8")).toBe(accounts);
});

test("says which authority is missing", async () => {
  await makeAuthority(folder, "ca");
  await expect(ensurePki(cluster, layoutOf(folder, folder))).rejects.toThrow(
    `front-proxy-ca.crt is missing in ${folder}`,
  );
});

test("why a certificate is issued anew", async () => {
  const layout = layoutOf(folder, folder);
  for (const name of ["ca", "front-proxy-ca"]) await makeAuthority(folder, name);
  await ensurePki(cluster, layout);
  const [serving] = certificatePlans(cluster);
  if (!serving) throw new Error("no plan");
  const pem = fs.readFileSync(layout.certificate(serving.name).cert, "utf8");
  const key = new X509Certificate(fs.readFileSync(layout.ca.cert)).publicKey;
  const other = new X509Certificate(fs.readFileSync(layout.frontProxyCa.cert)).publicKey;
  const now = Date.now();
  const year = 365 * 24 * 3600 * 1000;
  expect(whyIssue(serving, undefined, key, now)).toBe("missing");
  expect(whyIssue(serving, "nonsense", key, now)).toBe("unreadable");
  expect(whyIssue(serving, pem, other, now)).toBe("signed by another authority");
  expect(whyIssue(serving, pem, key, now + year - renewBeforeMs + 60_000)).toBe("expires soon");
  expect(whyIssue({ ...serving, commonName: "x" }, pem, key, now)).toBe("other subject");
  expect(whyIssue({ ...serving, alternativeNames: ["IP:10.96.0.1"] }, pem, key, now)).toBe("other names");
  expect(whyIssue(serving, pem, key, now)).toBeUndefined();
});

test("cluster.json: none is no cluster, a wrong one names every field", () => {
  expect(readCluster(folder)).toBeUndefined();
  const file = path.join(folder, "cluster.json");
  fs.writeFileSync(file, "{");
  expect(() => readCluster(folder)).toThrow(`${file}: not JSON`);
  fs.writeFileSync(file, JSON.stringify({ ...cluster, port: 0, version: "1.34" }));
  expect(() => readCluster(folder)).toThrow(/port: .*; version: /);
  fs.writeFileSync(file, JSON.stringify({ ...cluster, deleted: undefined, labels: undefined }));
  expect(readCluster(folder)).toEqual(cluster);
});

test("a file is written only when its text differs", () => {
  const file = path.join(folder, "status.json");
  expect([writeIfChanged(file, "a"), writeIfChanged(file, "a"), writeIfChanged(file, "b")]).toEqual([
    true,
    false,
    true,
  ]);
  expect(fs.readdirSync(folder)).toEqual(["status.json"]);
});
