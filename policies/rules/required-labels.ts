import { literal, object, when } from "../admission/cel";
import type { Field } from "../reader";
import { reporter, type StackRule } from "../rule";
import { namespaceLabels } from "../stack";
import { baseKind } from "../workloads";

export type Settings = {
  /** Keys of the labels. */
  labels: string[];
  /** Kinds that carry them. */
  kinds: string[];
};

const why = "nobody can be asked about an object that says neither whose it is nor to which environment it belongs";

/** Kinds to their place in the API. */
const api: Record<string, { group: string; resource: string }> = {
  Namespace: { group: "", resource: "namespaces" },
  Service: { group: "", resource: "services" },
  PersistentVolumeClaim: { group: "", resource: "persistentvolumeclaims" },
  PersistentVolume: { group: "", resource: "persistentvolumes" },
  Deployment: { group: "apps", resource: "deployments" },
  StatefulSet: { group: "apps", resource: "statefulsets" },
  DaemonSet: { group: "apps", resource: "daemonsets" },
  CronJob: { group: "batch", resource: "cronjobs" },
  StorageClass: { group: "storage.k8s.io", resource: "storageclasses" },
  Pod: { group: "", resource: "pods" },
  ReplicaSet: { group: "apps", resource: "replicasets" },
  Job: { group: "batch", resource: "jobs" },
  ConfigMap: { group: "", resource: "configmaps" },
  Secret: { group: "", resource: "secrets" },
  ServiceAccount: { group: "", resource: "serviceaccounts" },
  Ingress: { group: "networking.k8s.io", resource: "ingresses" },
  Gateway: { group: "gateway.networking.k8s.io", resource: "gateways" },
  HTTPRoute: { group: "gateway.networking.k8s.io", resource: "httproutes" },
  NetworkPolicy: { group: "networking.k8s.io", resource: "networkpolicies" },
};

/** What people make; the others come of them, or are many. */
const usualKinds = [
  "Namespace",
  "Service",
  "PersistentVolumeClaim",
  "PersistentVolume",
  "Deployment",
  "StatefulSet",
  "DaemonSet",
  "CronJob",
  "StorageClass",
];

export const requiredLabels: StackRule<Settings> = {
  name: "required-labels",
  group: "security-baseline",
  description:
    "Every object says by its labels, or by those of its namespace, whose it is and to which environment it belongs.",
  why,
  fix: "label the object, or once its namespace: what is in it need not repeat the labels",
  severity: "low",
  disposable: "advisory",
  defaults: { labels: ["owner", "environment"], kinds: usualKinds },
  settings: {
    labels: { type: "array", items: { type: "string" }, description: "Keys of the labels; their values may be any." },
    kinds: {
      type: "array",
      items: { type: "string", enum: Object.keys(api) },
      description: "Kinds that carry them, themselves or by their namespace.",
    },
  },
  checkStack(resources, settings) {
    const namespaces = namespaceLabels(resources);
    return resources.flatMap((resource) => {
      const kind = baseKind(resource.type);
      if (kind === undefined || !settings.kinds.includes(kind) || resource.type.endsWith("Patch")) return [];
      const report = reporter(resource, why);
      const own = resource.props.get("metadata", "labels");
      const inherited = namespaces.get(resource.props.get("metadata", "namespace").text ?? "");
      for (const key of settings.labels) {
        const label = own.get(key);
        const said = [label, inherited?.get(key)].filter((field): field is Field => field !== undefined);
        if (said.some((field) => !field.absent && !field.unknown && field.text !== "")) continue;
        const unknown = said.find((field) => field.unknown);
        if (unknown !== undefined) report.unknown(unknown);
        else report.violation(label.path, "is not set", "label the object or its namespace");
      }
      return report.findings;
    });
  },
  admission: ({ labels, kinds }) => {
    const wanted = kinds.flatMap((kind) => api[kind] ?? []);
    const groups = [...new Set(wanted.map(({ group }) => group))];
    return {
      match: groups.map((group) => ({
        apiGroups: [group],
        apiVersions: ["v1"],
        resources: wanted.filter((one) => one.group === group).map(({ resource }) => resource),
      })),
      problems: labels.map((key) => {
        const label = (of: string) => `${of}.metadata.?labels[?${literal(key)}].orValue("")`;
        return when(
          `${label(object)} == "" && (namespaceObject == null || ${label("namespaceObject")} == "")`,
          literal(`the label ${key} is not set`),
        );
      }),
    };
  },
};
