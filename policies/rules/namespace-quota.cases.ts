import type { Cases } from "../case";
import { namespace } from "../objects";
import type { Manifest } from "../rule";
import type { Settings } from "./namespace-quota";

const limits = { "limits.cpu": "4", "limits.memory": "8Gi" };
const quota = (namespace: string, hard: object | string = limits): Manifest => ({
  apiVersion: "v1",
  kind: "ResourceQuota",
  metadata: { name: "quota", namespace },
  spec: { hard },
});
const defaults = { type: "Container", default: { cpu: "1", memory: "1Gi" } };
const scoped = (more: object): Manifest => ({ ...quota("a"), spec: { hard: limits, ...more } });
const range = (namespace: string, limit: object = defaults): Manifest => ({
  apiVersion: "v1",
  kind: "LimitRange",
  metadata: { name: "defaults", namespace },
  spec: { limits: [limit] },
});

export const namespaceQuotaCases: Cases<Settings> = {
  good: [
    { name: "both there", of: [namespace("a"), quota("a"), range("a")] },
    { name: "in any order", of: [range("a"), quota("a"), namespace("a")] },
    { name: "the namespaces of Kubernetes itself", of: [namespace("kube-system"), namespace("default")] },
    {
      name: "a second quota that bounds memory",
      of: [namespace("a"), quota("a", { pods: "9" }), quota("a"), range("a")],
    },
    {
      name: "a second limit range that has defaults",
      of: [namespace("a"), quota("a"), range("a", { type: "Pod", max: { cpu: "1" } }), range("a")],
    },
    {
      name: "cores in one quota, memory in another",
      of: [namespace("a"), quota("a", { "limits.cpu": "4" }), quota("a", { "limits.memory": "8Gi" }), range("a")],
    },
    {
      name: "a limit range with maxima, which are the defaults then",
      of: [namespace("a"), quota("a"), range("a", { type: "Container", max: { cpu: "1", memory: "1Gi" } })],
    },
    { name: "a namespace that the site exempts", of: [namespace("legacy")], settings: { exempt: ["legacy"] } },
    { name: "no namespace in the stack", of: [quota("elsewhere")] },
  ],
  bad: [
    {
      name: "neither",
      of: [namespace("a")],
      says: ["the namespace has no ResourceQuota in this stack", "the namespace has no LimitRange in this stack"],
    },
    { name: "no quota", of: [namespace("a"), range("a")], says: ["the namespace has no ResourceQuota in this stack"] },
    {
      name: "no limit range",
      of: [namespace("a"), quota("a")],
      says: ["the namespace has no LimitRange in this stack"],
    },
    {
      name: "those of another namespace",
      of: [namespace("a"), namespace("b"), quota("a"), range("b")],
      says: ["the namespace has no LimitRange in this stack", "the namespace has no ResourceQuota in this stack"],
    },
    {
      name: "a quota that does not bound memory",
      of: [namespace("a"), quota("a", { "limits.cpu": "4", pods: "9" }), range("a")],
      says: ["the namespace has a ResourceQuota without limits.cpu and limits.memory in spec.hard"],
    },
    ...[{ scopes: ["Terminating"] }, { scopeSelector: { matchExpressions: [] } }].map((more) => ({
      name: `a quota for some pods only: ${Object.keys(more).join()}`,
      of: [namespace("a"), scoped(more), range("a")],
      says: ["the namespace has a ResourceQuota without limits.cpu and limits.memory in spec.hard"],
    })),
    {
      name: "a quota of what is no amount",
      of: [namespace("a"), quota("a", { "limits.cpu": "-1", "limits.memory": "much" }), range("a")],
      says: ["the namespace has a ResourceQuota without limits.cpu and limits.memory in spec.hard"],
    },
    {
      name: "defaults of nothing",
      of: [namespace("a"), quota("a"), range("a", { type: "Container", default: { cpu: "0", memory: "" } })],
      says: ["the namespace has a LimitRange without default cpu and memory for containers"],
    },
    {
      name: "a range without defaults for containers",
      of: [namespace("a"), quota("a"), range("a", { type: "Pod", max: { cpu: "1" } })],
      says: ["the namespace has a LimitRange without default cpu and memory for containers"],
    },
    {
      name: "default is no longer exempt when the site says so",
      of: [namespace("default")],
      settings: { exempt: [] },
      says: ["the namespace has no ResourceQuota in this stack", "the namespace has no LimitRange in this stack"],
    },
    {
      name: "an unknown name hides no other namespace",
      of: [namespace("$unknown"), namespace("b"), range("b")],
      says: ["? metadata.name", "the namespace has no ResourceQuota in this stack"],
    },
    {
      name: "a quota of an unknown namespace may be the one",
      of: [namespace("a"), quota("$unknown"), range("a")],
      says: ["? metadata.namespace"],
    },
  ],
};
