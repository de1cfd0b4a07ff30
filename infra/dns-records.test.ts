import type { Config } from "../config/schema";
import { challengeZone, dnsRecords } from "./dns-records";

const zone = "rsp.example.";
const row = (name: string) => ({ name, type: "A", ttl: 300, values: ["203.0.113.9"] });

test.each([
  ["no host", [], []],
  ["sorted", ["rsp", "argo"], [row("argo.rsp.example."), row("rsp.rsp.example.")]],
  ["each name once, in lower case", ["RSP", "rsp"], [row("rsp.rsp.example.")]],
  ["a host of several labels", ["a.b"], [row("a.b.rsp.example.")]],
])("%s", (_, hosts, rows) => {
  expect(dnsRecords({ zone, ttl: 300, hosts, address: "203.0.113.9" })).toEqual(rows);
});

test("names that are proved in another zone lead there", () => {
  const rows = dnsRecords({ zone, ttl: 300, hosts: ["rsp"], address: "203.0.113.9", challengeZone: "tls.example." });
  expect(rows).toEqual([
    { name: "_acme-challenge.rsp.rsp.example.", type: "CNAME", ttl: 300, values: ["_acme-challenge.tls.example."] },
    row("rsp.rsp.example."),
  ]);
});

test("names that several stacks serve get no address from any of them, only what leads to their proofs", () => {
  const shared = { zone, ttl: 300, hosts: ["rsp"], address: "203.0.113.9", failover: {} };
  expect(dnsRecords(shared)).toEqual([]);
  expect(dnsRecords({ ...shared, challengeZone: "tls.example." }).map(({ type }) => type)).toEqual(["CNAME"]);
});

const dns = (provider: string) => ({ provider, zone, email: "a@example.org", ttl: 300 }) as Config["dns"];
const proved = (provider: string, zone?: string) =>
  ({
    issuer: "dns01",
    solver: { provider },
    challengeZone: zone,
    server: "https://acme.example.org",
    staging: false,
  }) as Config["certificates"];

test.each<[string, Config["dns"], Config["certificates"], string | undefined]>([
  ["in another zone, at other servers", dns("none"), proved("route53", "tls.example."), "tls.example."],
  ["in its own zone", dns("none"), proved("route53"), undefined],
  ["in another zone of the same cloud", dns("clouddns"), proved("clouddns", "tls.example."), undefined],
  ["not by a record", dns("none"), { issuer: "private-ca" }, undefined],
])("a name that is proved %s", (_, dns, certificates, expected) => {
  expect(challengeZone({ dns, certificates })).toBe(expected);
});
