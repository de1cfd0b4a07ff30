/** Values of Keycloak's chart, and of the chart of ours whose job makes the realm. Pure. */
import { stringify } from "yaml";
import type { Config } from "../../../config/schema";
import { ingressClass } from "../../foundation/ingress-values";
import { containerResources, type ContainerResources, type Value, type Values } from "../../foundation/values";
import { placeOf } from "../database/place";
import type { Given } from "../service";
import { bindKey } from "./ldap";
import { serverName, serverService, type Keycloak } from "./names";
import { clientSecrets, realm, upstreamKey } from "./realm";

/** Keys of Keycloak's Secret. */
export const secretKeys = {
  user: "admin-username",
  password: "admin-password",
  former: "admin-password-former",
  database: "database-password",
} as const;

/** Port of health and numbers, which the ingress controller does not reach. */
export const managementPort = 9000;
/** Ports by which the pods find each other and see who is gone. */
export const clusterPorts = [7800, 57800];

/** Where Keycloak reads what it is told to fill in as ${vault.key}. */
const vaultFolder = "/run/secrets/vault";

/** Connections that each pod may have at the database: two pods, and one that is renewed, stay below PostgreSQL's usual hundred. */
const connections = 30;

export interface ServerValues {
  keycloak: Keycloak;
  config: Config;
  /** Full name. */
  host: string;
  secretName: string;
  given: Pick<Given, "database" | "priority">;
}

/** Keys of the vault: what Keycloak says to others, and is in nobody's realm. */
export function vaultKeys({ identity }: Pick<Config, "identity">): string[] {
  const upstreams = (identity?.keycloak?.upstreams ?? []).map(({ name }) => upstreamKey(name));
  return [...upstreams, ...(identity?.ldap?.userDn === undefined ? [] : [bindKey])];
}

export function serverValues({ keycloak, config, host, secretName, given }: ServerValues): Values {
  const place = placeOf(config, "keycloak", given);
  const { replicas, realm } = keycloak;
  const vault = vaultKeys(config);
  const fromSecret = (key: string) => ({ secretKeyRef: { name: secretName, key } });
  return {
    fullnameOverride: serverName,
    replicas,
    args: ["start"],
    priorityClassName: given.priority.service,
    // It asks Kubernetes nothing: the pods find each other in the database.
    serviceAccount: { automountServiceAccountToken: false },
    enableServiceLinks: false,
    podSecurityContext: { fsGroup: 1000, seccompProfile: { type: "RuntimeDefault" } },
    securityContext: {
      ...{ runAsUser: 1000, runAsNonRoot: true, allowPrivilegeEscalation: false },
      capabilities: { drop: ["ALL"] },
    },
    // On nodes of their own where that is possible; the chart's own rule would let a single node run none of the others.
    affinity: "",
    topologySpreadConstraints: text([
      {
        maxSkew: 1,
        topologyKey: "kubernetes.io/hostname",
        whenUnsatisfiable: "ScheduleAnyway",
        labelSelector: { matchLabels: { "app.kubernetes.io/instance": serverName } },
      },
    ]),
    ...(replicas > 1 ? { podDisruptionBudget: { maxUnavailable: 1 } } : {}),
    http: { relativePath: "/" },
    // What ingress-nginx says of the user's address and of https.
    proxy: { enabled: true, mode: "xforwarded", http: { enabled: true } },
    cache: { stack: "default" },
    metrics: { enabled: true },
    health: { enabled: true },
    database: {
      vendor: "postgres",
      ...{ hostname: place.host, port: place.port, database: place.database, username: place.user },
      ...{ existingSecret: secretName, existingSecretKey: secretKeys.database },
    },
    extraEnv: text([
      { name: "KC_HOSTNAME", value: `https://${host}` },
      { name: "KC_DB_POOL_MAX_SIZE", value: String(connections) },
      { name: "KC_EVENT_METRICS_USER_ENABLED", value: "true" },
      { name: "KC_BOOTSTRAP_ADMIN_USERNAME", valueFrom: fromSecret(secretKeys.user) },
      { name: "KC_BOOTSTRAP_ADMIN_PASSWORD", valueFrom: fromSecret(secretKeys.password) },
      ...(vault.length === 0
        ? []
        : [
            { name: "KC_VAULT", value: "file" },
            { name: "KC_VAULT_DIR", value: vaultFolder },
          ]),
    ]),
    ...(vault.length === 0
      ? {}
      : {
          extraVolumes: text([
            {
              name: "vault",
              // The realm's name before the key is how Keycloak keeps realms from reading each other's.
              secret: { secretName, items: vault.map((key) => ({ key, path: `${realm}_${key}` })) },
            },
          ]),
          extraVolumeMounts: text([{ name: "vault", mountPath: vaultFolder, readOnly: true }]),
        }),
    ingress: {
      enabled: true,
      ingressClassName: ingressClass,
      // Its headers are longer than the controller's usual 4k.
      annotations: { "nginx.ingress.kubernetes.io/proxy-buffer-size": "16k" },
      rules: [{ host, paths: [{ path: "/", pathType: "Prefix" }] }],
      // No secretName: the controller's default certificate is the platform's.
      tls: [{ hosts: [host] }],
    },
  };
}

/** The chart takes these as texts with templates in them. */
function text(value: unknown): string {
  return stringify(value, { lineWidth: 0 });
}

export function serverResources({ resources }: Keycloak): Record<string, ContainerResources> {
  return { resources: containerResources(resources) };
}

export const realmResources: Record<string, ContainerResources> = {
  resources: { requests: { cpu: "100m", memory: "256Mi" }, limits: { cpu: "1", memory: "512Mi" } },
};

/**
 * @param keys Of the Secret: client's ID to the key with its secret.
 * @param rotation Changes when a secret of a client or the administrator's password does, so that Keycloak is told.
 */
export function realmValues(
  config: Config,
  args: { secretName: string; keys: Record<string, string>; rotation: string; given: Pick<Given, "priority"> },
): Values {
  const { secretName, keys, rotation, given } = args;
  return {
    address: serverService,
    realm: realm(config) as unknown as Value,
    admin: { secretName, userKey: secretKeys.user, passwordKey: secretKeys.password, formerKey: secretKeys.former },
    clients: { secretName, keys, folder: clientSecrets },
    rotation,
    priorityClassName: given.priority.service,
  };
}
