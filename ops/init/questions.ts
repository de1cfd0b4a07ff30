/** What init has to be told: one table of questions, for flags, for a file of answers and for asking. Loads nothing, for a quick --help. */

export type Cloud = "openstack" | "gcp" | "existing";

/** How a question is put. */
export interface Question {
  flag: string;
  /** For the help and when asking. */
  text: string;
  /** Clouds that it is for. Default: all. */
  clouds?: readonly Cloud[];
  /** Nothing can be written without it. */
  required?: true;
}

const openstack = { clouds: ["openstack"] } as const;
const gcp = { clouds: ["gcp"] } as const;
const existing = { clouds: ["existing"] } as const;

/** In the order in which they are asked. */
export const questions = {
  cloud: {
    flag: "--cloud <kind>",
    text: "what the platform stands on: openstack, gcp or existing (a cluster)",
    required: true,
  },
  site: { flag: "--site <name>", text: "short name of the site and of its stack", required: true },
  owner: { flag: "--owner <team>", text: "team that answers for the site", required: true },
  domain: {
    flag: "--domain <name>",
    text: "domain below which the platform's names lie, like rsp.example.org",
    required: true,
  },
  email: { flag: "--email <address>", text: "contact for DNS and certificates", required: true },
  users: {
    flag: "--users <number>",
    text: "users at work at the same time, for whom there must be room",
    required: true,
  },
  administrators: {
    flag: "--administrators <ranges>",
    text: "ranges that may reach the Kubernetes API and SSH, like 192.0.2.0/24,198.51.100.7",
    required: true,
  },
  lifecycle: { flag: "--lifecycle <kind>", text: "production (default) or disposable: may `destroy` delete data?" },
  homeQuota: { flag: "--home-quota <size>", text: "what one home directory may hold (default: 100G)" },
  login: { flag: "--login <kind>", text: "where users come from: keycloak (default), github, oidc, cilogon or none" },
  clientId: { flag: "--client-id <id>", text: "client ID at GitHub, CILogon or the OpenID Connect provider" },
  organization: { flag: "--organization <name>", text: "GitHub organization whose members may log in" },
  issuer: { flag: "--issuer <url>", text: "issuer of the OpenID Connect provider" },
  databaseHost: { flag: "--database-host <name>", text: "PostgreSQL server for Keycloak, in production" },
  network: { flag: "--network <range>", text: "range of the nodes (default: the next that no other stack uses)" },
  region: { flag: "--region <name>", text: "region of the cloud", clouds: ["openstack", "gcp"] },
  osCloud: { flag: "--os-cloud <entry>", text: "entry of clouds.yaml", ...openstack, required: true },
  externalNetwork: { flag: "--external-network <name>", text: "network that floating IPs come from", ...openstack },
  controlFlavor: { flag: "--control-flavor <name>", text: "flavor of the control plane", ...openstack },
  workerFlavor: {
    flag: "--worker-flavor <name>",
    text: "flavor of the nodes that carry the platform itself",
    ...openstack,
  },
  notebookFlavor: {
    flag: "--notebook-flavor <name>",
    text: "flavor of the nodes that carry users' notebooks",
    ...openstack,
  },
  serverFlavor: { flag: "--server-flavor <name>", text: "flavor of the file server", ...openstack },
  image: { flag: "--image <name>", text: "image of the nodes", ...openstack },
  volumeType: { flag: "--volume-type <name>", text: "Cinder volume type of all volumes", ...openstack },
  project: { flag: "--project <id>", text: "ID of the GCP project", ...gcp, required: true },
  zones: { flag: "--zones <names>", text: "zones of the nodes (default: <region>-b)", ...gcp },
  machineType: { flag: "--machine-type <name>", text: "machine type of the nodes that carry users' notebooks", ...gcp },
  kubeconfig: { flag: "--kubeconfig <file>", text: "kubeconfig of the cluster (default: kubectl's own)", ...existing },
  context: { flag: "--context <name>", text: "context in the kubeconfig", ...existing },
  ingressAddress: {
    flag: "--ingress-address <address>",
    text: "public address that leads to the cluster's ingress",
    ...existing,
    required: true,
  },
  storageClass: { flag: "--storage-class <name>", text: "StorageClass that is the default", ...existing },
} as const satisfies Record<string, Question>;

export type Key = keyof typeof questions;

/** The keys in order. */
export const keys = Object.keys(questions) as Key[];

/** GCP has no default region. */
export function isRequired(key: Key, cloud: Cloud | undefined): boolean {
  const { required, clouds }: Question = questions[key];
  if (key === "region") return cloud === "gcp";
  return required === true && (clouds === undefined || (cloud !== undefined && clouds.includes(cloud)));
}

/** True for an answer that something is made of on this cloud. */
export function isFor(key: Key, cloud: Cloud): boolean {
  const { clouds }: Question = questions[key];
  return clouds?.includes(cloud) ?? true;
}

/** "--os-cloud" of "--os-cloud <entry>". */
export function flagName(key: Key): string {
  return questions[key].flag.split(" ")[0] ?? key;
}
