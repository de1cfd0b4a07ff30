import * as fs from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";
import { certificates as schema } from "../../../config/schema/names";
import { ownCharts, catalog } from "../../catalog";
import { unknownKeys } from "../../charts/values-check";
import { merge, withResources } from "../values";
import {
  certManagerOpenings,
  certManagerResources,
  certManagerValues,
  designateResources,
  designateValues,
} from "./cert-manager-values";
import type { AcmeCertificates } from "./issuer";

const openings = (certificates: object) => certManagerOpenings(schema.parse(certificates) as AcmeCertificates);
const dns01 = (solver: object, more: object = {}) => openings({ issuer: "dns01", solver, ...more });
const ports = (name: string, from: ReturnType<typeof openings>) => {
  const opening = from[name];
  return opening !== undefined && "ports" in opening ? opening.ports : undefined;
};

test("definitions come and go up with the release, and stay when it goes", () => {
  expect(certManagerValues({ replicas: 2 })).toMatchObject({
    crds: { enabled: true, keep: true },
    replicaCount: 2,
    webhook: { replicaCount: 2 },
    cainjector: { replicaCount: 2 },
    serviceAccount: { name: "cert-manager", annotations: {} },
    startupapicheck: { enabled: true },
  });
});

test("with Cloud DNS the controller is an account of Google's", () => {
  expect(certManagerValues({ replicas: 1, googleAccount: "cm@project.iam.gserviceaccount.com" })).toMatchObject({
    serviceAccount: { annotations: { "iam.gke.io/gcp-service-account": "cm@project.iam.gserviceaccount.com" } },
  });
});

test.each<[string, ReturnType<typeof openings>, number[], number[] | undefined]>([
  ["HTTP01", openings({ issuer: "http01" }), [80, 443], undefined],
  ["a name server at its own port", dns01({ provider: "rfc2136", server: "ns:5353", keyName: "k" }), [443], [53, 5353]],
  ["Cloud DNS", dns01({ provider: "clouddns" }), [80, 443, 988], [53]],
  [
    "an authority at its own port",
    dns01({ provider: "designate" }, { server: "https://acme.example.org:14000/dir" }),
    [443, 14000],
    [53],
  ],
])("what the controller may reach for %s", (_, from, authority, nameServers) => {
  expect(ports("acme", from)).toEqual(authority);
  expect(ports("name-servers", from)).toEqual(nameServers);
});

// The charts in lab/charts have the upstream charts' keys: a key that they lack would be a typing mistake that Helm ignores.
test.each([
  ["cert-manager", merge(certManagerValues({ replicas: 2 }), withResources(certManagerResources))],
  ["designate-certmanager-webhook", merge(designateValues(2), withResources(designateResources))],
])("every key that is set exists in the chart %s", (chart, values) => {
  const file = path.join(__dirname, "../../..", ownCharts, chart, "values.yaml");
  const known = parse(fs.readFileSync(file, "utf8")) as Parameters<typeof unknownKeys>[1];
  expect(unknownKeys(values, known, () => false)).toEqual([]);
});

test("the leader is elected where cert-manager is", () => {
  expect(certManagerValues({ replicas: 2 })).toMatchObject({
    global: { leaderElection: { namespace: catalog.certManager.namespace } },
  });
});
