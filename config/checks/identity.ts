/** Who the users are. The rules are Gafaelfawr's, which says them only when its pod starts. */
import { closest, formatPath, type Problem } from "../problems";
import type { Check } from "./context";
import { list, unknownName } from "./words";

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
  const teams = Object.entries(identity.scopes).flatMap(([scope, groups]) =>
    groups.flatMap((group, index) => team(["identity", "scopes", scope, index], group, github.organizations, false)),
  );
  const ofLabs = (services.virtualLabs?.labs ?? []).flatMap((lab, number) => {
    const at = ["services", "virtualLabs", "labs", number];
    const lists: [(string | number)[], string[]][] = [
      [[...at, "groups"], lab.groups],
      [[...at, "admins"], lab.admins],
      ...lab.teaching.flatMap((course, index): [(string | number)[], string[]][] => [
        [[...at, "teaching", index, "teachers"], course.teachers],
        [[...at, "teaching", index, "students"], course.students],
      ]),
    ];
    return lists.flatMap(([path, groups]) =>
      groups.flatMap((group, index) => team([...path, index], group, github.organizations, true)),
    );
  });
  return [...teams, ...ofLabs];
};

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
