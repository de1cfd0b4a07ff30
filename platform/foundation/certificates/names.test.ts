import { exampleConfig } from "../../testing";
import { certificateNames } from "./names";

type Certificates = NonNullable<Parameters<typeof exampleConfig>[1]>["certificates"];

const route53 = { provider: "route53", hostedZone: "Z0123456789", accessKeyId: "AKIA0123456789ABCDEF" } as const;
const names = (certificates: Certificates, hosts: string[], fqdn?: string) =>
  certificateNames(
    exampleConfig({}, { certificates, ...(fqdn ? { phalanx: { environment: "test", fqdn } } : {}) }),
    hosts,
  );

test.each<[string, Certificates]>([
  ["an authority of our own", { issuer: "private-ca" }],
  ["a proof in the zone", { issuer: "dns01", solver: { provider: "designate" } }],
])("%s: the zone and its wildcard, which covers one label", (_, certificates) => {
  expect(names(certificates, ["rsp", "grafana.rsp"], "data.example.org")).toEqual([
    "example.org",
    "*.example.org",
    "grafana.rsp.example.org",
  ]);
});

test.each<[string, Certificates]>([
  ["a proof in another zone", { issuer: "dns01", solver: route53, challengeZone: "tls.example.org." }],
  ["a proof by an answer", { issuer: "http01" }],
])("%s: every name, and no more", (_, certificates) => {
  expect(names(certificates, ["start.rsp", "grafana.rsp", "start.rsp"], "rsp.example.org")).toEqual([
    "grafana.rsp.example.org",
    "rsp.example.org",
    "start.rsp.example.org",
  ]);
});
