/**
 * The roles of DMTN-084 in Kubernetes: what the groups of platform.roles may do. Users have no rights here: they come in through the
 * services.
 */
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { Config } from "../../config/schema";
import type { Labels } from "./labels";

type Roles = Config["platform"]["roles"];

/** Who looks after a namespace; it has the role's quota. */
export type Owner = "operators" | "serviceOwners" | "labAdmins";

/** One of Kubernetes' own ClusterRoles, for a group of people in one namespace. */
export interface Grant {
  /** Name of the RoleBinding. */
  name: string;
  clusterRole: "admin" | "edit" | "view";
  groups: string[];
}

/** ClusterRoles of Kubernetes by the owner of the namespace. Operators only look into labs: what lies there is the users'. */
const rights: Record<Owner, Partial<Record<Owner, Grant["clusterRole"]>>> = {
  operators: { operators: "admin" },
  serviceOwners: { operators: "admin", serviceOwners: "edit" },
  labAdmins: { operators: "view", labAdmins: "edit" },
};

const bindings: Record<Owner, string> = {
  operators: "operators",
  serviceOwners: "service-owners",
  labAdmins: "lab-admins",
};

/** Who may do what in a namespace; roles that no group has are left out. */
export function grants(owner: Owner, roles: Roles): Grant[] {
  return (Object.keys(bindings) as Owner[]).flatMap((role) => {
    const clusterRole = rights[owner][role];
    const { groups } = roles[role];
    return clusterRole === undefined || groups.length === 0 ? [] : [{ name: bindings[role], clusterRole, groups }];
  });
}

/** Bounds of a namespace: those of the role that owns it, or of every service. */
export function quotaOf(owner: Owner, { quota, roles }: Pick<Config["platform"], "quota" | "roles">) {
  return roles[owner].quota ?? quota;
}

export function subjects(groups: readonly string[]): kubernetes.types.input.rbac.v1.Subject[] {
  return groups.map((name) => ({ apiGroup: "rbac.authorization.k8s.io", kind: "Group", name }));
}

/** What operators see and do besides namespaces. Not here: Secrets, and a shell in a pod. */
const cluster: kubernetes.types.input.rbac.v1.PolicyRule[] = [
  { apiGroups: [""], resources: ["nodes", "persistentvolumes"], verbs: ["get", "list", "watch"] },
  // Cordon and drain.
  { apiGroups: [""], resources: ["nodes"], verbs: ["patch"] },
  { apiGroups: [""], resources: ["pods/eviction"], verbs: ["create"] },
  {
    apiGroups: ["storage.k8s.io"],
    resources: ["storageclasses", "volumeattachments", "csidrivers", "csinodes"],
    verbs: ["get", "list", "watch"],
  },
  {
    apiGroups: ["snapshot.storage.k8s.io"],
    resources: ["volumesnapshotclasses", "volumesnapshotcontents"],
    verbs: ["get", "list", "watch"],
  },
  { apiGroups: ["scheduling.k8s.io"], resources: ["priorityclasses"], verbs: ["get", "list", "watch"] },
  { apiGroups: ["apiextensions.k8s.io"], resources: ["customresourcedefinitions"], verbs: ["get", "list", "watch"] },
  {
    apiGroups: ["admissionregistration.k8s.io"],
    resources: [
      "validatingadmissionpolicies",
      "validatingadmissionpolicybindings",
      "validatingwebhookconfigurations",
      "mutatingwebhookconfigurations",
    ],
    verbs: ["get", "list", "watch"],
  },
  { apiGroups: ["metrics.k8s.io"], resources: ["nodes", "pods"], verbs: ["get", "list", "watch"] },
];

export interface ClusterRolesArgs {
  roles: Roles;
  labels: Labels;
}

/** What operators may do in the whole cluster: look everywhere, and take nodes out of service. Nothing when no group has the role. */
export class ClusterRoles extends pulumi.ComponentResource {
  constructor(name: string, { roles, labels }: ClusterRolesArgs, opts: pulumi.ComponentResourceOptions) {
    super("science-platform:foundation:ClusterRoles", name, { roles, labels }, opts);
    const { groups } = roles.operators;
    if (groups.length > 0) {
      const role = new kubernetes.rbac.v1.ClusterRole(
        "operators",
        { metadata: { name: "science-platform-operators", labels }, rules: cluster },
        { parent: this },
      );
      const bind = (binding: string, clusterRole: pulumi.Input<string>) =>
        new kubernetes.rbac.v1.ClusterRoleBinding(
          binding,
          {
            metadata: { name: `science-platform-${binding}`, labels },
            roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: clusterRole },
            subjects: subjects(groups),
          },
          // Kubernetes refuses to change it.
          { parent: this, replaceOnChanges: ["roleRef"], deleteBeforeReplace: true },
        );
      bind("operators", role.metadata.name);
      // Everything in namespaces but Secrets.
      bind("operators-view", "view");
    }
    this.registerOutputs();
  }
}
