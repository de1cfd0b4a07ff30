/** A site whose users are Keycloak's: for tests. */
import type { Config, OpenstackInput } from "../../../config/schema";
import { exampleSite } from "../testing";
import { example as labs } from "../virtual-labs/example";

export const upstream = {
  name: "university",
  issuer: "https://idp.example.net",
  clientId: "platform",
  loginUrl: "https://idp.example.net/authorize",
  tokenUrl: "https://idp.example.net:8443/token",
  keysUrl: "https://idp.example.net/keys",
};

export const ldap = {
  url: "ldaps://ldap.example.net",
  userDn: "cn=reader,dc=example,dc=net",
  userBaseDn: "ou=people,dc=example,dc=net",
  groupBaseDn: "ou=groups,dc=example,dc=net",
};

type Identity = NonNullable<OpenstackInput["identity"]>;

/** Two labs, Grafana and Phalanx; an upstream and LDAP. @param sections On top, or instead. */
export function keycloakSite(
  keycloak: Partial<NonNullable<Identity["keycloak"]>> = {},
  sections: Partial<OpenstackInput> = {},
): Config {
  return exampleSite({
    certificates: { issuer: "http01" },
    identity: {
      keycloak: { host: "login", upstreams: [upstream], ...keycloak },
      ldap,
      scopes: { "read:tap": ["scientists"], "exec:admin": ["night-shift"] },
    },
    database: { kind: "external", host: "db.example.net", range: "192.0.2.0/24" },
    platform: { roles: { operators: { groups: ["night-shift"] }, labAdmins: { groups: ["birds-leads"] } } },
    services: { ...labs.services, monitoring: {} },
    secrets: { backend: "vault", address: "https://vault.example.net", path: "phalanx/test" },
    phalanx: { environment: "test", fqdn: "rsp.example.org" },
    ...sections,
  });
}
