import { execFileSync } from "node:child_process";
import { X509Certificate } from "node:crypto";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { credential, type CredentialOptions, execCredential } from "./credential";
import { certificateRequest } from "./request";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "credential-test-"));
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

const file = path.join(folder, "cache", "cluster.json");
const now = new Date();
const inHours = (hours: number) => new Date(now.getTime() + hours * 3_600_000);

/** An authority that signs for so many days, as Magnum signs for five years. */
function authority(days: number): CredentialOptions["sign"] {
  const [key, certificate] = [path.join(folder, "ca.key"), path.join(folder, "ca.pem")];
  const make = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=authority", "-days", "3650"];
  execFileSync("openssl", [...make, "-keyout", key, "-out", certificate], { stdio: "ignore" });
  return (csr) => {
    const signing = ["x509", "-req", "-CA", certificate, "-CAkey", key, "-days", String(days)];
    return Promise.resolve(
      execFileSync("openssl", signing, { input: csr, encoding: "utf8", stdio: ["pipe", "pipe", "ignore"] }),
    );
  };
}

let signed: number;
let options: CredentialOptions;
beforeEach(() => {
  fs.rmSync(path.dirname(file), { recursive: true, force: true });
  signed = 0;
  const sign = authority(1825);
  options = {
    file,
    request: () => certificateRequest("/O=system:masters/CN=admin"),
    sign: (csr) => {
      signed += 1;
      return sign(csr);
    },
    now,
  };
});

test("a certificate for administrators, with its key, good for ten hours and kept in a file of the owner's alone", async () => {
  const made = await credential(options);
  const certificate = new X509Certificate(made.certificate);
  expect(certificate.subject).toBe("O=system:masters\nCN=admin");
  expect(made.key).toMatch(/^-----BEGIN PRIVATE KEY-----/);
  expect(made.until).toBe(inHours(10).toISOString());
  expect(fs.statSync(file).mode & 0o777).toBe(0o600);
  expect(fs.statSync(path.dirname(file)).mode & 0o777).toBe(0o700);
  expect(fs.readdirSync(path.dirname(file))).toEqual(["cluster.json"]);
});

test.each([
  ["is used again while more than two hours are left", 7.9, 1],
  ["is replaced two hours before its end", 8.1, 2],
  ["is replaced when it has ended", 100, 2],
])("a kept one %s", async (_, hours, times) => {
  const first = await credential(options);
  const second = await credential({ ...options, now: inHours(hours) });
  expect(signed).toBe(times);
  expect(second.key === first.key).toBe(times === 1);
});

test("a certificate that ends sooner is not used longer than it lasts", async () => {
  const { certificate, until } = await credential({ ...options, sign: authority(0) });
  expect(Date.parse(until)).toBe(Date.parse(new X509Certificate(certificate).validTo));
});

test.each([
  ["others could read it", () => fs.chmodSync(file, 0o640)],
  ["it is cut off", () => fs.truncateSync(file, 20)],
  ["it is of another form", () => fs.writeFileSync(file, "{}")],
])("a kept one counts as none when %s", async (_, spoil) => {
  await credential(options);
  spoil();
  await credential(options);
  expect(signed).toBe(2);
  expect(fs.statSync(file).mode & 0o777).toBe(0o600);
});

test("when the authority refuses, what is kept stays as it is", async () => {
  await credential(options);
  const kept = fs.readFileSync(file, "utf8");
  const refused = credential({ ...options, now: inHours(20), sign: () => Promise.reject(new Error("403 forbidden")) });
  await expect(refused).rejects.toThrow("403 forbidden");
  expect(fs.readFileSync(file, "utf8")).toBe(kept);
});

test("what client-go reads", () => {
  expect(execCredential({ certificate: "C", key: "K", until: "2026-01-01T00:00:00.000Z" })).toEqual({
    apiVersion: "client.authentication.k8s.io/v1",
    kind: "ExecCredential",
    status: { expirationTimestamp: "2026-01-01T00:00:00.000Z", clientCertificateData: "C", clientKeyData: "K" },
  });
});

test("a machine without openssl", async () => {
  const searchPath = process.env.PATH;
  process.env.PATH = folder;
  await expect(certificateRequest("/CN=x")).rejects.toThrow(
    "The command openssl is missing, which makes the key of a certificate. Install it (Debian: openssl).",
  );
  process.env.PATH = searchPath;
});
