/** Pebble, Let's Encrypt's own small ACME server, and a name server whose zone takes signed updates: two processes with a folder of their own. */
import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import * as fs from "node:fs";
import * as https from "node:https";
import * as net from "node:net";
import * as path from "node:path";
import { freePort } from "../../ports";
import { until } from "../../until";

export interface Authority {
  /** Address of its ACME directory. */
  directory: string;
  /** PEM of the certificate of that address, which nobody knows. */
  ownCertificate: string;
  /** PEM of the root that signs. */
  root(): Promise<string>;
}

export interface NameServer {
  /** host:port */
  address: string;
  /** Name of the key with which TXT records may be changed, and the key, base64. */
  key: { name: string; secret: string };
}

/** Processes of one test, which end with it. */
export class Processes {
  private readonly running: { name: string; child: ChildProcess }[] = [];

  constructor(readonly folder: string) {}

  /** Starts a program whose words go into `<name>.log`. */
  start(name: string, program: string, args: string[], env: NodeJS.ProcessEnv = process.env): void {
    const log = fs.openSync(path.join(this.folder, `${name}.log`), "a");
    const child = spawn(program, args, { cwd: this.folder, env, stdio: ["ignore", log, log] });
    child.on("error", (error) => fs.appendFileSync(path.join(this.folder, `${name}.log`), `${error.message}\n`));
    fs.closeSync(log);
    this.running.push({ name, child });
  }

  /** The last words of each, for a test that failed. */
  words(): string {
    return this.running
      .map(({ name }) => `${name}: ${fs.readFileSync(path.join(this.folder, `${name}.log`), "utf8").slice(-1500)}`)
      .join("\n");
  }

  async end(): Promise<void> {
    for (const { child } of this.running.splice(0).reverse())
      await new Promise<void>((resolve) => {
        if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return resolve();
        child.on("exit", () => resolve());
        child.kill("SIGKILL");
      });
  }
}

/** @param zone Like "example.org". */
export async function startNameServer(processes: Processes, zone: string): Promise<NameServer> {
  const port = await freePort();
  const key = { name: "platform", secret: Buffer.alloc(32, "not a secret of anybody ").toString("base64") };
  const write = (name: string, text: string) => fs.writeFileSync(path.join(processes.folder, name), text);
  write(
    "zone.db",
    `$TTL 1\n@ SOA ns.${zone}. admin.${zone}. 1 60 60 3600 1\n@ NS ns.${zone}.\nns A 127.0.0.1\n@ A 127.0.0.1\n`,
  );
  write(
    "named.conf",
    `options {
  directory "${processes.folder}";
  listen-on port ${port} { 127.0.0.1; };
  listen-on-v6 { none; };
  pid-file none;
  session-keyfile none;
  recursion no;
  dnssec-validation no;
};
controls { };
key "${key.name}" { algorithm hmac-sha256; secret "${key.secret}"; };
zone "${zone}" {
  type primary;
  file "zone.db";
  update-policy { grant ${key.name} zonesub TXT; };
};
`,
  );
  processes.start("named", "named", ["-g", "-c", path.join(processes.folder, "named.conf"), "-n", "1"]);
  await listens(port);
  return { address: `127.0.0.1:${port}`, key };
}

/** @param program Path of pebble. @param nameServer The only one that it asks for proofs. */
export async function startAuthority(processes: Processes, program: string, nameServer: string): Promise<Authority> {
  const [port, management] = [await freePort(), await freePort()];
  const request = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"];
  execFileSync(
    "openssl",
    [
      ...[...request, "-keyout", "pebble-key.pem", "-out", "pebble.pem", "-subj", "/CN=pebble"],
      ...["-addext", "subjectAltName=IP:127.0.0.1"],
    ],
    { cwd: processes.folder, stdio: "ignore" },
  );
  const settings = {
    listenAddress: `127.0.0.1:${port}`,
    managementListenAddress: `127.0.0.1:${management}`,
    certificate: "pebble.pem",
    privateKey: "pebble-key.pem",
    // Proofs over http and TLS are not asked for here.
    httpPort: 1,
    tlsPort: 1,
    keyAlgorithm: "ecdsa",
    profiles: { default: { description: "as Let's Encrypt", validityPeriod: 7776000 } },
  };
  fs.writeFileSync(path.join(processes.folder, "pebble.json"), JSON.stringify({ pebble: settings }));
  // It looks at once instead of up to 15 s later, and remembers every name that was proved, as Let's Encrypt does for a month.
  const env = { ...process.env, PEBBLE_VA_NOSLEEP: "1", PEBBLE_AUTHZREUSE: "100" };
  processes.start("pebble", program, ["-config", "pebble.json", "-dnsserver", nameServer], env);
  await listens(port);
  await listens(management);
  const ownCertificate = fs.readFileSync(path.join(processes.folder, "pebble.pem"), "utf8");
  return {
    directory: `https://127.0.0.1:${port}/dir`,
    ownCertificate,
    root: () => get(`https://127.0.0.1:${management}/roots/0`, ownCertificate),
  };
}

function get(url: string, ca: string): Promise<string> {
  return new Promise((resolve, reject) => {
    https
      .get(url, { ca }, (response) => {
        let text = "";
        response.setEncoding("utf8").on("data", (part: string) => (text += part));
        response.on("end", () => resolve(text));
      })
      .on("error", reject);
  });
}

/** Until somebody takes connections there. */
async function listens(port: number): Promise<void> {
  const open = () =>
    new Promise<boolean>((resolve) => {
      const socket = net.connect(port, "127.0.0.1");
      socket.on("connect", () => resolve(true)).on("error", () => resolve(false));
      socket.on("connect", () => socket.destroy());
    });
  await until(`somebody to listen at port ${port}`, open, 30_000);
}
