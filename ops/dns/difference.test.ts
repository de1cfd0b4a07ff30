import type { DnsRecord } from "../../infra/contract";
import { describe as inWords, differences, resolverLookup } from "./difference";

const records: DnsRecord[] = [
  { name: "a.example.org.", type: "A", ttl: 60, values: ["192.0.2.2", "192.0.2.10"] },
  { name: "b.example.org.", type: "A", ttl: 60, values: ["192.0.2.1"] },
  { name: "c.example.org.", type: "CNAME", ttl: 60, values: ["a.example.org."] },
];

test("what is missing or different is told, in whatever order the server answers", async () => {
  const answers = [["192.0.2.10", "192.0.2.2"], [], ["b.example.org."]];
  const found = await differences(records, () => Promise.resolve(answers.shift() ?? []));
  expect(found.map(inWords)).toEqual([
    "b.example.org. A: is missing, should be 192.0.2.1",
    "c.example.org. CNAME: has b.example.org., should be a.example.org.",
  ]);
});

test("a server that is no address", () => {
  expect(() => resolverLookup(["ns1.example.org"])).toThrow(
    '--server: "ns1.example.org" is no address like 192.0.2.53 or 192.0.2.53:5353.',
  );
});

test("a server that is not there is a failure, not a missing record", async () => {
  const lookup = resolverLookup(["127.0.0.1:9"], 200);
  await expect(differences(records.slice(1, 2), lookup)).rejects.toThrow(
    /^The name server 127\.0\.0\.1:9 gives no answer for b\.example\.org\. A \(E(CONNREFUSED|TIMEOUT)\)\.$/,
  );
});
