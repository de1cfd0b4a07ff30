/** Keycloak: who the users are, and a client for each service that asks. */
import type { Config } from "../../../config/schema";
import { catalog } from "../../catalog";
import { portOf } from "../../foundation/address";
import { among, type Opening } from "../../foundation/network-policies";
import { fromIngress } from "../../foundation/published";
import { fullName } from "../../full-name";
import type { SecretDeclaration } from "../../secrets/contract";
import { rotationOf } from "../../secrets/rotations";
import { passwordOf, toDatabase, databaseName } from "../database/place";
import type { Instance, InstanceSecret, Service } from "../service";
import { clients, type Client } from "./clients";
import { bindKey } from "./ldap";
import { realmName, serverName, serverPods, type Keycloak } from "./names";
import { upstreamKey } from "./realm";
import {
  clusterPorts,
  managementPort,
  realmResources,
  realmValues,
  secretKeys,
  serverResources,
  serverValues,
} from "./values";
import { keycloakAlerts, keycloakDashboards, keycloakJob } from "./watch";

const realmPods = { "app.kubernetes.io/name": "keycloak-realm", "app.kubernetes.io/instance": realmName };

export const identity: Service = {
  name: "identity",
  title: "Identity",
  purpose:
    "Keycloak: one login for labs, Grafana and Phalanx, with users of its own, of other providers or of the site's LDAP, and groups that say who may do what.",
  section: "identity.keycloak",
  component: "Identity",
  charts: [catalog.keycloak, catalog.keycloakRealm],
  example: {
    identity: {
      keycloak: {
        host: "login",
        upstreams: [
          {
            name: "university",
            issuer: "https://idp.example.org",
            clientId: "science-platform",
            loginUrl: "https://idp.example.org/authorize",
            tokenUrl: "https://idp.example.org/token",
            keysUrl: "https://idp.example.org/keys",
          },
        ],
      },
    },
    database: { kind: "external", host: "postgresql.example.org" },
    certificates: { issuer: "http01" },
  },
  notes: [
    "The first administrator: user `admin` of the realm `master`, password in the Secret `identity-keys` " +
      "(`kubectl -n identity get secret identity-keys -o jsonpath='{.data.admin-password}' | base64 -d`), at `https://<host>.<zone>/admin/`. " +
      "The job that makes the realm logs in as this user too: do not change the password in Keycloak, but raise `secrets.rotation`, or " +
      "`identity/admin-password` in `secrets.rotations`. Each by one, and one `pulumi up` for each: the job logs in with the password before the last " +
      "change, sets the new one, and knows none that are older. Whoever has lost it: docs/secrets.md.",
    "How a user gets a group: whoever is in a group of `platform.roles.operators` administers the realm at " +
      "`https://<host>.<zone>/admin/<realm>/console/` (Users, a user, Groups, Join group); the first one is put there by the administrator " +
      "above. With `identity.ldap` groups come from there, and Keycloak only reads.",
    "The realm is code (`platform/services/identity/realm.ts`): groups are all that the stack file names, roles those of `platform.roles`, and each " +
      "lab, Grafana, Phalanx's Gafaelfawr and its Argo CD is a client with one exact address of return. A job applies it by keycloak-config-cli " +
      "at each change, and what was changed by hand in it is set right then. Users, who is in which group, and groups and clients made by " +
      "hand stay. A group that the stack file names nowhere any more goes, so that nobody keeps rights by it: who was in it is forgotten.",
    "Clients' secrets are made by the program and read by the job from a Secret; those of upstreams and of LDAP are read by Keycloak " +
      "itself (`${vault.…}`), and lie in no realm and no database.",
    "Services ask Keycloak by its public name: a certificate that pods do not trust (`private-ca`, Let's Encrypt's staging) is for trying " +
      "out, and nobody gets in with it.",
    "In Argo CD groups of `platform.roles.operators` may do everything, those of `serviceOwners` look at everything, and nobody else anything. " +
      "`argocd login --sso` is not for it, because its client has one address of return: use `argocd login --core`. Kubernetes itself does not ask this Keycloak.",
  ],
  alerts: ({ identity: settings }) => (settings?.keycloak ? keycloakAlerts : []),
  dashboards: ({ identity: settings }) => (settings?.keycloak ? keycloakDashboards : []),
  instances: (config): Instance[] => {
    const keycloak = config.identity?.keycloak;
    return keycloak === undefined ? [] : [server(keycloak, config), realmOf(keycloak, config)];
  },
};

function server(keycloak: Keycloak, config: Config): Instance {
  const { dns } = config;
  const host = fullName(keycloak.host, dns.zone);
  const secret = serverSecret(keycloak, config);
  return {
    name: serverName,
    settings: { keycloak, host, ldap: config.identity?.ldap?.url ?? "" },
    chart: catalog.keycloak,
    values: (given) => serverValues({ ...{ keycloak, config, host, given }, secretName: secret.name }),
    resources: serverResources(keycloak),
    // Each pod builds itself anew at its start, and they start one after the other.
    timeout: 900,
    after: [databaseName],
    secret,
    namespace: { owner: "operators" },
    metrics: [{ job: keycloakJob, pods: serverPods, port: managementPort }],
    openings: { ...serverOpenings(keycloak, config) },
    hosts: [keycloak.host],
    readiness: [
      { host: keycloak.host, path: `/realms/${keycloak.realm}/.well-known/openid-configuration`, status: 200 },
    ],
    backup: { kind: "nothing", why: "Users and groups are in the database, the realm is the stack file." },
  };
}

function serverSecret({ upstreams }: Keycloak, config: Config): InstanceSecret {
  const ofUpstreams = upstreams.map(({ name }): [string, SecretDeclaration] => [
    upstreamKey(name),
    {
      description: `Secret of Keycloak's client at ${name}.`,
      source: { kind: "stack", secret: `keycloak-${name}-client-secret` },
    },
  ]);
  return {
    name: "identity-keys",
    declared: {
      service: serverName,
      delivery: "platform",
      keys: {
        [secretKeys.user]: {
          description: "Administrator of Keycloak, in the realm master.",
          source: { kind: "text", value: "admin" },
        },
        [secretKeys.password]: { description: "Password for that.", source: { kind: "password", length: 48 } },
        [secretKeys.database]: {
          description: "Password of Keycloak's user at the database.",
          source: passwordOf(config, "keycloak"),
        },
        ...Object.fromEntries(ofUpstreams),
        ...(config.identity?.ldap?.userDn === undefined
          ? {}
          : {
              [bindKey]: {
                description: "Password of the DN that reads LDAP.",
                source: { kind: "stack", secret: "ldap-password" } as const,
              },
            }),
      },
    },
  };
}

function serverOpenings({ replicas, upstreams }: Keycloak, config: Config): Record<string, Opening> {
  const addresses = upstreams.flatMap(({ tokenUrl, keysUrl, userInfoUrl }) => [tokenUrl, keysUrl, userInfoUrl ?? []]);
  const ports = [...new Set(addresses.flat().map(portOf))].sort((a, b) => a - b);
  const ldap = config.identity?.ldap;
  return {
    ingress: fromIngress(serverPods, [8080]),
    realm: { kind: "from-namespace", namespace: realmName, fromPods: realmPods, pods: serverPods, ports: [8080] },
    database: toDatabase(config, serverPods),
    ...(replicas > 1 ? among(serverName, serverPods, clusterPorts) : {}),
    ...(ports.length > 0 ? { upstreams: { kind: "to-anywhere", pods: serverPods, ports } satisfies Opening } : {}),
    ...(ldap ? { ldap: { kind: "to-anywhere", pods: serverPods, ports: [portOf(ldap.url)] } satisfies Opening } : {}),
  };
}

function realmOf(keycloak: Keycloak, config: Config): Instance {
  const all = clients(config);
  const secret = realmSecret(all);
  return {
    name: realmName,
    settings: { realm: keycloak.realm, clients: all.map(({ id }) => id) },
    chart: catalog.keycloakRealm,
    values: (given) =>
      realmValues(config, {
        secretName: secret.name,
        keys: Object.fromEntries(all.map(({ id }) => [id, clientKey(id)])),
        rotation: rotation(all, config.secrets),
        given,
      }),
    resources: realmResources,
    // Hundreds of labs are as many clients, a request each.
    timeout: 900,
    after: [serverName],
    secret,
    namespace: { owner: "operators" },
    openings: {
      keycloak: {
        kind: "to-namespaces",
        pods: realmPods,
        namespaces: { "kubernetes.io/metadata.name": serverName },
      },
    },
    hosts: [],
    readiness: [],
    backup: { kind: "nothing", why: "It keeps nothing: the realm is the stack file." },
  };
}

/** Key of the job's Secret. */
const clientKey = (id: string): string => `client-${id}`;

function realmSecret(all: readonly Client[]): InstanceSecret {
  const copy = (service: string, key: string, description: string): SecretDeclaration => ({
    description,
    source: { kind: "copy", service, key },
  });
  return {
    name: "identity-realm-keys",
    declared: {
      service: realmName,
      delivery: "platform",
      keys: {
        [secretKeys.user]: copy(serverName, secretKeys.user, "Administrator of Keycloak."),
        [secretKeys.password]: copy(serverName, secretKeys.password, "Password for that."),
        [secretKeys.former]: {
          description: "That before the last rotation, with which the job sets the new one.",
          source: { kind: "former", service: serverName, key: secretKeys.password },
        },
        ...Object.fromEntries(
          all.map(({ id, secret }) => [clientKey(id), copy(secret.service, secret.key, `Secret of the client ${id}.`)]),
        ),
      },
    },
  };
}

/** Numbers of the configuration that make secrets of clients, or the administrator's password, anew. */
function rotation(all: readonly Client[], settings: Config["secrets"]): string {
  const secrets = [...all.map(({ secret }) => secret), { service: serverName, key: secretKeys.password }];
  return rotationOf(
    settings,
    secrets.map(({ service, key }) => `${service}/${key}`),
  );
}
