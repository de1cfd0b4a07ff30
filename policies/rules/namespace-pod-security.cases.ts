import type { Cases } from "../case";
import { namespace } from "../objects";
import { enforceLabel as label } from "../pod-security/standard";
import type { Settings } from "./namespace-pod-security";

const where = `metadata.labels["${label}"]`;

const patch = (labels: Record<string, string>) => ({
  type: "kubernetes:core/v1:NamespacePatch",
  props: { metadata: { name: "case", labels } },
});

export const namespacePodSecurityCases: Cases<Settings> = {
  good: [
    { name: "restricted", of: namespace("case", { [label]: "restricted" }) },
    { name: "baseline", of: namespace("case", { [label]: "baseline" }) },
    {
      name: "with a version beside it",
      of: namespace("case", { [label]: "restricted", [`${label}-version`]: "v1.34" }),
    },
    {
      name: "a namespace that may be privileged",
      of: namespace("case", { [label]: "privileged" }),
      settings: { privileged: ["ca*"] },
    },
    { name: "one that may say nothing", of: namespace("case"), settings: { privileged: ["case"] } },
    {
      name: "any level, where the site says so",
      of: namespace("case", { [label]: "privileged" }),
      settings: { levels: ["privileged"] },
    },
    { name: "a Patch that says something else", of: patch({ team: "a" }) },
    { name: "another kind", of: { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "case" } } },
  ],
  bad: [
    { name: "nothing said", of: namespace("case"), says: [`${where} is not set`] },
    {
      name: "no labels at all",
      of: { apiVersion: "v1", kind: "Namespace", metadata: { name: "case" } },
      says: [`${where} is not set`],
    },
    { name: "a Patch", of: patch({ [label]: "privileged" }), says: [`${where} is "privileged"`] },
    { name: "privileged", of: namespace("case", { [label]: "privileged" }), says: [`${where} is "privileged"`] },
    {
      name: "empty",
      of: namespace("case", { [label]: "" }),
      says: [`${where} is ""`],
      cluster: { answer: "refuses", because: "the API server refuses it itself" },
    },
    {
      name: "a level that does not exist",
      of: namespace("case", { [label]: "Restricted" }),
      says: [`${where} is "Restricted"`],
      cluster: { answer: "refuses", because: "the API server refuses it itself" },
    },
    {
      name: "warnings do not enforce",
      of: namespace("case", { "pod-security.kubernetes.io/warn": "restricted" }),
      says: [`${where} is not set`],
    },
    {
      name: "baseline, where the site asks for restricted",
      of: namespace("case", { [label]: "baseline" }),
      settings: { levels: ["restricted"] },
      says: [`${where} is "baseline"`],
    },
    {
      name: "a name that only resembles one that may",
      of: namespace("case", { [label]: "privileged" }),
      settings: { privileged: ["cas"] },
      says: [`${where} is "privileged"`],
    },
    { name: "unknown", of: namespace("case", { [label]: "$unknown" }), says: [`? ${where}`] },
  ],
};
