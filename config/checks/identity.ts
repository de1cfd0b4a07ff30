/** Who the users are. The rules are Gafaelfawr's, which says them only when its pod starts. */
import { closest, formatPath, type Problem } from "../problems";
import type { Config } from "../schema";
import type { Check } from "./context";
import { list, taken, unknownName } from "./words";

const kinds = ["github", "oidc", "cilogon", "keycloak"] as const;

export const oneProvider: Check = ({ identity }) => {
  if (identity === undefined) return [];
  const found = kinds.filter((kind) => identity[kind] !== undefined);
  if (found.length === 1) return [];
  const what = found.length === 0 ? "none is there" : `${list(found)} are there`;
  return [{ path: "identity", message: `exactly one of github, oidc, cilogon and keycloak is needed, ${what}` }];
};

/** Services whose users come from somewhere. */
export const providerNeeded: Check = ({ identity, phalanx, services }) => {
  const needing = [...(phalanx ? ["phalanx"] : []), ...(services.virtualLabs ? ["services.virtualLabs"] : [])];
  return identity === undefined && needing.length > 0
    ? [
        {
          path: "identity",
          message: `is missing: ${list(needing)} must know the users; add github, oidc, cilogon or keycloak`,
        },
      ]
    : [];
};

/** Only GitHub says groups, UID and GID itself. */
export const ldap: Check = ({ identity, phalanx }) => {
  if (identity === undefined) return [];
  const path = "identity.ldap";
  if (identity.github && identity.ldap)
    return [{ path, message: "does not go with github, which says groups, UID and GID itself: remove one of them" }];
  const other = kinds.find((kind) => kind !== "github" && identity[kind] !== undefined);
  return phalanx && other && !identity.github && !identity.ldap
    ? [
        {
          path,
          message: `is missing: with ${other}, Phalanx takes groups, UID and GID from LDAP; add it, or use github`,
        },
      ]
    : [];
};

/** Gafaelfawr does not ask the provider where its endpoints are. */
export const oidcEndpoints: Check = ({ identity, phalanx }) =>
  phalanx === undefined || identity?.oidc === undefined
    ? []
    : (["loginUrl", "tokenUrl"] as const)
        .filter((key) => identity.oidc?.[key] === undefined)
        .map((key) => ({
          path: `identity.oidc.${key}`,
          message:
            `is missing: Phalanx does not look it up; write what ${discoveryAddress(identity.oidc?.issuer ?? "")} ` +
            `calls ${endpoints[key]}`,
        }));

/** What the platform's own Keycloak cannot do without. */
export const keycloak: Check = (config) => {
  const { certificates, database, identity, lifecycle } = config;
  if (identity?.keycloak === undefined) return [];
  const { upstreams } = identity.keycloak;
  const problems: Problem[] = taken(
    upstreams.map(({ name }) => name),
    (index) => `identity.keycloak.upstreams[${index}].name`,
  );
  if (database === undefined)
    problems.push({
      path: "database",
      message: "is missing: Keycloak keeps users and groups in PostgreSQL; add external, in-cluster or cloudsql",
    });
  if (database?.kind === "cloudsql" && config.cloud === "gcp" && !config.cloudSql?.databases.includes("keycloak"))
    problems.push({
      path: "cloudSql.databases",
      message: 'lacks "keycloak", where Keycloak keeps users and groups: add it',
    });
  if (lifecycle === "production" && certificates.issuer === "private-ca")
    problems.push({
      path: "certificates.issuer",
      message:
        '"private-ca" does not go with identity.keycloak: services ask it by its public name, do not know this authority, and could log nobody in; write dns01, http01 or existing',
    });
  return problems;
};

/** In Keycloak a slash parts a group from the one above it. */
export const keycloakGroups: Check = ({ identity, platform, services }) => {
  if (identity?.keycloak === undefined) return [];
  const named: Named[] = [
    ...Object.entries(platform.roles).map(
      ([role, { groups }]): Named => [["platform", "roles", role, "groups"], groups],
    ),
    ...groupsOfScopes(identity.scopes),
    ...groupsOfLabs(services.virtualLabs?.labs ?? []),
  ];
  return named.flatMap(([path, groups]) =>
    groups.flatMap((group, index) =>
      group.includes("/")
        ? [
            {
              path: formatPath([...path, index]),
              message: `"${group}" has a slash, which in Keycloak parts a group from the one above it: name it without`,
            },
          ]
        : [],
    ),
  );
};

/** Where a provider says what its endpoints are (OpenID Connect Discovery 1.0, section 4). */
export function discoveryAddress(issuer: string): string {
  return `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`;
}

const endpoints = { loginUrl: "authorization_endpoint", tokenUrl: "token_endpoint" };

/** Gafaelfawr's knownScopes (Phalanx, applications/gafaelfawr/values.yaml, August 2026). */
const knownScopes = [
  "admin:jupyterlab",
  "admin:notifications",
  "admin:token",
  "admin:userinfo",
  "exec:admin",
  "exec:internal-tools",
  "exec:notebook",
  "exec:portal",
  "exec:portal-admin",
  "read:image",
  "read:sasquatch",
  "read:tap",
  "user:token",
  "write:files",
  "write:notifications",
  "write:obsforge",
  "write:sasquatch",
];

export const scopes: Check = ({ identity }) =>
  Object.keys(identity?.scopes ?? {})
    .filter((scope) => !knownScopes.includes(scope))
    .map((scope) => {
      const nearest = closest(scope, knownScopes);
      const hint = nearest ? `did you mean "${nearest}"?` : `known are ${knownScopes.join(", ")}`;
      return { path: formatPath(["identity", "scopes", scope]), message: `Gafaelfawr knows no such scope: ${hint}` };
    });

/** With GitHub a group is a team of one of the organizations; labs may also name a whole organization. */
export const githubGroups: Check = ({ identity, services }) => {
  const github = identity?.github;
  if (!github) return [];
  const teams = groupsOfScopes(identity.scopes).flatMap(([path, groups]) =>
    groups.flatMap((group, index) => team([...path, index], group, github.organizations, false)),
  );
  const ofLabs = groupsOfLabs(services.virtualLabs?.labs ?? []).flatMap(([path, groups]) =>
    groups.flatMap((group, index) => team([...path, index], group, github.organizations, true)),
  );
  return [...teams, ...ofLabs];
};

/** Names of groups, with the path of their list. */
type Named = [path: (string | number)[], groups: readonly string[]];

function groupsOfScopes(scopes: NonNullable<Config["identity"]>["scopes"]): Named[] {
  return Object.entries(scopes).map(([scope, groups]) => [["identity", "scopes", scope], groups]);
}

function groupsOfLabs(labs: NonNullable<Config["services"]["virtualLabs"]>["labs"]): Named[] {
  return labs.flatMap(({ groups, admins, teaching }, number): Named[] => {
    const at = ["services", "virtualLabs", "labs", number];
    return [
      [[...at, "groups"], groups],
      [[...at, "admins"], admins],
      ...teaching.flatMap(({ teachers, students }, index): Named[] => [
        [[...at, "teaching", index, "teachers"], teachers],
        [[...at, "teaching", index, "students"], students],
      ]),
    ];
  });
}

function team(path: (string | number)[], group: string, organizations: string[], whole: boolean): Problem[] {
  const [organization = "", name, ...more] = group.split("/");
  if (name === "" || more.length > 0 || (name === undefined && !whole))
    return [
      {
        path: formatPath(path),
        message: `"${group}" is no team of GitHub: write organization/team, like ${organizations[0] ?? "example"}/team`,
      },
    ];
  return organizations.some((known) => known.toLowerCase() === organization.toLowerCase())
    ? []
    : [{ path: formatPath(path), message: unknownName(organization, organizations, "identity.github.organizations") }];
}
