/** Who the users are, as Gafaelfawr has it: exactly one provider, LDAP beside all but GitHub, and which groups may do what. */
import type { Config } from "../../../config/schema";
import type { Value } from "../../foundation/values";
import { endpoints, type Keycloak } from "../identity/names";
import type { Wire } from "./wire";

type Identity = NonNullable<Config["identity"]>;

const wire = (key: string, source: string, read: (identity: Identity) => Value | undefined): Wire => ({
  application: "gafaelfawr",
  key: `config.${key}`,
  source: `identity.${source}`,
  value: ({ config: { identity } }) => identity && read(identity),
});

/** What Gafaelfawr calls as we do. */
const same = <Key extends string>(
  name: string,
  keys: readonly Key[],
  section: (identity: Identity) => { readonly [key in Key]?: string | boolean | undefined } | undefined,
): Wire[] => keys.map((key) => wire(`${name}.${key}`, name, (identity) => section(identity)?.[key]));

/** Gafaelfawr's client at the platform's own Keycloak. */
export const gafaelfawrClient = "gafaelfawr";

/** Where the provider sends users back to. */
export function gafaelfawrCallback(host: string): string {
  return `https://${host}/login`;
}

const oidcKeys = ["clientId", "issuer", "loginUrl", "tokenUrl", "usernameClaim"] as const;

/** The platform's own Keycloak, as Gafaelfawr reads it of any provider of OpenID Connect. */
function ownKeycloak(keycloak: Keycloak, zone: string): Record<(typeof oidcKeys)[number], string> {
  const { issuer, loginUrl, tokenUrl } = endpoints(keycloak, zone);
  return { clientId: gafaelfawrClient, issuer, loginUrl, tokenUrl, usernameClaim: "preferred_username" };
}

export const identityWires: readonly Wire[] = [
  wire("github.clientId", "github", ({ github }) => github?.clientId),
  ...same("cilogon", ["clientId", "enrollmentUrl"], ({ cilogon }) => cilogon),
  // It asks no provider where these are: config/checks/identity.ts wants them with Phalanx.
  ...oidcKeys.map(
    (key): Wire => ({
      application: "gafaelfawr",
      key: `config.oidc.${key}`,
      source: "identity.oidc, or identity.keycloak",
      value: ({ config: { identity, dns } }) =>
        identity?.keycloak ? ownKeycloak(identity.keycloak, dns.zone)[key] : identity?.oidc?.[key],
    }),
  ),
  ...same(
    "ldap",
    [
      ...(["url", "userDn", "userBaseDn", "userSearchAttr", "uidAttr", "gidAttr"] as const),
      ...(["groupBaseDn", "groupObjectClass", "groupMemberAttr", "groupSearchByDn"] as const),
    ],
    ({ ldap }) => ldap,
  ),
  wire("groupMapping", "scopes", ({ github, scopes }) =>
    Object.keys(scopes).length === 0
      ? undefined
      : Object.fromEntries(
          Object.entries(scopes).map(([scope, groups]) => [scope, github === undefined ? groups : groups.map(team)]),
        ),
  ),
];

/** "organization/team", which config/checks/identity.ts has seen. */
function team(group: string): Value {
  const [organization = "", name = ""] = group.split("/");
  return { github: { organization, team: name } };
}
