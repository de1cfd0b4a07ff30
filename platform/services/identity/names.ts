/** How the platform's own Keycloak is reached, and what others must know of it. Pure. */
import type { Config } from "../../../config/schema";
import { fullName } from "../../full-name";

export type Keycloak = NonNullable<NonNullable<Config["identity"]>["keycloak"]>;

/** Instance, namespace and release of Keycloak. */
export const serverName = "identity";
/** The same of the job that makes the realm: once it is there, users can log in. */
export const realmName = "identity-realm";
/** Name of the chart's Service for http, and its port. */
export const serverService = `http://${serverName}-http.${serverName}.svc`;

/** Pods of Keycloak. */
export const serverPods = { "app.kubernetes.io/name": "keycloakx", "app.kubernetes.io/instance": serverName };

/** Addresses of a realm, as OpenID Connect Discovery would tell them. */
export interface Endpoints {
  issuer: string;
  loginUrl: string;
  tokenUrl: string;
  userInfoUrl: string;
}

export function endpoints({ host, realm }: Keycloak, zone: string): Endpoints {
  const issuer = `https://${fullName(host, zone)}/realms/${realm}`;
  const at = (name: string) => `${issuer}/protocol/openid-connect/${name}`;
  return { issuer, loginUrl: at("auth"), tokenUrl: at("token"), userInfoUrl: at("userinfo") };
}

/** Claim and scope by which Keycloak says a user's groups. */
export const groupsClaim = "groups";
/** Claim by which it says the roles that a service asked for. */
export const rolesClaim = "roles";

/** Roles of the platform as Keycloak calls them. Each group of platform.roles has its own. */
export const realmRoles = {
  operators: "operators",
  serviceOwners: "service-owners",
  labAdmins: "lab-admins",
  users: "users",
} as const satisfies Record<keyof Config["platform"]["roles"], string>;
