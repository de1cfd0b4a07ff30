/**
 * How a service is declared: everything that a site, a reviewer or a rule must know of it, in one file. Declarations are data and pure
 * functions of the configuration; platform/services/create.ts makes of them what runs, platform/services/page.ts what people read.
 */
import type * as pulumi from "@pulumi/pulumi";
import type { Config, OpenstackInput } from "../../config/schema";
import type { CloudCredential, Infrastructure, NodePool, ObjectStore } from "../../infra/contract";
import type { Chart } from "../catalog";
import type { Labels } from "../foundation/labels";
import type { Opening } from "../foundation/network-policies";
import type { Priority } from "../foundation/priorities";
import type { ServiceNamespaceArgs } from "../foundation/service-namespace";
import type { ContainerResources, Values } from "../foundation/values";
import type { Alert, Dashboard, Metrics } from "../foundation/watch";
import type { ServiceSecrets } from "../secrets/contract";
import type { Endpoint } from "./endpoints";
import type { Watched } from "./watched";

/** Sections of services that stand outside of `services`, because others than services read them too. */
const sectionsElsewhere = ["database", "identity.keycloak", "storage.fileServer"] as const;

/** Path of a service's section in the stack file. */
export function sectionPath(section: Service["section"]): string {
  return sectionsElsewhere.some((one) => one === section) ? section : `services.${section}`;
}

export interface Service {
  /** Of its page, docs/services/<name>.md. */
  name: string;
  title: string;
  /** What it is for, in a sentence or two. */
  purpose: string;
  /** Its section in the stack file, most often one below `services`. Without the section the service is off. */
  section: keyof Config["services"] | (typeof sectionsElsewhere)[number];
  /** Last part of the type token of its components, like "LandingPage". It is part of their URNs: never change it. */
  component: string;
  /** Charts that its instances install. */
  charts: readonly Chart[];
  /** What a stack file says that switches it on; for its page and for tests. Placeholders only. */
  example: Partial<OpenstackInput>;
  /** What whoever runs it must know and no key says: sentences. @default none */
  notes?: readonly string[];
  /** What somebody must be told of it, when the site has monitoring. Asked only where it is on. */
  alerts: (config: Config) => readonly Alert[] | None;
  /** Its pages in Grafana, when the site has monitoring. Asked only where it is on. */
  dashboards: (config: Config) => readonly Dashboard[] | None;
  /** What runs of it at this site: nothing, one, or several of a kind. Pure. */
  instances: (config: Config) => Instance[];
}

/** There is none, and that is meant so. */
export interface None {
  /** Why: a sentence for its page. */
  none: string;
}

/** @returns Nothing where there is none. */
export function listed<T>(declared: readonly T[] | None): readonly T[] {
  return "none" in declared ? [] : declared;
}

/** One release in a namespace of its own. */
export interface Instance {
  /** Name of the component, of the namespace, of the release and in the output `endpoints`. */
  name: string;
  /** What of the configuration makes it what it is; reviewers and rules see it as the component's inputs. No secrets. */
  settings: Record<string, unknown>;
  chart: Chart;
  /** Values of the chart, without the resources of its containers. */
  values: (given: Given) => Values;
  /** Bounds of every container of the chart, by the path in its values. */
  resources: Record<string, ContainerResources>;
  /** Seconds until an installation counts as failed. @default 300 */
  timeout?: number;
  /** Names of other instances that must work before this one is installed; those that the site does not have do not count. @default none */
  after?: readonly string[];
  /**
   * Every other instance comes after it, and goes before it: any of them may have claims on what it serves, and cannot let go of them
   * without it. @default false
   */
  first?: boolean;
  /** Its secrets, in one Secret in its namespace. @default none */
  secret?: InstanceSecret;
  /** Bounds, owner and Pod Security of the namespace. @default as of every service, Pod Security "restricted" */
  namespace?: Pick<ServiceNamespaceArgs, "classStorage" | "largest" | "owner" | "podSecurity" | "quota">;
  /** Numbers that its pods tell, which Prometheus reads when the site has monitoring. @default none */
  metrics?: readonly Omit<Metrics, "namespace">[];
  /** Content of ConfigMaps in its namespace, by name. @default none */
  configMaps?: (given: Given) => Record<string, ConfigMap>;
  /** Ways through the default denial of network traffic, by name. The chart's own policies come on top. */
  openings: Record<string, Opening>;
  /** Host names below the zone at which users find it; the first is its endpoint. */
  hosts: readonly string[];
  /** Shared files that its pods mount, each as a claim of the export's name. @default none */
  files?: readonly MountedExport[];
  /** What must answer once it works, besides what Helm waits for (every Deployment with all its pods ready). */
  readiness: readonly Readiness[];
  backup: Backup;
}

export interface InstanceSecret {
  /** Name of the Secret and of the component that makes it: no other instance of the service may have the same. */
  name: string;
  /** URN of the component that made it before, given the service's component now. @default none */
  formerParent?: (component: pulumi.Resource) => pulumi.Output<string>;
  declared: Pick<ServiceSecrets, "service" | "delivery" | "keys">;
}

export interface ConfigMap {
  /** On top of the site's. @default none */
  labels?: Labels;
  /** File name to text. */
  data: Record<string, string>;
}

export interface MountedExport {
  /** Name of one of storage.fileServer.exports. */
  export: string;
  readOnly: boolean;
}

/** A question by https to one of the hosts. */
export interface Readiness {
  host: string;
  path: string;
  /** Code of a right answer. */
  status: number;
  /** True: what needs it goes on without it, so nobody is woken when it is down; an alert of the service tells by day. */
  spare?: true;
}

export type Backup =
  /** Everything comes back by `pulumi up`. */
  | { kind: "nothing"; why: string }
  /** Volumes in the namespace hold what nobody can make again. */
  | { kind: "volumes"; what: string };

/** What is known only when the platform is made. */
export interface Given {
  /** PriorityClasses. */
  priority: Record<Priority, pulumi.Input<string>>;
  pools: readonly Pick<NodePool, "name" | "labels" | "taints">[];
  /** What the site's parts say of how they are watched. */
  watched: Watched;
  /** Authority that signed the platform's certificate, PEM. Missing: one that everybody trusts. */
  authority?: pulumi.Input<string>;
  /** What must answer; none where nobody asks. */
  endpoints: readonly Endpoint[];
  /** PostgreSQL that the layer made. Missing: it made none. */
  database?: Infrastructure["database"];
  /** Missing: the layer has none. */
  objectStore?: Pick<ObjectStore, "endpoint" | "region" | "buckets" | "pathStyle">;
  /** Address of the file server. Missing: it is no machine of the layer's own. */
  fileServer?: pulumi.Input<string>;
  /** Service to the cloud's account that its pods are without any key. Missing: the cloud has no such thing. */
  accounts?: Readonly<Record<string, pulumi.Input<string>>>;
  /** Purpose to where a login at the cloud is for. Its keys are secrets. Missing: the layer has made none. */
  cloudLogins?: Readonly<Record<string, Pick<CloudCredential, "authUrl" | "project" | "region">>>;
  /** Namespaces whose volumes are to be backed up, sorted. */
  backedUp: readonly string[];
}
