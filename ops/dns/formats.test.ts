import type { DnsRecord } from "../../infra/contract";
import { formats } from "./formats";

const records: DnsRecord[] = [
  { name: "example.org.", type: "A", ttl: 60, values: ["192.0.2.1"] },
  { name: "hub.example.org.", type: "CNAME", ttl: 300, values: ["rsp.example.org."] },
  { name: "rsp.example.org.", type: "A", ttl: 60, values: ["192.0.2.1", "192.0.2.2"] },
  { name: "rsp.example.org.", type: "TXT", ttl: 60, values: ['say "a\\b"; it\'s'] },
];
const options = {
  zone: "example.org.",
  soa: { nameServer: "ns1.example.net.", email: "dns.team@example.org", serial: 7 },
  server: "192.0.2.53:5353",
};

test("zone", () => {
  expect(formats.zone(records, options).split("\n")).toEqual([
    "$ORIGIN example.org.",
    "$TTL 300",
    "@ IN SOA ns1.example.net. dns\\.team.example.org. 7 3600 900 1209600 300",
    "@ IN NS ns1.example.net.",
    "@ 60 IN A 192.0.2.1",
    "hub 300 IN CNAME rsp.example.org.",
    "rsp 60 IN A 192.0.2.1",
    "rsp 60 IN A 192.0.2.2",
    `rsp 60 IN TXT "say \\"a\\\\b\\"; it's"`,
    "",
  ]);
});

test("a zone file without its name server is refused", () => {
  expect(() => formats.zone(records, { zone: "example.org." })).toThrow(
    "A zone file needs the zone's own name server: add --name-server.",
  );
});

test("octodns", () => {
  expect(formats.octodns(records, options)).toBe(
    `"":
  ttl: 60
  type: A
  value: 192.0.2.1
hub:
  ttl: 300
  type: CNAME
  value: rsp.example.org.
rsp:
  - ttl: 60
    type: A
    values:
      - 192.0.2.1
      - 192.0.2.2
  - ttl: 60
    type: TXT
    value: say "a\\b"\\; it's
`,
  );
});

test("nsupdate replaces each name and type, at the server that is named", () => {
  expect(formats.nsupdate(records, options).split("\n")).toEqual([
    "server 192.0.2.53 5353",
    "zone example.org.",
    "update delete example.org. A",
    "update add example.org. 60 A 192.0.2.1",
    "update delete hub.example.org. CNAME",
    "update add hub.example.org. 300 CNAME rsp.example.org.",
    "update delete rsp.example.org. A",
    "update add rsp.example.org. 60 A 192.0.2.1",
    "update add rsp.example.org. 60 A 192.0.2.2",
    "update delete rsp.example.org. TXT",
    `update add rsp.example.org. 60 TXT "say \\"a\\\\b\\"; it's"`,
    "send",
    "",
  ]);
});

test("external-dns", () => {
  expect(formats["external-dns"](records.slice(0, 2), options)).toBe(
    `apiVersion: externaldns.k8s.io/v1alpha1
kind: DNSEndpoint
metadata:
  name: example-org
spec:
  endpoints:
    - dnsName: example.org
      recordType: A
      recordTTL: 60
      targets:
        - 192.0.2.1
    - dnsName: hub.example.org
      recordType: CNAME
      recordTTL: 300
      targets:
        - rsp.example.org
`,
  );
});

test("designate, with quotes as a shell wants them", () => {
  expect(formats.designate(records, options).split("\n")).toEqual([
    "openstack recordset create example.org. example.org. --type A --ttl 60 --record 192.0.2.1",
    "openstack recordset create example.org. hub.example.org. --type CNAME --ttl 300 --record rsp.example.org.",
    "openstack recordset create example.org. rsp.example.org. --type A --ttl 60 --record 192.0.2.1 --record 192.0.2.2",
    `openstack recordset create example.org. rsp.example.org. --type TXT --ttl 60 --record '"say \\"a\\\\b\\"; it'\\''s"'`,
    "",
  ]);
});

test("json is what went in", () => {
  expect(JSON.parse(formats.json(records))).toEqual(records);
});
