import type { GcpInput } from "../../config/schema";
import { type Grant, identities } from "./identities";
import { gcpConfig } from "./testing";

/** "on what: role" */
const brief = (grant: Grant) => {
  const what = { project: "", zone: "", bucket: "", repository: "", vaultKey: "", ...grant };
  return `${grant.on}${what.zone || what.bucket || what.repository ? ` ${what.zone}${what.bucket}${what.repository}` : ""}: ${grant.role}`;
};
const of = (change: (input: GcpInput) => void) =>
  identities(gcpConfig(change)).map(({ service, kubernetes, grants }) => [service, kubernetes, grants.map(brief)]);

const writes = (bucket: string) => [
  `bucket ${bucket}: roles/storage.objectAdmin`,
  `bucket ${bucket}: roles/storage.legacyBucketReader`,
];
const sql = "project: roles/cloudsql.client";
const phalanx = (applications: string[]) => ({ environment: "test", fqdn: "rsp.test.example", applications });

test("a site of which no service acts in the cloud has none", () => {
  expect(of(() => undefined)).toEqual([]);
});

test.each<[string, string | undefined, string]>([
  ["the platform's zone", undefined, "test.example."],
  ["the zone of the proof", "tls.example.", "tls.example."],
])("cert-manager looks at all zones and writes into one: %s", (_, challengeZone, zone) => {
  const change = (input: GcpInput) =>
    void (input.certificates = { issuer: "dns01", solver: { provider: "clouddns" }, challengeZone });
  expect(of(change)).toEqual([
    ["cert-manager", ["cert-manager/cert-manager"], ["project: roles/dns.reader", `zone ${zone}: roles/dns.admin`]],
  ]);
});

test("services that write into buckets, each into its own", () => {
  const change = (input: GcpInput) => {
    input.objectStore.buckets = ["results", "logs", "backup"];
    input.services = {
      tap: { host: "tap", resultsBucket: "results", backend: { kind: "qserv", host: "qserv.example" } },
      logging: { kind: "loki" },
      backup: {
        targets: {
          here: { kind: "bucket", bucket: "backup" },
          there: { kind: "s3", endpoint: "https://s3.example", bucket: "there" },
        },
      },
    };
  };
  expect(of(change)).toEqual([
    ["backup", ["velero/velero-server"], writes("backup")],
    ["logging", ["logging/loki"], writes("logs")],
    ["tap", ["tap/tap"], writes("results")],
  ]);
});

test("databases: each service by its own account, with the names that Phalanx uses", () => {
  expect(of((input) => (input.cloudSql = { databases: ["wobbly", "gafaelfawr", "nublado"] }))).toEqual([
    ["gafaelfawr", ["gafaelfawr/gafaelfawr", "gafaelfawr/gafaelfawr-operator"], [sql]],
    ["nublado", ["nublado/cloud-sql-proxy"], [sql]],
    ["wobbly", ["wobbly/wobbly"], [sql]],
  ]);
});

test("Phalanx's TAP services write into the results' bucket, if there is one; needs of one service are one account", () => {
  const change = (buckets: string[]) => (input: GcpInput) => {
    input.objectStore.buckets = buckets;
    input.cloudSql = { databases: ["tap"] };
    input.phalanx = phalanx(["tap", "ssotap", "portal"]);
  };
  expect(of(change(["tap-results"]))).toEqual([
    ["ssotap", ["ssotap/ssotap"], writes("tap-results")],
    ["tap", ["tap/tap"], [...writes("tap-results"), sql]],
  ]);
  expect(of(change(["backup"]))).toEqual([["tap", ["tap/tap"], [sql]]]);
});

test("Nublado's controller reads the registry", () => {
  const change = (applications: string[]) => (input: GcpInput) => {
    input.artifactRegistry = ["sciplat-lab"];
    input.phalanx = phalanx(applications);
  };
  expect(of(change(["nublado"]))).toEqual([
    ["nublado-controller", ["nublado/nublado-controller"], ["repository sciplat-lab: roles/artifactregistry.reader"]],
  ]);
  expect(of(change([]))).toEqual([]);
});

test("Vault uses its key", () => {
  expect(of((input) => (input.vaultUnseal = true))).toEqual([
    [
      "vault",
      ["vault/vault"],
      ["vaultKey: roles/cloudkms.cryptoKeyEncrypterDecrypter", "vaultKey: roles/cloudkms.viewer"],
    ],
  ]);
});
