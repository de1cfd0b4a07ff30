/**
 * The realm as code: what keycloak-config-cli makes of Keycloak, in the form of Keycloak's own exports. Pure, and without a secret: a
 * client's is read by that tool from a file, an upstream's and LDAP's by Keycloak itself from its vault.
 */
import type ClientRepresentation from "@keycloak/keycloak-admin-client/lib/defs/clientRepresentation.js" with { "resolution-mode": "import" };
import type ClientScopeRepresentation from "@keycloak/keycloak-admin-client/lib/defs/clientScopeRepresentation.js" with { "resolution-mode": "import" };
import type GroupRepresentation from "@keycloak/keycloak-admin-client/lib/defs/groupRepresentation.js" with { "resolution-mode": "import" };
import type IdentityProviderRepresentation from "@keycloak/keycloak-admin-client/lib/defs/identityProviderRepresentation.js" with { "resolution-mode": "import" };
import type ProtocolMapperRepresentation from "@keycloak/keycloak-admin-client/lib/defs/protocolMapperRepresentation.js" with { "resolution-mode": "import" };
import type RealmRepresentation from "@keycloak/keycloak-admin-client/lib/defs/realmRepresentation.js" with { "resolution-mode": "import" };
import type RoleRepresentation from "@keycloak/keycloak-admin-client/lib/defs/roleRepresentation.js" with { "resolution-mode": "import" };
import type { Config } from "../../../config/schema";
import { clients, type Client } from "./clients";
import { federation, type Federation } from "./ldap";
import { groupsClaim, realmRoles, rolesClaim, type Keycloak } from "./names";

/** What we say of a realm. The package's types have lists of anything for some of it, and one where Keycloak has a list. */
export interface Realm extends Omit<RealmRepresentation, "clientScopes" | "components" | "scopeMappings"> {
  clientScopes: ClientScopeRepresentation[];
  components: { "org.keycloak.storage.UserStorageProvider": Federation[] };
  scopeMappings: { client: string; roles: string[] }[];
}

/** Where keycloak-config-cli finds the clients' secrets, a file each. */
export const clientSecrets = "/run/secrets/clients";

/** Days for which Keycloak keeps who logged in, and what administrators did. */
const eventDays = 90;

/** @throws Error when the site has no Keycloak of its own. */
export function realm(config: Config): Realm {
  const { identity, services } = config;
  if (identity?.keycloak === undefined) throw new Error("this site has no Keycloak of its own");
  const { keycloak, ldap } = identity;
  const all = clients(config);
  return {
    realm: keycloak.realm,
    displayName: services.landingPage?.title ?? "Science platform",
    enabled: true,
    sslRequired: "external",
    ...accounts,
    eventsEnabled: true,
    eventsExpiration: eventDays * 24 * 3600,
    adminEventsEnabled: true,
    // Who changed what; not the content, in which passwords would be.
    adminEventsDetailsEnabled: false,
    roles: { realm: Object.values(roles) },
    groups: groups(config),
    clientScopes: [groupsScope],
    clients: all.map(client),
    scopeMappings: all.flatMap(({ id, roles: names = [] }) =>
      names.length === 0 ? [] : [{ client: id, roles: [...names] }],
    ),
    // Also when there are none: what was there before goes.
    identityProviders: keycloak.upstreams.map(upstream),
    components: { "org.keycloak.storage.UserStorageProvider": ldap ? [federation(ldap)] : [] },
  };
}

/** Nobody makes an account for themselves, and guessing passwords soon takes long. */
const accounts = {
  registrationAllowed: false,
  resetPasswordAllowed: false,
  rememberMe: true,
  loginWithEmailAllowed: true,
  duplicateEmailsAllowed: false,
  bruteForceProtected: true,
  permanentLockout: false,
  failureFactor: 10,
  passwordPolicy: "length(12) and notUsername(undefined)",
} satisfies RealmRepresentation;

/** Roles of the platform; groups have them. */
const roles = {
  operators: { name: realmRoles.operators, description: "Run the platform, and look after users and groups here." },
  serviceOwners: { name: realmRoles.serviceOwners, description: "Look after single services." },
  labAdmins: { name: realmRoles.labAdmins, description: "Look after virtual labs." },
  users: { name: realmRoles.users, description: "Work in labs." },
} satisfies Record<keyof Config["platform"]["roles"], RoleRepresentation>;

/** Every group that the configuration names, sorted. Those with a role of the platform have it here too. */
function groups({ identity, platform, services }: Config): GroupRepresentation[] {
  const named = [
    ...Object.values(platform.roles).flatMap(({ groups }) => groups),
    ...Object.values(identity?.scopes ?? {}).flat(),
    ...(services.virtualLabs?.labs ?? []).flatMap(({ groups, admins, teaching }) => [
      ...groups,
      ...admins,
      ...teaching.flatMap(({ teachers, students }) => [...teachers, ...students]),
    ]),
  ];
  return [...new Set(named)].sort().map((name) => {
    const own = keysOf(realmRoles).filter((role) => platform.roles[role].groups.includes(name));
    return {
      name,
      realmRoles: own.map((role) => realmRoles[role]),
      // The administrators of this realm, not of Keycloak as a whole.
      clientRoles: own.includes("operators") ? { "realm-management": ["realm-admin"] } : {},
    };
  });
}

function keysOf<Key extends string>(record: Record<Key, unknown>): Key[] {
  return Object.keys(record) as Key[];
}

/** The same for all mappers: what is in the ID token and in the answer of userinfo. Access tokens travel further, and nobody reads them. */
const told = {
  "id.token.claim": "true",
  "userinfo.token.claim": "true",
  "access.token.claim": "false",
  "introspection.token.claim": "false",
};

const groupsScope: ClientScopeRepresentation = {
  name: groupsClaim,
  description: "The user's groups.",
  protocol: "openid-connect",
  attributes: { "include.in.token.scope": "true", "display.on.consent.screen": "false" },
  protocolMappers: [
    {
      name: groupsClaim,
      protocol: "openid-connect",
      protocolMapper: "oidc-group-membership-mapper",
      config: { "claim.name": groupsClaim, "full.path": "false", ...told },
    },
  ],
};

const rolesMapper: ProtocolMapperRepresentation = {
  name: rolesClaim,
  protocol: "openid-connect",
  protocolMapper: "oidc-usermodel-realm-role-mapper",
  config: { "claim.name": rolesClaim, "jsonType.label": "String", multivalued: "true", ...told },
};

function client({ id, title, home, redirect, roles = [], pkce, offline }: Client): ClientRepresentation {
  return {
    clientId: id,
    name: title,
    enabled: true,
    protocol: "openid-connect",
    publicClient: false,
    clientAuthenticatorType: "client-secret",
    secret: `$(file:UTF-8:${clientSecrets}/${id})`,
    baseUrl: home,
    redirectUris: [redirect],
    webOrigins: [],
    standardFlowEnabled: true,
    implicitFlowEnabled: false,
    directAccessGrantsEnabled: false,
    serviceAccountsEnabled: false,
    // Its tokens carry no rights of their users but those that stand here.
    fullScopeAllowed: false,
    attributes: {
      "post.logout.redirect.uris": home,
      ...(pkce ? { "pkce.code.challenge.method": "S256" } : {}),
    },
    defaultClientScopes: ["basic", "acr", "profile", "email", groupsClaim],
    optionalClientScopes: offline ? ["offline_access"] : [],
    protocolMappers: roles.length === 0 ? [] : [rolesMapper],
  };
}

/** Key of Keycloak's vault, and of the Secret: an upstream's client secret. */
export function upstreamKey(name: string): string {
  return `upstream-${name}`;
}

function upstream(provider: Keycloak["upstreams"][number]): IdentityProviderRepresentation {
  const { name, issuer, clientId, loginUrl, tokenUrl, keysUrl, userInfoUrl } = provider;
  return {
    alias: name,
    displayName: name,
    providerId: "oidc",
    enabled: true,
    // Whoever has the same address there is not yet the one here: the first login asks.
    trustEmail: false,
    storeToken: false,
    firstBrokerLoginFlowAlias: "first broker login",
    config: {
      ...{ issuer, clientId, authorizationUrl: loginUrl, tokenUrl, jwksUrl: keysUrl },
      clientSecret: `\${vault.${upstreamKey(name)}}`,
      clientAuthMethod: "client_secret_basic",
      defaultScope: "openid profile email",
      ...{ useJwksUrl: "true", validateSignature: "true", pkceEnabled: "true", pkceMethod: "S256" },
      // Names and addresses follow those there.
      syncMode: "FORCE",
      ...(userInfoUrl === undefined ? { disableUserInfo: "true" } : { userInfoUrl }),
    },
  };
}
