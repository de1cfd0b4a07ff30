/** The realm that keycloak-config-cli is given. Field names are checked by the compiler, against the types of Keycloak's own client. */
import { plaintextSecret } from "../../../test/mocks";
import { realm } from "./realm";
import { keycloakSite } from "./testing";

const made = realm(keycloakSite());

test("has this many of each", () => {
  const counts = Object.entries(made).flatMap(([key, value]) => (Array.isArray(value) ? [[key, value.length]] : []));
  expect(Object.fromEntries(counts)).toEqual({
    clientScopes: 1,
    clients: 5,
    groups: 6,
    identityProviders: 1,
    scopeMappings: 1,
  });
  expect(made.roles?.realm?.map(({ name }) => name)).toEqual(["operators", "service-owners", "lab-admins", "users"]);
});

test("nobody makes an account for themselves, and guesses are slowed down", () => {
  expect(made).toMatchObject({
    realm: "platform",
    enabled: true,
    registrationAllowed: false,
    resetPasswordAllowed: false,
    bruteForceProtected: true,
    failureFactor: 10,
    passwordPolicy: "length(12) and notUsername(undefined)",
    eventsEnabled: true,
    eventsExpiration: 7_776_000,
    adminEventsDetailsEnabled: false,
  });
});

test("every group that the configuration names is there once, with the roles that it has on the platform", () => {
  const none = { realmRoles: [], clientRoles: {} };
  expect(made.groups).toEqual([
    { name: "birds", ...none },
    { name: "birds-leads", realmRoles: ["lab-admins"], clientRoles: {} },
    { name: "night-shift", realmRoles: ["operators"], clientRoles: { "realm-management": ["realm-admin"] } },
    { name: "scientists", ...none },
    { name: "students", ...none },
    { name: "teachers", ...none },
  ]);
});

test("every service is a client with one address of return, and its secret is elsewhere", () => {
  expect(made.clients?.map(({ clientId, redirectUris, secret }) => [clientId, redirectUris, secret])).toEqual([
    ["argocd", ["https://rsp.example.org/argo-cd/auth/callback"], "$(file:UTF-8:/run/secrets/clients/argocd)"],
    ["gafaelfawr", ["https://rsp.example.org/login"], "$(file:UTF-8:/run/secrets/clients/gafaelfawr)"],
    ["grafana", ["https://grafana.example.org/login/generic_oauth"], "$(file:UTF-8:/run/secrets/clients/grafana)"],
    ["lab-birds", ["https://birds.example.org/hub/oauth_callback"], "$(file:UTF-8:/run/secrets/clients/lab-birds)"],
    ["lab-school", ["https://school.example.org/hub/oauth_callback"], "$(file:UTF-8:/run/secrets/clients/lab-school)"],
  ]);
  for (const client of made.clients ?? [])
    expect(client).toMatchObject({
      publicClient: false,
      standardFlowEnabled: true,
      implicitFlowEnabled: false,
      directAccessGrantsEnabled: false,
      serviceAccountsEnabled: false,
      fullScopeAllowed: false,
      webOrigins: [],
      defaultClientScopes: ["basic", "acr", "profile", "email", "groups"],
    });
});

test("a client is complete, and Grafana alone is told roles", () => {
  const [, , grafana, birds] = made.clients ?? [];
  expect(birds).toEqual({
    clientId: "lab-birds",
    name: "Bird migration",
    enabled: true,
    protocol: "openid-connect",
    publicClient: false,
    clientAuthenticatorType: "client-secret",
    secret: "$(file:UTF-8:/run/secrets/clients/lab-birds)",
    baseUrl: "https://birds.example.org/",
    redirectUris: ["https://birds.example.org/hub/oauth_callback"],
    webOrigins: [],
    standardFlowEnabled: true,
    implicitFlowEnabled: false,
    directAccessGrantsEnabled: false,
    serviceAccountsEnabled: false,
    fullScopeAllowed: false,
    attributes: { "post.logout.redirect.uris": "https://birds.example.org/" },
    defaultClientScopes: ["basic", "acr", "profile", "email", "groups"],
    optionalClientScopes: [],
    protocolMappers: [],
  });
  expect(grafana).toMatchObject({
    attributes: { "pkce.code.challenge.method": "S256" },
    protocolMappers: [
      {
        name: "roles",
        protocolMapper: "oidc-usermodel-realm-role-mapper",
        config: { "claim.name": "roles", multivalued: "true", "access.token.claim": "false" },
      },
    ],
  });
  expect(made.scopeMappings).toEqual([{ client: "grafana", roles: ["operators", "service-owners", "lab-admins"] }]);
});

test("groups are a scope, which says their bare names", () => {
  expect(made.clientScopes).toMatchObject([
    {
      name: "groups",
      protocolMappers: [
        {
          protocolMapper: "oidc-group-membership-mapper",
          config: {
            "claim.name": "groups",
            "full.path": "false",
            "id.token.claim": "true",
            "userinfo.token.claim": "true",
            "access.token.claim": "false",
          },
        },
      ],
    },
  ]);
});

test("an upstream is asked as it says itself, by a secret of Keycloak's vault", () => {
  expect(made.identityProviders).toEqual([
    {
      alias: "university",
      displayName: "university",
      providerId: "oidc",
      enabled: true,
      trustEmail: false,
      storeToken: false,
      firstBrokerLoginFlowAlias: "first broker login",
      config: {
        issuer: "https://idp.example.net",
        clientId: "platform",
        authorizationUrl: "https://idp.example.net/authorize",
        tokenUrl: "https://idp.example.net:8443/token",
        jwksUrl: "https://idp.example.net/keys",
        clientSecret: "${vault.upstream-university}",
        clientAuthMethod: "client_secret_basic",
        defaultScope: "openid profile email",
        useJwksUrl: "true",
        validateSignature: "true",
        pkceEnabled: "true",
        pkceMethod: "S256",
        syncMode: "FORCE",
        disableUserInfo: "true",
      },
    },
  ]);
});

describe("LDAP", () => {
  const [provider, ...more] = made.components["org.keycloak.storage.UserStorageProvider"];
  const mappers = provider?.subComponents["org.keycloak.storage.ldap.mappers.LDAPStorageMapper"] ?? [];

  test("is read, by a password of Keycloak's vault", () => {
    expect(more).toEqual([]);
    expect(provider?.config).toMatchObject({
      editMode: ["READ_ONLY"],
      connectionUrl: ["ldaps://ldap.example.net"],
      authType: ["simple"],
      bindDn: ["cn=reader,dc=example,dc=net"],
      bindCredential: ["${vault.ldap-password}"],
      usersDn: ["ou=people,dc=example,dc=net"],
      usernameLDAPAttribute: ["uid"],
    });
    expect(Object.keys(provider?.config ?? {})).toHaveLength(24);
  });

  test("says names and groups", () => {
    expect(mappers.map(({ name, providerId }) => [name, providerId])).toEqual([
      ["username", "user-attribute-ldap-mapper"],
      ["first name", "user-attribute-ldap-mapper"],
      ["last name", "user-attribute-ldap-mapper"],
      ["email", "user-attribute-ldap-mapper"],
      ["groups", "group-ldap-mapper"],
    ]);
    expect(mappers.at(-1)?.config).toEqual({
      "groups.dn": ["ou=groups,dc=example,dc=net"],
      "group.name.ldap.attribute": ["cn"],
      "group.object.classes": ["posixGroup"],
      "membership.ldap.attribute": ["member"],
      "membership.attribute.type": ["DN"],
      "membership.user.ldap.attribute": ["uid"],
      mode: ["READ_ONLY"],
      "user.roles.retrieve.strategy": ["LOAD_GROUPS_BY_MEMBER_ATTRIBUTE"],
      "groups.path": ["/"],
      "preserve.group.inheritance": ["false"],
      "ignore.missing.groups": ["true"],
      "drop.non.existing.groups.during.sync": ["false"],
    });
  });
});

test("without upstreams and LDAP those that were there go", () => {
  const { identityProviders, components } = realm(
    keycloakSite({ upstreams: [] }, { identity: { keycloak: { host: "login" } }, phalanx: undefined }),
  );
  expect(identityProviders).toEqual([]);
  expect(components).toEqual({ "org.keycloak.storage.UserStorageProvider": [] });
});

test("no secret is in it: only where each is to be found", () => {
  const text = JSON.stringify(made);
  expect(text).not.toMatch(plaintextSecret);
  const secret = /"(secret|clientSecret|bindCredential)":(\["[^"]*"\]|"[^"]*")/g;
  const found = [...text.matchAll(secret)].map(([, , value = ""]) => value.replace(/[[\]"]/g, ""));
  expect(found).toHaveLength(7);
  for (const value of found)
    expect(value).toMatch(/^(\$\(file:UTF-8:\/run\/secrets\/clients\/[a-z-]+\)|\$\{vault\.[a-z-]+\})$/);
});
