/** What of the state is in the cluster: namespaces with what runs in them. Pure. */
import { valueAt } from "../../config/problems-tree";
import { ofType, textAt, type State, type StateResource } from "./state";

export interface Service {
  name: string;
  chart: string;
  version: string;
}

export interface Namespace {
  name: string;
  /** Helm releases. */
  services: Service[];
  /** Workloads that the program makes without a chart, like "Deployment portal". */
  workloads: string[];
  /** Name of a quantity (limits.cpu) to its bound; empty: no quota. */
  hard: Record<string, string>;
  /** Users reach it through the ingress. */
  published: boolean;
  networkPolicies: number;
  /** Claims for volumes. */
  claims: string[];
}

const workloadTypes = ["Deployment", "StatefulSet", "DaemonSet", "Job", "CronJob"];

export function namespacesOf(state: State): Namespace[] {
  const objects = state.resources.filter(({ type }) => type.startsWith("kubernetes:"));
  const inside = (name: string) => objects.filter((one) => namespaceOf(one) === name);
  const own = ofType(state, "kubernetes:core/v1:Namespace");
  const names = new Set([...own.map(objectName), ...releasesOf(state).map(({ namespace }) => namespace)]);
  return [...names].sort().map((name) => {
    const here = inside(name);
    const ofKind = (kind: string) => here.filter(({ type }) => kindOf(type) === kind);
    const labels = own.find((one) => objectName(one) === name)?.inputs;
    return {
      name,
      services: releasesOf(state).filter(({ namespace }) => namespace === name),
      workloads: here
        .filter(({ type }) => workloadTypes.includes(kindOf(type)))
        .map((one) => `${kindOf(one.type)} ${objectName(one)}`),
      hard: Object.fromEntries(
        ofKind("ResourceQuota").flatMap(({ inputs }) =>
          Object.entries(valueAt(inputs, ["spec", "hard"]) ?? {}).map(([key, value]) => [key, String(value)]),
        ),
      ),
      published: textAt(labels, "metadata", "labels", "science-platform/published") === "true",
      networkPolicies: ofKind("NetworkPolicy").length,
      claims: ofKind("PersistentVolumeClaim").map(objectName),
    };
  });
}

/** The Helm releases, with the name of the chart without its place. */
export function releasesOf(state: State): (Service & { namespace: string })[] {
  return ofType(state, "kubernetes:helm.sh/v3:Release").map(({ inputs, name, outputs }) => ({
    name: textAt(inputs, "name") ?? textAt(outputs, "name") ?? name,
    namespace: textAt(inputs, "namespace") ?? "default",
    chart: chartName(textAt(inputs, "chart") ?? name),
    version: textAt(inputs, "version") ?? textAt(outputs, "status", "version") ?? "",
  }));
}

/** "ingress-nginx" of "./charts/ingress-nginx", "oci://host/ingress-nginx" and "cache/ingress-nginx-4.15.1.tgz". */
function chartName(chart: string): string {
  const last = chart.split("/").at(-1) ?? chart;
  return last.replace(/-v?\d+\.\d+\.\d+[^/]*\.tgz$/, "");
}

export function kindOf(type: string): string {
  return type.split(":").at(-1) ?? type;
}

export function objectName({ inputs, outputs, name }: StateResource): string {
  return textAt(inputs, "metadata", "name") ?? textAt(outputs, "metadata", "name") ?? name;
}

function namespaceOf({ inputs, outputs }: StateResource): string | undefined {
  return textAt(inputs, "metadata", "namespace") ?? textAt(outputs, "metadata", "namespace");
}
