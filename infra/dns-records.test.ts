import { dnsRecords } from "./dns-records";

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
