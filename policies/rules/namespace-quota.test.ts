import { lines, previewed } from "../cases";
import { namespaceQuota } from "./namespace-quota";

const namespace = (name: string) => previewed("kubernetes:core/v1:Namespace", { metadata: { name } });
const quota = (namespace: string, hard: object | string = { "limits.cpu": "4", "limits.memory": "8Gi" }) =>
  previewed("kubernetes:core/v1:ResourceQuota", { metadata: { namespace }, spec: { hard } });
const range = (namespace: string, limit: object = { type: "Container", default: { cpu: "1", memory: "1Gi" } }) =>
  previewed("kubernetes:core/v1:LimitRange", { metadata: { namespace }, spec: { limits: [limit] } });

test.each([
  ["both there", [namespace("a"), quota("a"), range("a")], []],
  [
    "several namespaces",
    [namespace("a"), namespace("b"), quota("a"), range("b")],
    ["the namespace has no LimitRange in this stack", "the namespace has no ResourceQuota in this stack"],
  ],
  [
    "neither",
    [namespace("a")],
    ["the namespace has no ResourceQuota in this stack", "the namespace has no LimitRange in this stack"],
  ],
  ["the namespaces of Kubernetes itself", [namespace("kube-system"), namespace("default")], []],
  [
    "a quota that does not bound memory",
    [namespace("a"), quota("a", { "limits.cpu": "4", pods: "9" }), range("a")],
    ["the namespace has a ResourceQuota without limits.cpu and limits.memory in spec.hard"],
  ],
  ["a second quota that does", [namespace("a"), quota("a", { pods: "9" }), quota("a"), range("a")], []],
  [
    "a range without defaults for containers",
    [namespace("a"), quota("a"), range("a", { type: "Pod", max: { cpu: "1" } })],
    ["the namespace has a LimitRange without default cpu and memory for containers"],
  ],
  [
    "an unknown name of a namespace",
    [namespace("$unknown"), namespace("b")],
    [
      "? metadata.name",
      "the namespace has no ResourceQuota in this stack",
      "the namespace has no LimitRange in this stack",
    ],
  ],
  [
    "a quota of an unknown namespace may be the one",
    [namespace("a"), quota("$unknown"), range("a")],
    ["? metadata.namespace"],
  ],
  ["an unknown bound counts as a bound", [namespace("a"), quota("a", "$unknown"), range("a")], []],
])("%s", (_, resources, expected) => {
  expect(lines(namespaceQuota.checkStack(resources, namespaceQuota.defaults))).toEqual(expected);
});

test("a site may exempt further namespaces", () => {
  expect(namespaceQuota.checkStack([namespace("legacy")], { exempt: ["legacy"] })).toEqual([]);
});
