/** A name server of a test's own: BIND of the lab's packages, which takes updates that are signed. */
import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { DnsRecord } from "../../infra/contract";
import { differences, resolverLookup } from "../../ops/dns/difference";
import { formats } from "../../ops/dns/formats";

export class NameServer {
  private constructor(
    readonly folder: string,
    /** host:port */
    readonly address: string,
    /** TSIG, as BIND writes it. */
    readonly keyFile: string,
    private readonly process: ChildProcess,
  ) {}

  /** @param zone With closing dot. @param records That it begins with; at least one. */
  static async start(zone: string, port: number, records: readonly DnsRecord[]): Promise<NameServer> {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "name-server-"));
    const keyFile = path.join(folder, "update.key");
    const soa = { nameServer: `ns.${zone}`, email: `hostmaster@${zone.slice(0, -1)}`, serial: 1 };
    // named writes its journal beside the zone.
    fs.writeFileSync(path.join(folder, "zone"), formats.zone(records, { zone, soa }));
    fs.writeFileSync(keyFile, execFileSync("tsig-keygen", ["update"]), { mode: 0o600 });
    fs.writeFileSync(
      path.join(folder, "named.conf"),
      `include "${keyFile}";
options {
  directory "${folder}"; pid-file none; listen-on-v6 { none; };
  listen-on port ${port} { 127.0.0.1; }; recursion no; session-keyfile none;
};
controls {};
zone "${zone}" { type primary; file "${path.join(folder, "zone")}"; allow-update { key update; }; };
`,
    );
    const named = spawn("named", ["-g", "-c", path.join(folder, "named.conf")], { stdio: "ignore" });
    const server = new NameServer(folder, `127.0.0.1:${port}`, keyFile, named);
    const lookup = resolverLookup([server.address]);
    for (let tries = 0; tries < 100; tries++) {
      const answers = await differences(records, lookup).then(
        (found) => found.length === 0,
        () => false,
      );
      if (answers) return server;
      await sleep(100);
    }
    await server.stop();
    throw new Error("named did not answer within ten seconds");
  }

  async stop(): Promise<void> {
    if (this.process.exitCode === null) {
      const ended = new Promise((resolve) => this.process.once("exit", resolve));
      this.process.kill();
      await ended;
    }
    fs.rmSync(this.folder, { recursive: true, force: true });
  }
}
