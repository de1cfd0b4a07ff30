import { isWorld } from "../ranges";
import type { Field } from "../reader";
import { reporter, type Reporter, type ResourceRule } from "../rule";

export type Settings = Record<string, never>;

export const privateCluster: ResourceRule<Settings> = {
  name: "private-cluster",
  group: "cloud-guardrails",
  description:
    "Nodes have no public addresses, the Kubernetes API is open to named ranges only, and pods log in to the cloud by workload identity.",
  why: "a node or an API in reach of everybody is attacked at once, and a pod with the node's login has all that the nodes may do",
  fix: "GKE: privateClusterConfig.enablePrivateNodes, masterAuthorizedNetworksConfig and workloadIdentityConfig.workloadPool; Magnum: floatingIpEnabled false",
  severity: "critical",
  disposable: "mandatory",
  defaults: {},
  settings: {},
  notInCluster: "it is about the cloud, not about objects of Kubernetes",
  check(resource) {
    const report = reporter(resource, privateCluster.why);
    const { type, props } = resource;
    if (type === "gcp:container/cluster:Cluster") gkeCluster(props, report);
    if (type === "gcp:container/nodePool:NodePool") nodePool(props, report);
    if (type.startsWith("openstack:containerinfra/")) magnum(type, props, report);
    return report.findings;
  },
};

/** The field must have this value. */
function must(report: Reporter, field: Field, value: boolean | string, fix: string): void {
  if (field.unknown) report.unknown(field);
  else if (field.value !== value)
    report.violation(field.path, field.absent ? "is not set" : `is ${JSON.stringify(field.value)}`, fix);
}

function gkeCluster(props: Field, report: Reporter): void {
  must(report, props.get("privateClusterConfig", "enablePrivateNodes"), true, "set it to true");
  const endpoint = props.get("privateClusterConfig", "enablePrivateEndpoint");
  const networks = props.get("masterAuthorizedNetworksConfig");
  if (networks.unknown) report.unknown(networks);
  else if (networks.absent && endpoint.value !== true)
    report.violation(
      networks.path,
      "is not set: the API is open to the whole world",
      "name the administrators' ranges",
    );
  const blocks = networks.get("cidrBlocks");
  for (const block of blocks.unknown ? [blocks] : blocks.items) {
    const range = block.get("cidrBlock");
    if (range.unknown) report.unknown(range);
    else if (isWorld(range.text))
      report.violation(range.path, "opens the API to the whole world", "name the administrators' ranges");
  }
  // An autopilot cluster always has it.
  const pool = props.get("workloadIdentityConfig", "workloadPool");
  if (pool.unknown) report.unknown(pool);
  else if ((pool.text ?? "") === "" && props.get("enableAutopilot").value !== true)
    report.violation(pool.path, "is not set", 'set it to "PROJECT.svc.id.goog"');
  for (const [path, fix] of [
    ["enableLegacyAbac", "leave it out: RBAC decides"],
    ["enableKubernetesAlpha", "leave it out: such a cluster is deleted after 30 days"],
  ] as const)
    if (props.get(path).value === true) report.violation(path, "is true", fix);
  const certificate = props.get("masterAuth", "clientCertificateConfig", "issueClientCertificate");
  if (certificate.value === true)
    report.violation(certificate.path, "is true: a certificate that cannot be revoked", "set it to false");
  nodeConfig(props.get("nodeConfig"), report, false);
}

function nodePool(props: Field, report: Reporter): void {
  const own = props.get("networkConfig", "enablePrivateNodes");
  if (own.value === false) report.violation(own.path, "is false: its nodes get public addresses", "leave it out");
  nodeConfig(props.get("nodeConfig"), report, true);
}

function nodeConfig(config: Field, report: Reporter, required: boolean): void {
  const mode = config.get("workloadMetadataConfig", "mode");
  if (mode.unknown) report.unknown(mode);
  // Without it a pod may ask the node's own login.
  else if (mode.absent ? required : mode.text !== "GKE_METADATA")
    report.violation(mode.path, mode.absent ? "is not set" : `is "${mode.text}"`, 'set it to "GKE_METADATA"');
}

function magnum(type: string, props: Field, report: Reporter): void {
  if (!/:(ClusterTemplate|Cluster)$/.test(type)) return;
  const floating = props.get("floatingIpEnabled");
  if (floating.unknown) report.unknown(floating);
  else if (floating.value === true || (floating.absent && type.endsWith(":ClusterTemplate")))
    report.violation(
      floating.path,
      floating.absent
        ? "is not set, which means true: each node gets a public address"
        : "is true: each node gets a public address",
      "set it to false",
    );
  for (const label of ["api_master_lb_allowed_cidrs", "master_lb_allowed_cidrs"]) {
    const ranges = props.get("labels", label);
    if (!ranges.unknown && ranges.text?.split(",").some(isWorld) === true)
      report.violation(ranges.path, "opens the API to the whole world", "name the administrators' ranges");
  }
}
