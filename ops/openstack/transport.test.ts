/** Clouds that speak TLS with a certificate of their own authority, as many sites do. */
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as https from "node:https";
import type { AddressInfo } from "node:net";
import * as os from "node:os";
import * as path from "node:path";
import type { TLSSocket } from "node:tls";
import { transport } from "./transport";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "transport-"));
const file = (name: string) => path.join(folder, name);
let server: https.Server;
let url: string;

beforeAll(async () => {
  const make = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1"];
  for (const [name, subject] of [
    ["server", "/CN=cloud.example"],
    ["client", "/CN=somebody"],
  ] as const) {
    const names = ["-subj", subject, "-addext", "subjectAltName=IP:127.0.0.1"];
    execFileSync("openssl", [...make, ...names, "-keyout", file(`${name}.key`), "-out", file(`${name}.pem`)], {
      stdio: "ignore",
    });
  }
  const [key, cert] = [fs.readFileSync(file("server.key")), fs.readFileSync(file("server.pem"))];
  server = https.createServer({ key, cert, requestCert: true, rejectUnauthorized: false }, (request, response) => {
    const { subject } = (request.socket as TLSSocket).getPeerCertificate();
    response.setHeader("x-method", request.method ?? "").end(`hello ${subject?.CN ?? "stranger"}`);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `https://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  fs.rmSync(folder, { recursive: true });
});

async function ask(cloud: Parameters<typeof transport>[0]): Promise<string> {
  const send = await transport(cloud);
  const answer = await send(url, { method: "POST", body: "{}" }, AbortSignal.timeout(5000));
  expect([answer.ok, answer.status, answer.headers.get("x-method")]).toEqual([true, 200, "POST"]);
  return answer.text;
}

test("an authority that the system does not know is refused", async () => {
  await expect(ask({})).rejects.toThrow("fetch failed");
});

test("cacert makes it known", async () => {
  await expect(ask({ cacert: file("server.pem") })).resolves.toBe("hello stranger");
});

test("another authority does not", async () => {
  await expect(ask({ cacert: file("client.pem") })).rejects.toThrow("fetch failed");
});

test("verify: false looks at none", async () => {
  await expect(ask({ verify: false })).resolves.toBe("hello stranger");
});

test("cert and key say who we are", async () => {
  const cloud = { cacert: file("server.pem"), cert: file("client.pem"), key: file("client.key") };
  await expect(ask(cloud)).resolves.toBe("hello somebody");
});

test("a file that is not there is named with its key", async () => {
  await expect(transport({ cacert: file("none.pem") })).rejects.toThrow(
    `clouds.yaml: cacert "${file("none.pem")}" cannot be read: ENOENT`,
  );
});
