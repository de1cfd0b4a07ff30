/** An API server of Kubernetes with etcd and, where a test asks for them, controllers, on a free port, with its state in a temporary folder. */
import { spawn, type ChildProcess } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import * as fs from "node:fs";
import * as https from "node:https";
import * as os from "node:os";
import * as path from "node:path";
import { toolEnvironment } from "../../toolchain";
import { freePort } from "../ports";

export interface Answer {
  status: number;
  /** The object, or the Status that says why not. */
  body: { message?: string; metadata?: Record<string, unknown> } & Record<string, unknown>;
  /** What the API server warns of beside its answer. */
  warnings: string[];
}

/** Users who may do everything; Pod Security admission looks at what `checked` sends, and not at what `admin` does. */
export type User = "admin" | "checked";
const tokens: Record<User, string> = { admin: "admin-of-this-test", checked: "checked-of-this-test" };

export class ApiServer {
  private agent = new https.Agent();

  private constructor(
    private readonly folder: string,
    private readonly port: number,
    private readonly children: ChildProcess[],
  ) {}

  /** @param controllers Those of kube-controller-manager that run, like "garbage-collector-controller". @default none */
  static async start(controllers: readonly string[] = []): Promise<ApiServer> {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "api-server-"));
    const port = await freePort();
    const etcd = program(folder, "etcd", [
      "--data-dir=etcd",
      "--listen-client-urls=unix://etcd:2379",
      "--advertise-client-urls=unix://etcd:2379",
      "--listen-peer-urls=unix://etcd:2380",
      "--initial-advertise-peer-urls=unix://etcd:2380",
      "--initial-cluster=default=unix://etcd:2380",
      "--unsafe-no-fsync",
    ]);
    writeFiles(folder);
    const server = program(folder, "kube-apiserver", [
      "--etcd-servers=unix://etcd:2379",
      "--bind-address=127.0.0.1",
      "--advertise-address=127.0.0.1",
      "--endpoint-reconciler-type=none",
      `--secure-port=${port}`,
      "--cert-dir=certificates",
      "--token-auth-file=tokens.csv",
      "--authorization-mode=RBAC",
      "--service-account-issuer=https://kubernetes.default.svc",
      "--service-account-key-file=accounts.pem",
      "--service-account-signing-key-file=accounts.pem",
      "--service-cluster-ip-range=10.96.0.0/16",
      // Nobody makes the service accounts that it would ask for.
      "--disable-admission-plugins=ServiceAccount",
      "--admission-control-config-file=admission.json",
      "--feature-gates=WatchList=false,SizeBasedListCostEstimate=false",
      "--allow-privileged=true",
    ]);
    const api = new ApiServer(folder, port, [server, etcd]);
    try {
      const certificate = path.join(folder, "certificates/apiserver.crt");
      await until(() => fs.existsSync(certificate), server);
      api.agent = new https.Agent({ keepAlive: true, ca: fs.readFileSync(certificate) });
      await until(async () => (await api.request("admin", "GET", "/readyz")).status === 200, server);
      // It makes its own Service, the last of what it makes itself, a moment after it is ready.
      const own = "/api/v1/namespaces/default/services/kubernetes";
      await until(async () => (await api.request("admin", "GET", own)).status === 200, server);
      if (controllers.length > 0) api.control(controllers);
      return api;
    } catch (error) {
      const log = fs.readFileSync(path.join(folder, "kube-apiserver.log"), "utf8");
      await api.stop();
      throw new Error(`${String(error)}\n${log.slice(-1500)}`);
    }
  }

  private control(controllers: readonly string[]): void {
    const kubeconfig = path.join(this.folder, "kubeconfig.json");
    fs.writeFileSync(kubeconfig, this.kubeconfig("admin"), { mode: 0o600 });
    const manager = program(this.folder, "kube-controller-manager", [
      `--kubeconfig=${kubeconfig}`,
      `--controllers=${controllers.join(",")}`,
      "--secure-port=0",
      "--leader-elect=false",
      "--feature-gates=WatchListClient=false",
    ]);
    this.children.unshift(manager);
  }

  /** @param as Somebody else, in whose name an administrator asks. */
  request(user: User, method: string, url: string, body?: unknown, as?: string): Promise<Answer> {
    const text = body === undefined ? undefined : JSON.stringify(body);
    const type = method === "PATCH" ? "application/merge-patch+json" : "application/json";
    return new Promise((resolve, reject) => {
      const request = https.request(
        {
          ...{ host: "127.0.0.1", port: this.port, method, path: url, agent: this.agent, servername: "kubernetes" },
          headers: {
            Authorization: `Bearer ${tokens[user]}`,
            ...(text === undefined ? {} : { "Content-Type": type, "Content-Length": Buffer.byteLength(text) }),
            ...(as === undefined ? {} : { "Impersonate-User": as, "Impersonate-Group": "system:masters" }),
          },
        },
        (response) => {
          let answer = "";
          response.setEncoding("utf8").on("data", (part: string) => (answer += part));
          response.on("error", reject);
          response.on("end", () =>
            resolve({ status: response.statusCode ?? 0, body: parse(answer), warnings: warnings(response) }),
          );
        },
      );
      request.on("error", reject);
      request.end(text);
    });
  }

  /** For programs with a client of their own. It holds everything that they need. */
  kubeconfig(user: User): string {
    const certificate = fs.readFileSync(path.join(this.folder, "certificates/apiserver.crt"));
    const cluster = {
      server: `https://127.0.0.1:${this.port}`,
      "tls-server-name": "kubernetes",
      "certificate-authority-data": certificate.toString("base64"),
    };
    return JSON.stringify({
      apiVersion: "v1",
      kind: "Config",
      "current-context": "test",
      contexts: [{ name: "test", context: { cluster: "test", user } }],
      clusters: [{ name: "test", cluster }],
      users: [{ name: user, user: { token: tokens[user] } }],
    });
  }

  async stop(): Promise<void> {
    this.agent.destroy();
    for (const child of this.children) await ended(child);
    fs.rmSync(this.folder, { recursive: true, force: true });
  }
}

function writeFiles(folder: string): void {
  const { privateKey } = generateKeyPairSync("ec", {
    namedCurve: "P-256",
    privateKeyEncoding: { type: "sec1", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "pem" },
  });
  const exemptions = { usernames: ["admin"] };
  const podSecurity = {
    apiVersion: "pod-security.admission.config.k8s.io/v1",
    kind: "PodSecurityConfiguration",
    exemptions,
  };
  const files: Record<string, string> = {
    "accounts.pem": privateKey,
    "tokens.csv": Object.entries(tokens)
      .map(([user, token]) => `${token},${user},${user},system:masters`)
      .join("\n"),
    "admission.json": JSON.stringify({
      apiVersion: "apiserver.config.k8s.io/v1",
      kind: "AdmissionConfiguration",
      plugins: [{ name: "PodSecurity", configuration: podSecurity }],
    }),
  };
  for (const [name, text] of Object.entries(files)) fs.writeFileSync(path.join(folder, name), text, { mode: 0o600 });
}

function program(folder: string, name: string, args: string[]): ChildProcess {
  const log = fs.openSync(path.join(folder, `${name}.log`), "w");
  const child = spawn(name, args, {
    cwd: folder,
    env: { ...process.env, ...toolEnvironment() },
    stdio: ["ignore", log, log],
  });
  child.on("error", (error) => fs.appendFileSync(path.join(folder, `${name}.log`), `${error.message}\n`));
  fs.closeSync(log);
  return child;
}

/** Asks again and again; an error is "not yet", the end of the program is the end. */
async function until(done: () => boolean | Promise<boolean>, child: ChildProcess): Promise<void> {
  const end = Date.now() + 90_000;
  for (;;) {
    if (child.exitCode !== null || Date.now() > end) throw new Error("kube-apiserver does not answer");
    try {
      if (await done()) return;
    } catch {
      // Not yet.
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.on("exit", () => resolve());
    child.kill("SIGKILL");
  });
}

function parse(text: string): Answer["body"] {
  try {
    return JSON.parse(text) as Answer["body"];
  } catch {
    return { message: text };
  }
}

/** `299 - "text"`, once for each. */
function warnings(response: { rawHeaders: string[] }): string[] {
  return response.rawHeaders.flatMap((name, index, all) =>
    index % 2 === 0 && name.toLowerCase() === "warning"
      ? [
          (all[index + 1] ?? "")
            .replace(/^299 - "/, "")
            .replace(/"$/, "")
            .replaceAll('\\"', '"'),
        ]
      : [],
  );
}
