/** The records as a real name server takes them: BIND of the lab's packages, on a port and with a zone of its own. */
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import type { DnsRecord } from "../../infra/contract";
import { differences, resolverLookup } from "../../ops/dns/difference";
import { formats } from "../../ops/dns/formats";
import { push } from "../../ops/dns/push";
import { leads, recordsOf } from "../../ops/failover/records";
import { switchTo } from "../../ops/failover/switch";
import { addresses, FakeSides, site, working } from "../../ops/failover/testing";
import { NameServer } from "./name-server";

const zone = "dns-test.example.";
const server = "127.0.0.1:10054";
const soa = { nameServer: `ns.${zone}`, email: "hostmaster@dns-test.example", serial: 1 };
const ns: DnsRecord = { name: `ns.${zone}`, type: "A", ttl: 60, values: ["127.0.0.1"] };
const records: DnsRecord[] = [
  { name: `hub.${zone}`, type: "CNAME", ttl: 60, values: [`rsp.${zone}`] },
  { name: `rsp.${zone}`, type: "A", ttl: 60, values: ["192.0.2.1", "192.0.2.2"] },
  { name: `rsp.${zone}`, type: "AAAA", ttl: 60, values: ["2001:db8::1"] },
  { name: `rsp.${zone}`, type: "TXT", ttl: 60, values: ['say "a\\b"; it\'s'] },
];

let named: NameServer;
let folder: string;
const keyFile = () => named.keyFile;
const lookup = resolverLookup([server]);

beforeAll(async () => {
  named = await NameServer.start(zone, 10054, [ns]);
  folder = named.folder;
}, 30_000);
afterAll(() => named.stop());

test("a zone file with every type of record loads", () => {
  const file = path.join(folder, "checked");
  fs.writeFileSync(file, formats.zone([...records, ns], { zone, soa }));
  expect(execFileSync("named-checkzone", [zone, file], { encoding: "utf8" }).trim().split("\n").at(-1)).toBe("OK");
});

test("before the push everything is missing, after it nothing differs", async () => {
  expect((await differences(records, lookup)).map(({ found }) => found)).toEqual([[], [], [], []]);
  await push({ records, zone, server, keyFile: keyFile() });
  expect(await differences(records, lookup)).toEqual([]);
  const dig = ["+noall", "+answer", "-p", "10054", "@127.0.0.1", `rsp.${zone}`, "AAAA"];
  expect(execFileSync("dig", dig, { encoding: "utf8" }).trim().split(/\s+/)).toEqual([
    `rsp.${zone}`,
    "60",
    "IN",
    "AAAA",
    "2001:db8::1",
  ]);
});

test("another push replaces the values and leaves other names alone", async () => {
  const moved: DnsRecord[] = [{ name: `rsp.${zone}`, type: "A", ttl: 60, values: ["192.0.2.9"] }];
  await push({ records: moved, zone, server, keyFile: keyFile() });
  expect(await differences([...moved, ns, ...records.slice(2)], lookup)).toEqual([]);
});

test("a server that refuses is told with its reason", async () => {
  const other = path.join(folder, "other.key");
  fs.writeFileSync(other, execFileSync("tsig-keygen", ["update"]), { mode: 0o600 });
  await expect(push({ records, zone, server, keyFile: other })).rejects.toThrow(
    new RegExp(`^${server} did not take the records of ${zone}: [^]*(BADSIG|tsig verify failure)`),
  );
});

test.each([
  ["others can read", 0o644, (file: string) => `--key-file: others can read ${file}. Run: chmod 600 ${file}`],
  ["is not there", undefined, (file: string) => `--key-file: there is no ${file}.`],
])("a key file that %s is refused before anything is sent", async (_, mode, message) => {
  const file = path.join(folder, `key-${mode ?? "none"}`);
  if (mode !== undefined) fs.writeFileSync(file, "", { mode });
  await expect(push({ records, zone, server, keyFile: file })).rejects.toThrow(message(file));
});

test("failover leads the shared names to another side, and back, by signed updates", async () => {
  const shared = {
    ...site,
    zone,
    names: [`www.${zone}`],
    endpoints: [{ name: "landing-page", url: "https://www.dns-test.example/healthz", status: 200, own: true }],
    records: { in: "rfc2136" as const, server },
  };
  const fake = await FakeSides.start(Object.values(addresses), ["www.dns-test.example"]);
  for (const address of Object.values(addresses)) fake.at(address).answers = { ...working };
  try {
    const options = { authority: fake.authority, reach: fake.reach, timeout: 20_000 };
    const signed = await recordsOf(shared, { keyFile: keyFile(), env: {} });
    const [roe, spare] = shared.sides.map((side) => [side]);
    const switched = async (to = roe) => {
      const { state } = await switchTo(shared, to ?? [], signed, options);
      return [state, (await leads(shared, signed))[`www.${zone}`]];
    };
    expect(await switched(roe)).toEqual(["written", [addresses.roe]]);
    fake.at(addresses.roe).answers = {};
    expect(await switched(spare)).toEqual(["written", [addresses.spare]]);
    await expect(switched(roe)).rejects.toThrow(
      "side roe: landing-page, https://www.dns-test.example/healthz: answers 404 instead of 200",
    );
    expect(await lookup({ name: `www.${zone}`, type: "A", ttl: 0, values: [] })).toEqual([addresses.spare]);

    const unsigned = await recordsOf(shared, { env: {} });
    await expect(switchTo(shared, roe ?? [], unsigned, { ...options, force: true })).rejects.toThrow(
      `The records are at ${server}, which takes only signed updates: add --key-file.`,
    );
  } finally {
    await fake.stop();
  }
});
