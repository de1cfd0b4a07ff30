import type { Cases } from "../case";
import { container, deployment, namespace, pod, service, storageClass, workload } from "../objects";
import type { Manifest } from "../rule";
import type { Settings } from "./required-labels";

const both = { owner: "team", environment: "production" };
const spec = { containers: [container()] };
const labelled = (labels: object | string, namespace?: string) =>
  deployment(spec, {}, { labels, ...(namespace && { namespace }) });
const claim = (labels: object): Manifest => ({
  apiVersion: "v1",
  kind: "PersistentVolumeClaim",
  metadata: { name: "case", labels },
  spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } },
});
const ofGateways = (kind: string, labels: object): Manifest => ({
  apiVersion: "gateway.networking.k8s.io/v1",
  kind,
  metadata: { name: "case", labels },
  spec: { hostnames: ["case.example.org"] },
});
const missing = (...keys: string[]) => keys.map((key) => `metadata.labels.${key} is not set`);

export const requiredLabelsCases: Cases<Settings> = {
  good: [
    { name: "both", of: labelled(both) },
    { name: "both of the namespace", of: [namespace("labels-both", both), labelled({}, "labels-both")] },
    {
      name: "one each",
      of: [namespace("labels-owner", { owner: "team" }), labelled({ environment: "test" }, "labels-owner")],
      settings: { kinds: ["Deployment"] },
    },
    { name: "a namespace", of: namespace("labels-own", both) },
    { name: "a class", of: storageClass({}, { labels: both }) },
    { name: "keys of the site", of: claim({ "example.org/team": "a" }), settings: { labels: ["example.org/team"] } },
    { name: "a kind that is not looked at", of: workload("Pod", spec) },
    {
      name: "a Pod, where the site looks at Pods",
      of: pod(spec, { labels: both }),
      settings: { kinds: ["Pod"] },
    },
    {
      name: "a Gateway, where the site looks at them",
      of: ofGateways("Gateway", both),
      settings: { kinds: ["Gateway"] },
    },
    { name: "none, where the site asks for none", of: service({}), settings: { labels: [] } },
  ],
  bad: [
    { name: "none", of: deployment(spec), says: missing("owner", "environment") },
    { name: "one missing", of: labelled({ owner: "team" }), says: missing("environment") },
    { name: "empty", of: labelled({ owner: "", environment: "test" }), says: missing("owner") },
    { name: "a namespace", of: namespace("labels-none"), says: missing("owner", "environment") },
    { name: "a claim", of: claim({ environment: "test" }), says: missing("owner") },
    { name: "a class", of: storageClass({}), says: missing("owner", "environment") },
    { name: "a Service", of: service({}), says: missing("owner", "environment") },
    {
      name: "labels of the pods are not the object's",
      of: workload("StatefulSet", spec),
      says: missing("owner", "environment"),
    },
    {
      name: "the labels of another namespace",
      of: [
        namespace("labels-a", both),
        namespace("labels-b", { owner: "b", environment: "" }),
        labelled({}, "labels-b"),
      ],
      settings: { kinds: ["Deployment"] },
      says: missing("environment"),
    },
    {
      name: "a Pod and a ConfigMap, where the site looks at them",
      of: pod(spec, { labels: { owner: "team" } }),
      settings: { kinds: ["Pod", "ConfigMap"] },
      says: missing("environment"),
    },
    ...["Gateway", "HTTPRoute"].map((kind) => ({
      name: `a ${kind}, where the site looks at them`,
      of: ofGateways(kind, { owner: "team" }),
      settings: { kinds: ["Gateway", "HTTPRoute"] },
      says: missing("environment"),
    })),
    { name: "unknown labels", of: labelled("$unknown"), says: ["? metadata.labels"] },
  ],
};
