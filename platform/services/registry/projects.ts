/** What a job makes of Harbor by its API: proxies of registries, the nodes' robot, and how people log in. Pure. */
import type { Config } from "../../../config/schema";
import type { ContainerResources, Values } from "../../foundation/values";
import type { SecretDeclaration } from "../../secrets/contract";
import { rotationOf } from "../../secrets/rotations";
import { endpoints, realmRoles, rolesClaim } from "../identity/names";
import type { Given } from "../service";
import { cachesOf, loginKeys, type Registry } from "./cache";
import { harborName, harborSecretKeys } from "./harbor";
import { registryNamespace } from "./watch";

/** Instance, namespace and release of the job. */
export const projectsName = "registry-projects";
/** Its pods. */
export const projectsPods = {
  "app.kubernetes.io/name": projectsName,
  "app.kubernetes.io/instance": projectsName,
};

/** Harbor's client at Keycloak. */
export const harborClient = "registry";

/** Where Keycloak sends users back to. */
export function harborCallback(host: string): string {
  return `https://${host}/c/oidc/callback`;
}

/** The nodes' account, and what Harbor makes of its name. */
const robot = { name: "nodes", user: "robot$nodes" } as const;
export const robotUser = robot.user;

/** Keys of the job's Secret. */
export const projectsKeys = {
  admin: "admin-password",
  former: "admin-password-former",
  nodes: "nodes-password",
  client: "client-secret",
} as const;

export const projectsResources: Record<string, ContainerResources> = {
  resources: { requests: { cpu: "50m", memory: "64Mi" }, limits: { cpu: "500m", memory: "128Mi" } },
};

/** Harbor's kinds of those that it knows, and where it asks them. Its own kind for Quay is none of those that it makes proxies of. */
const known: Readonly<Record<string, { type: string; url: string }>> = {
  "docker-io": { type: "docker-hub", url: "https://hub.docker.com" },
  "ghcr-io": { type: "github-ghcr", url: "https://ghcr.io" },
};

/** Registries as the chart takes them: several names of one share it, a project each. */
export function harborRegistries(registry: Pick<Registry, "upstreams" | "logins">): Values[] {
  return cachesOf(registry).map(({ name, remote, names, login }) => ({
    name,
    ...(known[name] ?? { type: "docker-registry", url: remote }),
    login,
    projects: names,
  }));
}

/** Harbor's own names of its settings; none without Keycloak, where they stay as they are. */
export function loginSettings({ identity, dns }: Pick<Config, "identity" | "dns">): Values {
  if (identity?.keycloak === undefined) return {};
  return {
    auth_mode: "oidc_auth",
    oidc_name: "Keycloak",
    oidc_endpoint: endpoints(identity.keycloak, dns.zone).issuer,
    oidc_client_id: harborClient,
    // With offline_access what `docker login` has been told lasts longer than the page that told it.
    oidc_scope: "openid,profile,email,offline_access",
    oidc_groups_claim: rolesClaim,
    oidc_admin_group: realmRoles.operators,
    // Roles of Keycloak's own are no groups of people.
    oidc_group_filter: `^(${Object.values(realmRoles).join("|")})$`,
    oidc_user_claim: "preferred_username",
    oidc_auto_onboard: true,
    oidc_verify_cert: true,
  };
}

export function projectsValues(
  registry: Registry,
  config: Config,
  secretName: string,
  { priority }: Pick<Given, "priority">,
): Values {
  return {
    // The chart's Service of Harbor's core, at its usual port.
    address: `http://${harborName}-core.${registryNamespace}.svc`,
    registries: harborRegistries(registry),
    robot,
    settings: loginSettings(config),
    secretName,
    rotation: rotation(config.secrets),
    priorityClassName: priority.service,
  };
}

export function projectsSecrets(
  registry: Registry,
  { identity }: Pick<Config, "identity">,
): Record<string, SecretDeclaration> {
  return {
    [projectsKeys.admin]: {
      description: "Password of Harbor's user admin.",
      source: { kind: "copy", service: registryNamespace, key: harborSecretKeys.admin },
    },
    [projectsKeys.former]: {
      description: "That before the last rotation, with which the job sets the new one.",
      source: { kind: "former", service: registryNamespace, key: harborSecretKeys.admin },
    },
    [projectsKeys.nodes]: {
      description: `Password of ${robot.user}, as which nodes pull.`,
      // As long as Harbor takes: it insists on a digit, a capital and a small letter, and chance leaves none of them out of so many.
      source: { kind: "password", length: 128 },
    },
    ...(identity?.keycloak
      ? {
          [projectsKeys.client]: {
            description: "Secret of Harbor's client at Keycloak.",
            source: { kind: "password", length: 48 } as const,
          },
        }
      : {}),
    ...loginKeys(registry),
  };
}

/** Numbers of the configuration that make anew what the job tells Harbor. */
function rotation(secrets: Config["secrets"]): string {
  return rotationOf(secrets, [
    `${registryNamespace}/${harborSecretKeys.admin}`,
    `${projectsName}/${projectsKeys.nodes}`,
    `${projectsName}/${projectsKeys.client}`,
  ]);
}
