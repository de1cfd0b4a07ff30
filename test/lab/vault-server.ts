/** Servers of the real Vault, with one certificate, in a folder of their own; and clients that trust them. */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { VaultClient } from "../../ops/vault/client";
import { sealStatus } from "../../ops/vault/seal";
import { ensureTools } from "../../toolchain";
import { until } from "../until";

export class VaultServers {
  private readonly clients: VaultClient[] = [];
  private readonly running = new Set<ChildProcess>();

  private constructor(
    private readonly folder: string,
    private readonly program: string,
    readonly certificateAuthority: string,
  ) {}

  /** Where Vault must be built first: about four minutes on two free cores. */
  static async prepare(): Promise<VaultServers> {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "vault-test-"));
    const { bin } = await ensureTools({ names: ["vault"] });
    const request = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"];
    const subject = ["-subj", "/CN=vault", "-addext", "subjectAltName=IP:127.0.0.1"];
    execFileSync("openssl", [...request, "-keyout", "key.pem", "-out", "cert.pem", ...subject], {
      cwd: folder,
      stdio: "ignore",
    });
    const certificate = fs.readFileSync(path.join(folder, "cert.pem"), "utf8");
    return new VaultServers(folder, path.join(bin, "vault-core"), certificate);
  }

  client(address: string): VaultClient {
    const made = new VaultClient({ address, certificateAuthority: this.certificateAuthority });
    this.clients.push(made);
    return made;
  }

  /** @param more Further words of its command line. @returns the program, once it listens. */
  async launch(api: string, talk: string, data: string, ...more: string[]): Promise<ChildProcess> {
    const line = ["-listen", new URL(api).host, "-cluster", talk, "-certificate", "cert.pem", "-key", "key.pem"];
    fs.mkdirSync(path.join(this.folder, data), { recursive: true });
    const log = fs.openSync(path.join(this.folder, `${data}.log`), "a");
    const words = [...line, "-data", data, ...more];
    const started = spawn(this.program, words, { cwd: this.folder, stdio: ["ignore", "pipe", log] });
    fs.closeSync(log);
    this.running.add(started);
    await new Promise<void>((resolve, reject) => {
      started.stdout?.on("data", () => resolve());
      started.on("close", (code) => reject(new Error(`Vault ended with ${code}`)));
    });
    return started;
  }

  async end(one: ChildProcess): Promise<void> {
    this.running.delete(one);
    await new Promise<void>((resolve) => one.on("close", () => resolve()) && one.kill("SIGKILL"));
  }

  async close(): Promise<void> {
    await Promise.allSettled(this.clients.map((one) => one.close()));
    await Promise.all([...this.running].map((one) => this.end(one)));
    fs.rmSync(this.folder, { recursive: true });
  }
}

/** It asks the leader a few seconds after its start; until then `unseal` refuses. */
export function joinedOthers(own: VaultClient): Promise<boolean> {
  return until("the second server to join the first", async () => (await sealStatus(own)).initialized, 30_000);
}

/** A server that was just opened elects itself first. */
export function ready(own: VaultClient): Promise<boolean> {
  return until("Vault to become active", async () => (await own.ask("GET", "sys/health")).status === 200, 20_000);
}
