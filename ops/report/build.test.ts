import { validConfig } from "../../config/testing";
import { catalog } from "../../platform/catalog";
import { policyConfig } from "../../policies/site";
import { UserError } from "../errors";
import { buildReport, type ReportInput } from "./build";
import { parseDrift } from "./drift";
import { page } from "./page";
import { parseState } from "./state";
import { exportOf, secret } from "./testing";

/** Self-signed, for these tests: site.example and *.site.example, until 25 November 2036. */
const pem =
  "-----BEGIN CERTIFICATE-----\nMIIBrzCCAVagAwIBAgIULJWHJL/Zj7VWh7i+nsMnp2i8GikwCgYIKoZIzj0EAwIw\nGTEXMBUGA1UEAwwOc2l0ZSBhdXRob3JpdHkwHhcNMjYxMTI4MDkyMDU2WhcNMzYx\nMTI1MDkyMDU2WjAZMRcwFQYDVQQDDA5zaXRlIGF1dGhvcml0eTBZMBMGByqGSM49\nAgEGCCqGSM49AwEHA0IABFh5Beju3fvuK9bn/Jsgn14iOwPA5Q+iCKU/kIp34spz\nDWDq4ZE85KOFUz2zbqXV2ZgA6oe2GQmevUt3maaqd5GjfDB6MB0GA1UdDgQWBBRU\nbh7uWlRPsx1SHczx0oCeRBS2ZzAfBgNVHSMEGDAWgBRUbh7uWlRPsx1SHczx0oCe\nRBS2ZzAPBgNVHRMBAf8EBTADAQH/MCcGA1UdEQQgMB6CDHNpdGUuZXhhbXBsZYIO\nKi5zaXRlLmV4YW1wbGUwCgYIKoZIzj0EAwIDRwAwRAIgZGUqQ/1sbpld6iP+tDpy\n4QNrY7D1vktfMyzg7PSJQJQCIF2iHm/OwjeYq2+8uqJTs27oV2dvCgQptowitcH8\nG6rA\n-----END CERTIFICATE-----\n";
const now = new Date("2026-11-28T09:00:00Z");
const urn = (type: string, name: string) => `urn:pulumi:test::science-platform::${type}::${name}`;

/** A resource as the engine writes it. */
function resource(type: string, name: string, inputs: object, more: object = {}): object {
  return { urn: urn(type, name), type, custom: true, id: name, inputs, outputs: inputs, ...more };
}

const namespace = (name: string, labels: object = {}) =>
  resource("kubernetes:core/v1:Namespace", name, { metadata: { name, labels } });
const quota = (name: string, cpu: string, memory: string) =>
  resource("kubernetes:core/v1:ResourceQuota", name, {
    metadata: { name: "quota", namespace: name },
    spec: { hard: { "limits.cpu": cpu, "limits.memory": memory, "requests.storage": "500Gi" } },
  });
const release = (name: string, namespace: string, chart: string, version: string) =>
  resource("kubernetes:helm.sh/v3:Release", name, { name, namespace, chart, version });

const outputs = {
  endpoints: { notes: "https://rsp.test.example" },
  dnsRecords: [{ name: "rsp.test.example.", type: "A", ttl: 60, values: ["203.0.113.10"] }],
  ingressAddress: "203.0.113.10",
  cluster: { name: "test", version: "v1.29.9" },
  sharedFiles: [{ name: "homes", server: "10.10.0.42", path: "/srv/homes", size: 100, readOnly: false }],
  objectStore: { endpoint: "https://s3.test.example", buckets: { backup: "test-backup" }, credentials: secret("v1:x") },
  kubeconfig: secret("v1:y"),
};

const resources = [
  { urn: urn("pulumi:pulumi:Stack", "test"), type: "pulumi:pulumi:Stack", outputs },
  resource("pulumi:providers:openstack", "openstack", { version: "3.14.0" }),
  namespace("ingress-nginx"),
  quota("ingress-nginx", "2", "4Gi"),
  release("ingress-nginx", "ingress-nginx", "./lab/charts/ingress-nginx", catalog.ingressNginx.version),
  namespace("notes", { "science-platform/published": "true" }),
  quota("notes", "40", "16Gi"),
  release("notes", "notes", "oci://registry.example/notes", "1.2.3"),
  resource("kubernetes:apps/v1:Deployment", "web", { metadata: { name: "web", namespace: "notes" } }),
  resource("kubernetes:core/v1:PersistentVolume", "homes", { metadata: { name: "homes" }, spec: { nfs: {} } }),
  resource(
    "openstack:blockstorage/volume:Volume",
    "homes",
    { name: "test-homes", size: 100, volumeType: "ceph" },
    { protect: true },
  ),
  resource("tls:index/locallySignedCert:LocallySignedCert", "platform-tls", {}, { outputs: { certPem: pem } }),
  resource(
    "tls:index/selfSignedCert:SelfSignedCert",
    "authority",
    { subject: { commonName: "site authority" } },
    {
      outputs: { validityEndTime: "2026-12-05T12:00:00Z" },
    },
  ),
  resource("kubernetes:cert-manager.io/v1:Certificate", "wildcard", {
    metadata: { name: "wildcard", namespace: "ingress-nginx" },
    spec: { dnsNames: ["test.example"], issuerRef: { name: "letsencrypt" } },
  }),
  resource("kubernetes:velero.io/v1:Schedule", "nightly", {
    metadata: { name: "nightly", namespace: "velero" },
    spec: { schedule: "0 1 * * *", template: { ttl: "720h" } },
  }),
];

function report(change: Partial<ReportInput> = {}) {
  const config = validConfig();
  return buildReport({
    stack: "test",
    config,
    policies: {},
    packages: { "@pulumi/openstack": "3.15.2" },
    state: parseState(
      JSON.stringify({ deployment: { manifest: { time: "2026-11-27T22:10:00Z", version: "v3.259.0" }, resources } }),
      "a.json",
    ),
    source: "the file a.json",
    pending: [],
    now,
    ...change,
  });
}

test("what stands on what, and the ways of data", () => {
  const { cluster, entry, links, stores } = report().topology;
  expect(entry).toEqual([{ id: "entry", title: "Public address", lines: ["203.0.113.10"] }]);
  expect(cluster.title).toBe("Kubernetes test, v1.29.9");
  expect(cluster.namespaces).toEqual([
    {
      id: "namespace/ingress-nginx",
      title: "ingress-nginx",
      lines: [`ingress-nginx ${catalog.ingressNginx.version}`, "at most 2 cores, 4Gi"],
    },
    { id: "namespace/notes", title: "notes", lines: ["notes 1.2.3", "Deployment web", "at most 40 cores, 16Gi"] },
  ]);
  expect(cluster.pools.map(({ lines, title }) => [title, ...lines])).toEqual([
    ["Nodes default-worker", "2 nodes", "8 cores, 64 GiB each"],
    ["Nodes notebook", "1 node", "8 cores, 64 GiB each"],
  ]);
  expect(stores).toEqual([
    { id: "files", title: "Shared files", lines: ["homes, 100 GiB"] },
    { id: "volumes", title: "Volumes", lines: ["test-homes, 100 GiB"] },
    { id: "buckets", title: "Buckets", lines: ["test-backup"] },
  ]);
  expect(links).toEqual([
    { from: "users", to: "entry", label: "HTTPS" },
    { from: "entry", to: "namespace/ingress-nginx", label: "ports 80 and 443" },
    { from: "namespace/ingress-nginx", to: "namespace/notes", label: "HTTP by host name" },
    { from: "cluster", to: "files", label: "NFS" },
    { from: "cluster", to: "buckets", label: "S3" },
    { from: "files", to: "volumes", label: "on" },
  ]);
});

test("who may take how much of the nodes: more than there is shows", () => {
  const [cpu, memory, ...rest] = report().capacity.groups;
  // Three nodes of 8 cores and 64 GiB, less what each keeps for itself.
  expect(cpu?.bars).toEqual([
    { label: "ingress-nginx", share: 2 / 22.5, text: "2 cores of 22.5 cores" },
    { label: "notes", share: 40 / 22.5, text: "40 cores of 22.5 cores" },
  ]);
  expect(memory?.bars.map(({ text }) => text)).toEqual(["4 GiB of 172.8 GiB", "16 GiB of 172.8 GiB"]);
  expect(rest).toEqual([]);
});

test("against the budget, and what a live look found in use", () => {
  const config = validConfig((input) =>
    Object.assign(input, { policies: { budget: { cpu: "84", memory: "40Gi", storage: "1Ti" } } }),
  );
  const usage = [
    {
      title: "Project",
      rows: [
        { label: "cores", used: 3, limit: Infinity, unit: "" },
        { label: "volumes", used: 1, limit: 0, unit: "" },
      ],
    },
  ];
  const { groups } = report({ config, live: { usage, certificates: [] } }).capacity;
  expect(groups.slice(2).map(({ bars, title }) => [title, ...bars.map(({ share, text }) => [share, text])])).toEqual([
    [
      "Quotas of all namespaces against the site's budget",
      [0.5, "42 cores of 84 cores"],
      [0.5, "20 GiB of 40 GiB"],
      [1000 / 1024, "1000 GiB of 1024 GiB"],
    ],
    ["Project", [undefined, "3, without a bound"], [Infinity, "1 of 0"]],
  ]);
});

test("certificates: those of the state, and those that only the cluster knows", () => {
  const [own, authority, kept] = report().certificates;
  expect(own).toEqual({
    name: "platform-tls",
    hosts: ["site.example", "*.site.example"],
    issuer: "site authority",
    ends: "2036-11-25",
    left: "in 3650 days",
    tone: "good",
  });
  expect(authority).toMatchObject({
    issuer: "itself: site authority",
    ends: "2026-12-05",
    left: "in 7 days",
    tone: "notice",
  });
  expect(kept).toEqual({
    name: "ingress-nginx/wildcard",
    hosts: ["test.example"],
    issuer: "letsencrypt",
    ends: undefined,
    left: "only the cluster knows: --live asks it",
    tone: "unknown",
  });
  const certificates = [
    { name: "ingress-nginx/wildcard", hosts: ["test.example"], ends: "2026-11-25T00:00:00Z", ready: true },
  ];
  expect(report({ live: { usage: [], certificates } }).certificates[2]).toMatchObject({
    left: "4 days ago",
    tone: "bad",
  });
});

test("versions: outdated ones are told, and what cannot be known offline says so", () => {
  const pins = report().pins.filter(({ installed }) => installed !== "none");
  expect(pins.map(({ installed, pinned, tone, verdict, what }) => [what, installed, pinned, tone, verdict])).toEqual([
    ["Kubernetes", "v1.29.9", "v1.34.2", "bad", "outdated: this program is tested with 1.30 to 1.35"],
    [
      "ingress-nginx",
      catalog.ingressNginx.version,
      catalog.ingressNginx.version,
      "good",
      "as pinned; newer ones cannot be known offline",
    ],
    ["notes", "1.2.3", "not in the catalog", "notice", "nobody keeps it up to date: add it to platform/catalog.ts"],
    ["openstack", "3.14.0", "3.15.2", "notice", "outdated: the next `up` changes it"],
  ]);
});

test("policies: findings, and exceptions with their end", () => {
  const list = [
    { rule: "replicas", resource: "web", reason: "alone", owner: "ops", expires: "2026-11-28" },
    { rule: "replicas", resource: "other", reason: "old", owner: "ops", expires: "2026-11-27" },
  ];
  const { checked, exceptions, findings } = report({
    policies: { all: "disabled", replicas: "mandatory", exceptions: { list } },
  });
  expect(findings.map(({ level, resource, rule, tone }) => [rule, resource, level, tone])).toEqual([
    ["replicas", "Deployment notes/web", "excepted", "good"],
  ]);
  expect(findings[0]?.text).toContain("Excepted until 2026-11-28 by ops: alone.");
  expect(exceptions.map(({ left, tone }) => [left, tone])).toEqual([
    ["today", "notice"],
    ["expired", "bad"],
  ]);
  expect(checked).toMatch(/^\d+ rules held against 14 resources$/);
});

test("drift: as it was asked for, or not known", () => {
  expect(report().drift).toEqual({ asked: undefined, rows: [], errors: [], looked: 0 });
  const answer = {
    stack: "test",
    drift: true,
    resources: [
      {
        name: "quota",
        type: "kubernetes:core/v1:ResourceQuota",
        properties: [{ path: "spec.hard.pods", cloud: "60", state: "50", owner: "kubectl" }],
      },
      { name: "zone", type: "openstack:dns/zone:Zone", missing: true, owner: "nobody knows", properties: [] },
    ],
    added: [{ group: "nodes", id: "1", rule: "ingress tcp 22 from 0.0.0.0/0", description: "" }],
    looked: 12,
    error: "volumes: 503",
  };
  const drift = { drift: parseDrift(JSON.stringify(answer), "drift.json", "test"), asked: "2026-11-28T08:00:00Z" };
  const section = report({ drift }).drift;
  expect(section).toEqual({
    asked: "2026-11-28T08:00:00Z",
    rows: [
      { resource: "ResourceQuota quota", property: "spec.hard.pods", cloud: "60", state: "50", owner: "kubectl" },
      { resource: "Zone zone", property: "", cloud: "missing", state: "there", owner: "nobody knows" },
      {
        resource: "rule in nodes",
        property: "",
        cloud: "ingress tcp 22 from 0.0.0.0/0",
        state: "not of the stack",
        owner: "somebody, by hand",
      },
    ],
    errors: ["volumes: 503"],
    looked: 12,
  });
});

test.each([
  ["{", "drift.json: this is not JSON. Write it with `science-platform drift --stack test --json`."],
  ['{"stack":"other"}', 'drift.json is about stack "other", and this report about "test".'],
])("%s is no answer about drift", (text, message) => {
  expect(() => parseDrift(text, "drift.json", "test")).toThrow(new UserError(message));
});

test("backups that were made, and what is asked for and not done", () => {
  const pending = [{ path: "services.backup", instead: "nothing is backed up" }];
  const { backups, facts, pending: told } = report({ pending });
  expect(backups).toEqual([
    { what: "namespaces and volumes", how: "Velero schedule velero/nightly", when: "0 1 * * *", keeps: "720h" },
  ]);
  expect(told).toEqual(["services.backup: nothing is backed up"]);
  expect(facts.find(({ label }) => label === "Backups")).toEqual({
    label: "Backups",
    value: "asked for, not made yet",
    tone: "notice",
  });
});

test("the few lines for a reader in a hurry", () => {
  expect(report().facts.map(({ label, tone, value }) => [label, value, tone])).toEqual([
    ["Resources", "15, 1 protected", "good"],
    expect.arrayContaining(["Policies"]),
    ["First certificate to end", "authority in 7 days", "notice"],
    ["Versions", "3 to look at", "notice"],
    ["Backups", "1 kept", "good"],
    ["Drift", "nobody asked", "unknown"],
  ]);
});

test("no secret comes into the page, whether the export shows it or not", () => {
  const shown = JSON.stringify(exportOf("lab")).replaceAll('"ciphertext":"v1:0000"', '"plaintext":"\\"hunter2\\""');
  const state = parseState(shown, "a.json");
  expect(shown.match(/hunter2/g)?.length).toBeGreaterThan(10);
  const config = validConfig();
  const text = page(
    buildReport({
      stack: "lab",
      config,
      policies: policyConfig(config),
      packages: {},
      state,
      source: "x",
      pending: [],
      now,
    }),
  );
  expect(text).not.toContain("hunter2");
});

test("the page loads nothing: its policy forbids it, and nothing in it would", () => {
  const text = page(report());
  expect(text).toMatch(
    /<meta\s+http-equiv="Content-Security-Policy"\s+content="default-src &#39;none&#39;; style-src &#39;sha256-[\w+/=]{44}&#39;;/,
  );
  expect(text).not.toMatch(/<(script|img|link|iframe|object|embed)\b|@import|url\((?!#)| style="| on\w+="/);
});

test("an empty state gives a page too", () => {
  const state = parseState('{"deployment":{}}', "a.json");
  expect(page(report({ state }))).toContain("no address for users yet");
});
