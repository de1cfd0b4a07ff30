/** Against a small server that keeps record sets as Designate does. The real one: test/lab/failover.test.ts. */
import * as fs from "node:fs";
import * as http from "node:http";
import type { AddressInfo } from "node:net";
import * as os from "node:os";
import * as path from "node:path";
import { stringify } from "yaml";
import { recordsFor, recordsOf, type Records } from "./records";
import { addresses, site } from "./testing";

interface Kept {
  id: string;
  name: string;
  type: string;
  ttl: number;
  records: string[];
  status: string;
}
const kept = new Map<string, Kept>();
const changes: string[] = [];
/** What a record set that was written is, until it has been asked for. */
let after: string[] = [];
let zone = site.zone;

function answer(method: string, { pathname, searchParams }: URL, body: string): [number, object] {
  const given = () => JSON.parse(body) as Kept;
  if (pathname === "/dns/v2/zones")
    return [200, { zones: searchParams.get("name") === zone ? [{ id: "z1", name: zone }] : [] }];
  const id = pathname.split("/")[6];
  if (method === "GET") {
    const found = kept.get(searchParams.get("name") ?? "");
    const status = found?.status === "PENDING" ? after.shift() : undefined;
    if (found && status) found.status = status;
    return [200, { recordsets: found ? [found] : [] }];
  }
  changes.push(`${method} ${id ?? given().name}`);
  const before = [...kept.values()].find((one) => one.id === id);
  const now = { ...(before ?? { id: `id-${kept.size}`, type: "A" }), ...given(), status: "PENDING" };
  kept.set(now.name, now);
  return [202, now];
}

const server = http.createServer((request, response) => {
  let body = "";
  request.setEncoding("utf8").on("data", (text: string) => void (body += text));
  request.on("end", () => {
    const url = new URL(request.url ?? "", address());
    if (url.pathname === "/v3/auth/tokens") {
      const endpoints = [{ interface: "public", region: null, url: `${address()}/dns` }];
      const token = { user: { id: "u" }, project: { id: "p", name: "p" }, catalog: [{ type: "dns", endpoints }] };
      response.setHeader("x-subject-token", "t").writeHead(201).end(JSON.stringify({ token }));
      return;
    }
    const [status, content] = answer(request.method ?? "", url, body);
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(content));
  });
});
const address = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "designate-"));
const env = { OS_CLIENT_CONFIG_FILE: path.join(folder, "clouds.yaml") };

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const auth = { auth_url: `${address()}/v3`, username: "u", password: "p", project_name: "p" };
  fs.writeFileSync(env.OS_CLIENT_CONFIG_FILE, stringify({ clouds: { third: { auth } } }));
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
  fs.rmSync(folder, { recursive: true });
});
beforeEach(() => {
  kept.clear();
  changes.length = 0;
  zone = site.zone;
  after = ["ACTIVE", "ACTIVE"];
});

const inCloud = (cloud = "third"): Promise<Records> =>
  recordsOf({ ...site, records: { in: "designate", cloud } }, { env });
const [status, www] = ["status.shared.example.", "www.shared.example."];
const rows = recordsFor(site, site.sides.slice(1));

test("makes what is missing, changes what is different, and leaves what is right", async () => {
  const records = await inCloud();
  expect(await records.read(www)).toEqual([]);
  const old = { id: "old", name: www, type: "A", ttl: 300, records: [addresses.roe], status: "ACTIVE" };
  kept.set(www, old);
  expect(await records.read(www)).toEqual([addresses.roe]);
  await records.write?.(rows);
  expect(changes).toEqual([`POST ${status}`, "PUT old"]);
  expect([...kept.values()].map(({ name, ttl, records: values }) => [name, ttl, values])).toEqual([
    [www, 30, [addresses.spare]],
    [status, 30, [addresses.spare]],
  ]);
  await records.write?.(rows);
  expect(changes).toHaveLength(2);
});

test("waits until the name servers have it", async () => {
  after = ["PENDING", "ACTIVE", "ACTIVE"];
  await (await inCloud()).write?.(rows);
  expect([...kept.values()].map((one) => one.status)).toEqual(["ACTIVE", "ACTIVE"]);
});

test("tells when the name servers refuse it", async () => {
  after = ["ERROR"];
  await expect((await inCloud()).write?.(rows)).rejects.toThrow(
    "Designate has taken the record of status.shared.example., but its name servers do not say it yet (ERROR): look with `openstack recordset list`, and run this again.",
  );
});

test("a zone or a login that is not there is told with what to do", async () => {
  zone = "other.example.";
  await expect(inCloud()).rejects.toThrow(
    'dns.failover.records: the project of cloud "third" has no zone shared.example.. Make it once: openstack --os-cloud third zone create --email hostmaster@shared.example shared.example.',
  );
  await expect(inCloud("fourth")).rejects.toThrow(
    `dns.failover.records: no login to cloud "fourth": ${env.OS_CLIENT_CONFIG_FILE}: no cloud "fourth" (it has: third)`,
  );
});
