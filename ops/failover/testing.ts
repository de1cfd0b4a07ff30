/** For tests: small https servers that stand for the ingresses of two sides, with one authority that both have certificates of. */
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as https from "node:https";
import type { AddressInfo } from "node:net";
import * as os from "node:os";
import * as path from "node:path";
import type { Endpoint } from "../../platform/services/endpoints";
import type { Records } from "./records";
import type { SharedSite } from "./site";

export interface FakeSide {
  /** Path to the code that it answers; 404 for others. A name that it does not serve gets 421. */
  answers: Record<string, number>;
  /** "host path" of every question. */
  asked: string[];
  close: () => Promise<void>;
}

export class FakeSides {
  private constructor(
    readonly folder: string,
    /** PEM. */
    readonly authority: string,
    private readonly ports: Readonly<Record<string, number>>,
    readonly sides: Readonly<Record<string, FakeSide>>,
  ) {}

  /** @param addresses The ingress address of each side: only what it is reached by. @param names That they serve. */
  static async start(addresses: readonly string[], names: readonly string[]): Promise<FakeSides> {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "failover-"));
    const file = (name: string) => path.join(folder, name);
    const openssl = (...args: string[]) =>
      execFileSync(
        "openssl",
        ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", ...args],
        {
          stdio: "ignore",
        },
      );
    openssl("-subj", "/CN=authority", "-keyout", file("ca.key"), "-out", file("ca.crt"));
    const alternative = `subjectAltName=${names.map((name) => `DNS:${name}`).join(",")}`;
    const signed = ["-CA", file("ca.crt"), "-CAkey", file("ca.key"), "-addext", alternative];
    openssl("-subj", `/CN=${names[0] ?? ""}`, ...signed, "-keyout", file("tls.key"), "-out", file("tls.crt"));
    const tls = { key: fs.readFileSync(file("tls.key")), cert: fs.readFileSync(file("tls.crt")) };
    const ports: Record<string, number> = {};
    const sides: Record<string, FakeSide> = {};
    for (const address of addresses) {
      const side: FakeSide = { answers: {}, asked: [], close: () => Promise.resolve() };
      const server = https.createServer(tls, ({ url = "", headers: { host = "" } }, response) => {
        side.asked.push(`${host} ${url}`);
        response.writeHead(names.includes(host) ? (side.answers[url] ?? 404) : 421).end();
      });
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      ports[address] = (server.address() as AddressInfo).port;
      side.close = () => new Promise((resolve) => (server.listening ? server.close(() => resolve()) : resolve()));
      sides[address] = side;
    }
    return new FakeSides(folder, fs.readFileSync(file("ca.crt"), "utf8"), ports, sides);
  }

  /** What the commands need to reach them. */
  readonly reach = (address: string) => ({ host: "127.0.0.1", port: this.ports[address] ?? 0 });

  /** The side at this address. */
  at(address: string): FakeSide {
    const side = this.sides[address];
    if (side === undefined) throw new Error(`no side at ${address}`);
    return side;
  }

  async stop(): Promise<void> {
    for (const side of Object.values(this.sides)) await side.close();
    fs.rmSync(this.folder, { recursive: true });
  }
}

export const addresses = { roe: "203.0.113.7", spare: "198.51.100.9" } as const;
const endpoints: Endpoint[] = [
  { name: "landing-page", url: "https://www.shared.example/healthz", status: 200, own: true },
  { name: "uptime", url: "https://status.shared.example/", status: 401, own: true },
];
/** Two sides and two names. */
export const site: SharedSite = {
  zone: "shared.example.",
  ttl: 30,
  names: ["status.shared.example.", "www.shared.example."],
  sides: Object.entries(addresses).map(([name, address]) => ({ name, address })),
  endpoints,
  records: { in: "elsewhere" },
  verified: true,
};
export const hostNames = ["www.shared.example", "status.shared.example"];
export const working = { "/healthz": 200, "/": 401 };

/** Records in this process. */
export function memoryRecords(values: Record<string, string[]>): Records & { values: Record<string, string[]> } {
  return {
    values,
    read: (name) => Promise.resolve([...(values[name] ?? [])]),
    write: (rows) => {
      for (const row of rows) values[row.name] = [...row.values];
      return Promise.resolve();
    },
  };
}
