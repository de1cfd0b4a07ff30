/** Virtual labs: a JupyterHub each, in a namespace of its own. */
import type { Config } from "../../../config/schema";
import { catalog, type Chart } from "../../catalog";
import type { Opening } from "../../foundation/network-policies";
import { fromIngress } from "../../foundation/published";
import { fullName } from "../../full-name";
import { realmName } from "../identity/names";
import type { Instance, InstanceSecret, Service } from "../service";
import { example } from "./example";
import { labs, type Lab } from "./lab";
import { login, type Login } from "./login";
import { hub, labBounds, proxy, puller } from "./quota";
import { labValues, secretKeys } from "./values";
import { labAlerts, labDashboards } from "./watch";

const charts: readonly Chart[] = [catalog.jupyterhub, catalog.jupyterhub3];

/** Labels of the chart's pods. */
const hubPods = { app: "jupyterhub", component: "hub" };
const proxyPods = { app: "jupyterhub", component: "proxy" };

export const virtualLabs: Service = {
  name: "virtual-labs",
  title: "Virtual labs",
  purpose:
    "Notebooks for groups of users: each lab is a JupyterHub with its own namespace, quota, users, images, sizes and homes, and sees nothing of the others.",
  section: "virtualLabs",
  component: "VirtualLab",
  charts,
  example,
  notes: [
    "Login: the provider must know each lab's address of return, `https://<lab>/hub/oauth_callback`. One OAuth app of GitHub serves all " +
      "labs when its own callback is the zone (`https://labs.example.org/`): GitHub takes subdomains of it. With oidc the provider must say " +
      "the users' groups in the claim `groups`, with cilogon in `isMemberOf`. A lab without `groups` lets in whoever can log in: with " +
      "cilogon that is everybody with an account anywhere.",
    "A home is a claim of its own, of the size homeQuota, in the class of `homes`; all homes of a lab together are bounded by the quota " +
      "of its namespace. On a StorageClass of the cloud the volume itself is the bound. On an export of the file server the claim is a " +
      "folder `<namespace>.<claim>` directly in it, and NFS holds it to no size: the bound of each is the export's own (`quota`, GiB, the largest " +
      "`homeQuota`; `quotas` for single ones), which the file server as a machine keeps. Without it one user can fill the homes of all.",
    "The image puller is a pod of each lab on every node of its pool, which counts among the pods of the node: `prepull: false` where " +
      "there are many labs.",
    "The token between hub and proxy is made and kept by the chart, in its own Secret: its proxy reads no other.",
    "A lab that is taken out of the stack file goes with its namespace, so with its claims. What of the homes stays is as the class says: " +
      "Retain keeps every volume.",
  ],
  alerts: () => labAlerts,
  dashboards: () => labDashboards,
  instances: (config): Instance[] => labs(config).map((lab) => instance(lab, config)),
};

function instance(lab: Lab, config: Config): Instance {
  const { identity, dns, secrets } = config;
  // config/checks has made sure of both.
  const chart = charts.find(({ version }) => version === lab.version);
  if (chart === undefined) throw new Error(`platform/catalog.ts has no chart jupyterhub ${lab.version}`);
  if (identity === undefined) throw new Error("virtual labs need identity");

  const name = `lab-${lab.name}`;
  const host = fullName(lab.host, dns.zone);
  const users = login(lab, identity, host, dns.zone);
  const secret = labSecret(name, users);
  const { quota, homes, largest } = labBounds(lab, config);
  return {
    name,
    settings: { lab, host, login: users.config.JupyterHub?.authenticator_class },
    chart,
    values: (given) =>
      labValues({
        lab,
        login: users,
        host,
        secretName: secret.name,
        rotation: rotation(name, secrets),
        given,
      }),
    resources: {
      "hub.resources": hub,
      "proxy.chp.resources": proxy,
      "prePuller.resources": puller,
    },
    // The hub raises its database to a new version before it is ready.
    timeout: 600,
    // When it starts, the hub asks the provider where its endpoints are.
    ...(identity.keycloak ? { after: [realmName] } : {}),
    secret,
    namespace: { owner: "labAdmins", quota, classStorage: { [lab.homeClass]: homes }, largest },
    openings: openings(users),
    hosts: [lab.host],
    files: lab.mounts.map(({ export: files, readOnly }) => ({ export: files, readOnly })),
    readiness: [{ host: lab.host, path: "/hub/health", status: 200 }],
    backup: { kind: "volumes", what: "Users' homes, and the hub's database: users, groups and tokens." },
  };
}

function labSecret(name: string, users: Login): InstanceSecret {
  return {
    name: `${name}-keys`,
    declared: {
      service: name,
      delivery: "platform",
      keys: {
        [secretKeys.cookies]: {
          description: "Signs the cookies of users who are logged in.",
          source: { kind: "hex", bytes: 32 },
        },
        [secretKeys.state]: {
          description: "Encrypts what the login provider said of users, in the hub's database.",
          source: { kind: "hex", bytes: 32 },
        },
        [secretKeys.client]: {
          description: "Secret of the client at the users' provider.",
          source: users.secret,
        },
      },
    },
  };
}

/** Numbers of the configuration that make the lab's secrets anew. */
function rotation(name: string, { rotation, rotations }: Config["secrets"]): string {
  const own = Object.entries(rotations).filter(([key]) => key.startsWith(`${name}/`));
  return [String(rotation), ...own.map(([, number]) => String(number))].join("+");
}

/** Beyond what the chart's own policies open between hub, proxy and users' servers. */
function openings({ port }: Login): Record<string, Opening> {
  return {
    ingress: fromIngress(proxyPods, [8000]),
    // The hub makes users' servers; the same port leads to the login provider.
    "api-server": { kind: "to-api-server", pods: hubPods },
    ...(port === undefined ? {} : { login: { kind: "to-anywhere", pods: hubPods, ports: [port] } satisfies Opening }),
  };
}
