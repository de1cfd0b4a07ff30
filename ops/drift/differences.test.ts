/** With events that Pulumi 3.259 wrote when somebody had changed things by hand; only values that differ were kept of each. */
import * as fs from "node:fs";
import * as path from "node:path";
import { type Diagnostic, diagnosticsOf, outcomesOf } from "../guard/events";
import { blindness, differences, nameOf } from "./differences";

const recorded = fs.readFileSync(path.join(__dirname, "recorded.jsonl"), "utf8");
const found = differences(outcomesOf(recorded));

const row = (name: string, type: string) => found.filter((one) => one.name === name && one.type.endsWith(`:${type}`));
const property = (name: string, type: string) => row(name, type).flatMap(({ properties }) => properties);

test("what is the same is passed over; the rest comes by type and name", () => {
  expect(outcomesOf(recorded)).toHaveLength(15);
  expect(found.map(({ name, type, missing }) => `${missing ? "-" : "~"} ${type} ${name}`)).toEqual([
    "~ kubernetes:core/v1:Namespace landing-page",
    "~ kubernetes:core/v1:ResourceQuota landing-page",
    "~ kubernetes:core/v1:ResourceQuota landing-page",
    "~ kubernetes:core/v1:Secret landing-page-status",
    "~ kubernetes:helm.sh/v3:Release landing-page",
    "- kubernetes:networking.k8s.io/v1:NetworkPolicy landing-page-allow-dns",
    "~ kubernetes:storage.k8s.io/v1:StorageClass standard",
    "~ openstack:compute/instance:Instance files",
    "~ openstack:containerinfra/nodeGroup:NodeGroup notebook",
    "~ openstack:networking/floatingIp:FloatingIp ingress",
    "~ openstack:networking/network:Network network",
    "~ openstack:networking/port:Port files",
    "- openstack:objectstorage/container:Container tap-results",
  ]);
});

test("a property: where, what the cloud says, what the state says, and who", () => {
  expect(row("network", "Network")).toEqual([
    {
      name: "network",
      type: "openstack:networking/network:Network",
      urn: "urn:pulumi:lab::science-platform::science-platform:infra:Network$openstack:networking/network:Network::network",
      id: "0ed2ffbb-9d8e-449b-bcd4-a452eb33166a",
      missing: false,
      properties: [
        { path: "name", cloud: '"lab-nodes-renamed"', state: '"lab-nodes"', replaces: false, owner: "by hand" },
      ],
    },
  ]);
});

test("something missing", () => {
  expect(row("tap-results", "Container")).toEqual([
    {
      name: "tap-results",
      type: "openstack:objectstorage/container:Container",
      urn: "urn:pulumi:lab::science-platform::science-platform:infra:ObjectStore$openstack:objectstorage/container:Container::tap-results",
      id: "lab-tap-results",
      missing: true,
      owner: "deleted by hand",
      properties: [],
    },
  ]);
  expect(row("landing-page-allow-dns", "NetworkPolicy")[0]?.owner).toBe("deleted by hand, or by a controller");
});

test("keys with dots, and who Kubernetes says it was", () => {
  expect(property("landing-page", "ResourceQuota")).toEqual([
    {
      path: "spec.hard.pods",
      cloud: '"60"',
      state: '"50"',
      replaces: false,
      owner: "by hand (kubectl patch), 2026-11-21 12:03 UTC",
    },
    {
      path: 'spec.hard["limits.cpu"]',
      cloud: '"9"',
      state: '"8"',
      replaces: false,
      owner: "by hand (kubectl patch), 2026-11-21 12:44 UTC",
    },
  ]);
});

test("secrets are masked", () => {
  expect(property("landing-page-status", "Secret")).toEqual([
    {
      path: "data.auth",
      cloud: "[secret]",
      state: "[secret]",
      replaces: true,
      owner: "by hand (kubectl patch), 2026-11-21 12:44 UTC",
    },
  ]);
});

test("what would be replaced is marked", () => {
  expect(property("files", "Instance").map((one) => [one.path, one.cloud, one.state, one.replaces])).toEqual([
    ["networks[0].accessNetwork", "none", "false", true],
    ["networks[0].port", "none", '"96cf8635-a5cc-4818-874e-21a28401f0b1"', true],
    ["powerState", '"shutoff"', '"active"', false],
  ]);
});

test("a Helm release", () => {
  expect(property("landing-page", "Release")).toEqual([
    { path: "values.replicaCount", cloud: "3", state: "2", replaces: false, owner: "by hand (helm upgrade)" },
  ]);
});

test("a provider that does not say in what it differs", () => {
  const event = { op: "update", urn: "urn:pulumi:a::b::c::d", type: "c", old: { id: "x" }, new: {} };
  const [one] = differences(outcomesOf(JSON.stringify({ resOutputsEvent: { metadata: event } })));
  expect(one).toMatchObject({ name: "d", id: "x", properties: [], missing: false });
});

test("of what nobody could see nothing is said", () => {
  const urn = row("network", "Network")[0]?.urn ?? "";
  expect(differences(outcomesOf(recorded), new Set([urn]))).toHaveLength(12);
});

describe("why something could not be seen", () => {
  const unreachable =
    'unable to load schema information from the API server: Get "https://10.0.0.1:6443/openapi/v2": no route';
  const deleted =
    "configured Kubernetes cluster is unreachable and the `deleteUnreachable` option is enabled. Deleting the unreachable " +
    "resource from Pulumi state\n";
  const say = (urn: string, severity: string, message: string): Diagnostic => ({ urn, severity, message });

  test("a cluster that does not answer, although its provider calls everything in it deleted", () => {
    const log = [
      say("a::quota", "warning", `configured Kubernetes cluster is unreachable: ${unreachable}\n`),
      say("a::quota", "info", deleted),
      say("a::policy", "warning", `configured Kubernetes cluster is unreachable: ${unreachable}\n`),
    ].map((diagnosticEvent) => JSON.stringify({ diagnosticEvent }));
    expect(blindness(diagnosticsOf(log.join("\n")))).toEqual([
      { reason: `the cluster does not answer: ${unreachable}`, urns: ["a::quota", "a::policy"] },
    ]);
  });

  test("a cloud that does not answer, each reason once", () => {
    const refused = 'Error creating OpenStack networking client: Post "http://10.0.0.1/v3/auth/tokens": refused';
    const message = (urn: string) =>
      `<{%reset%}>Preview failed: refreshing ${urn}: 1 error occurred:\n\t* ${refused}\n\n<{%reset%}>`;
    expect(
      blindness([
        say("a::network", "error", message("a::network")),
        say("a::subnet", "error", message("a::subnet")),
        say("a::stack", "error", "preview failed\n"),
        say("", "error", "of the run as a whole"),
        say("a::port", "warning", "only a warning"),
      ]),
    ).toEqual([{ reason: refused, urns: ["a::network", "a::subnet"] }]);
  });
});

test("names", () => {
  expect(nameOf("urn:pulumi:lab::science-platform::a$b::network")).toBe("network");
});
