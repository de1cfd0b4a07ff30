/** The namespace of one service, with its bounds and its walls. */
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { Config } from "../../config/schema";
import type { Labels } from "./labels";
import { networkPolicies, type Opening } from "./network-policies";
import { grants, quotaOf, subjects, type Owner } from "./roles";

export interface ServiceNamespaceArgs {
  /** Labels of the namespace and of what is made in it. */
  labels: Labels;
  /** Pod Security Standard that pods must keep to. @default "restricted" */
  podSecurity?: "restricted" | "baseline" | "privileged";
  /** Bounds of namespaces and containers, and who has which role. */
  platform: Pick<Config["platform"], "quota" | "containerDefaults" | "roles">;
  /** Role that looks after the namespace, with its quota. @default "serviceOwners" */
  owner?: Owner;
  /** Bounds of the namespace as a whole. @default those of the owner */
  quota?: Config["platform"]["quota"];
  /** Bounds of the volumes of single StorageClasses: class to the sum of what its claims ask for. @default none */
  classStorage?: Record<string, string>;
  /** Most that one container may have as its limits, whoever makes it. @default no bound but the quota */
  largest?: { cpu: string; memory: string };
  /** Services of type LoadBalancer that may be made. @default 0 */
  loadBalancers?: number;
  /** Ways through the default denial of network traffic, by name. @default {} */
  openings?: Record<string, Opening>;
}

/**
 * A namespace is ready for workloads only when its quota, limits and network policies are there: depend on the component, not on
 * its name alone.
 */
export class ServiceNamespace extends pulumi.ComponentResource {
  /** Name of the namespace, which is the name of the component. */
  readonly name: pulumi.Output<string>;

  constructor(name: string, args: ServiceNamespaceArgs, opts: pulumi.ComponentResourceOptions) {
    super("science-platform:foundation:ServiceNamespace", name, args, opts);
    const inside = { parent: this };
    const { labels, owner = "serviceOwners", platform } = args;

    const namespace = new kubernetes.core.v1.Namespace(
      name,
      { metadata: { name, labels: namespaceLabels(args) } },
      inside,
    );
    this.name = namespace.metadata.name;

    new kubernetes.core.v1.ResourceQuota(
      name,
      {
        metadata: { name: "quota", namespace: this.name, labels: labels },
        spec: { hard: quota({ quota: quotaOf(owner, platform), ...args }) },
      },
      inside,
    );
    new kubernetes.core.v1.LimitRange(
      name,
      {
        metadata: { name: "container-defaults", namespace: this.name, labels: labels },
        spec: { limits: [containerDefaults(platform.containerDefaults, args.largest)] },
      },
      inside,
    );
    for (const [policy, spec] of Object.entries(networkPolicies(args.openings ?? {})))
      new kubernetes.networking.v1.NetworkPolicy(
        `${name}-${policy}`,
        { metadata: { name: policy, namespace: this.name, labels: labels }, spec },
        inside,
      );
    for (const { name: binding, clusterRole, groups } of grants(owner, platform.roles))
      new kubernetes.rbac.v1.RoleBinding(
        `${name}-${binding}`,
        {
          metadata: { name: binding, namespace: this.name, labels },
          roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: clusterRole },
          subjects: subjects(groups),
        },
        // Kubernetes refuses to change it.
        { ...inside, replaceOnChanges: ["roleRef"], deleteBeforeReplace: true },
      );

    this.registerOutputs({ name: this.name });
  }
}

/** Pod Security admission enforces the level, and warns about what the strictest one would refuse. */
export function namespaceLabels({ labels, podSecurity = "restricted" }: ServiceNamespaceArgs): Labels {
  return {
    ...labels,
    "pod-security.kubernetes.io/enforce": podSecurity,
    "pod-security.kubernetes.io/warn": "restricted",
    "pod-security.kubernetes.io/audit": "restricted",
  };
}

/** `spec.hard` of the ResourceQuota. Balancers and node ports are ways around the ingress: none unless asked for. */
export function quota({
  quota,
  classStorage = {},
  loadBalancers = 0,
}: {
  quota: Config["platform"]["quota"];
  classStorage?: Record<string, string>;
  loadBalancers?: number;
}) {
  return {
    "limits.cpu": quota.cpu,
    "limits.memory": quota.memory,
    pods: String(quota.pods),
    "requests.storage": quota.storage,
    persistentvolumeclaims: String(quota.claims),
    ...Object.fromEntries(
      Object.entries(classStorage).map(([name, size]) => [
        `${name}.storageclass.storage.k8s.io/requests.storage`,
        size,
      ]),
    ),
    "services.loadbalancers": String(loadBalancers),
    // A balancer of the usual kind takes node ports too.
    ...(loadBalancers === 0 ? { "services.nodeports": "0" } : {}),
  };
}

/** The `limits` entry of the LimitRange. */
export function containerDefaults(
  { cpu, memory }: Config["platform"]["containerDefaults"],
  largest?: ServiceNamespaceArgs["largest"],
) {
  return {
    type: "Container",
    default: { cpu: cpu.limit, memory: memory.limit },
    defaultRequest: { cpu: cpu.request, memory: memory.request },
    ...(largest === undefined ? {} : { max: largest }),
  };
}
