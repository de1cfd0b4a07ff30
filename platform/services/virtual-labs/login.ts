/** How users log in to a lab: JupyterHub's configuration for the site's provider. Pure. */
import { discoveryAddress } from "../../../config/checks/identity";
import type { Config } from "../../../config/schema";
import type { Values } from "../../foundation/values";
import type { SecretSource } from "../../secrets/contract";
import { endpoints, groupsClaim } from "../identity/names";
import type { Lab } from "./lab";

type Identity = NonNullable<Config["identity"]>;

export interface Login {
  /** Sections of JupyterHub's configuration (hub.config). */
  config: Record<string, Values>;
  /** Name to Python that runs when the hub starts (hub.extraConfig). */
  code: Record<string, string>;
  /** Where the client's secret comes from. */
  secret: SecretSource;
  /** Port of the provider, where it is not that of https. */
  port?: number;
}

/** Variable in which JupyterHub's authenticators look for the client's secret. */
export const secretVariable = "OAUTH_CLIENT_SECRET";

/** Where the provider sends users back to. */
export function callback(host: string): string {
  return `https://${host}/hub/oauth_callback`;
}

/** Name of a lab's client in the platform's own Keycloak. */
export const keycloakClient = (lab: Pick<Lab, "name">): string => `lab-${lab.name}`;

/**
 * @param host Full name of the lab.
 * @param zone Zone of the platform.
 * @throws Error when there is no provider: config/checks says it to people.
 */
export function login(lab: Lab, identity: Identity, host: string, zone: string): Login {
  const { github, oidc, cilogon, keycloak } = identity;
  if (github) return githubLogin(lab, github, host);
  if (oidc)
    return oidcLogin(lab, { ...oidc, groups: "groups", secret: { kind: "stack", secret: "oidc-client-secret" } }, host);
  if (cilogon)
    return oidcLogin(
      lab,
      {
        issuer: "https://cilogon.org",
        clientId: cilogon.clientId,
        // What every university says of its people.
        usernameClaim: "email",
        groups: "isMemberOf",
        scope: "org.cilogon.userinfo",
        secret: { kind: "stack", secret: "cilogon-client-secret" },
      },
      host,
    );
  if (keycloak) {
    const { issuer } = endpoints(keycloak, zone);
    const provider = {
      issuer,
      clientId: keycloakClient(lab),
      usernameClaim: "preferred_username",
      groups: groupsClaim,
    };
    return oidcLogin(lab, { ...provider, secret: { kind: "password", length: 48 } }, host);
  }
  throw new Error("config/checks says that identity has one of them");
}

/** Groups whose members may come in; empty: whoever can log in. */
function mayEnter({ groups, admins, teaching }: Lab): string[] {
  if (groups.length === 0) return [];
  return [
    ...new Set([...groups, ...admins, ...teaching.flatMap(({ teachers, students }) => [...teachers, ...students])]),
  ];
}

interface Provider extends Pick<Login, "secret"> {
  issuer: string;
  clientId: string;
  usernameClaim: string;
  /** Claim that holds the users' groups. */
  groups: string;
  /** Scope by which the provider says them. @default "groups" */
  scope?: string;
}

function oidcLogin(lab: Lab, oidc: Provider, host: string): Login {
  const groups = mayEnter(lab);
  const { port } = new URL(oidc.issuer);
  return {
    config: {
      JupyterHub: { authenticator_class: "generic-oauth" },
      GenericOAuthenticator: {
        client_id: oidc.clientId,
        oauth_callback_url: callback(host),
        scope: ["openid", "profile", "email", oidc.scope ?? "groups"],
        username_claim: oidc.usernameClaim,
        claim_groups_key: oidc.groups,
        manage_groups: true,
        ...(groups.length === 0 ? { allow_all: true } : { allowed_groups: groups }),
        ...(lab.admins.length === 0 ? {} : { admin_groups: lab.admins }),
      },
    },
    code: { "10-provider": discovery(oidc.issuer) },
    secret: oidc.secret,
    ...(port === "" ? {} : { port: Number(port) }),
  };
}

/** The provider says itself where its endpoints are; JupyterHub asks nobody. */
function discovery(issuer: string): string {
  return `import json
from urllib.request import urlopen

with urlopen(${python(discoveryAddress(issuer))}, timeout=30) as answer:
    provider = json.load(answer)
c.GenericOAuthenticator.authorize_url = provider["authorization_endpoint"]
c.GenericOAuthenticator.token_url = provider["token_endpoint"]
c.GenericOAuthenticator.userdata_url = provider["userinfo_endpoint"]
`;
}

function githubLogin(lab: Lab, github: NonNullable<Identity["github"]>, host: string): Login {
  const groups = mayEnter(lab);
  return {
    config: {
      JupyterHub: { authenticator_class: "github" },
      GitHubOAuthenticator: {
        client_id: github.clientId,
        oauth_callback_url: callback(host),
        // Without it only public memberships would count.
        scope: ["read:org"],
        allowed_organizations: (groups.length === 0 ? github.organizations : groups).map((group) =>
          group.replace("/", ":"),
        ),
        populate_teams_in_auth_state: true,
        manage_groups: true,
      },
    },
    code: { "10-teams": teams(lab.admins) },
    secret: { kind: "stack", secret: "github-client-secret" },
  };
}

/**
 * JupyterHub's authenticator for GitHub knows teams only as who may log in. Groups are made of them here, for courses and admins: the
 * organizations' names, and "organization/team". In two ways, because version 17 of oauthenticator (charts from 4.0) asks
 * get_user_groups, and version 16 (charts 3.x) takes what update_auth_model leaves.
 */
function teams(admins: readonly string[]): string {
  return `from oauthenticator.github import GitHubOAuthenticator

ADMINS = frozenset([${admins.map((group) => python(group.toLowerCase())).join(", ")}])


def groups_of(auth_state):
    teams = auth_state.get("teams") or []
    pairs = [(team["organization"]["login"].lower(), team["slug"].lower()) for team in teams]
    return {organization for organization, _ in pairs} | {"/".join(pair) for pair in pairs}


class TeamsOAuthenticator(GitHubOAuthenticator):
    def get_user_groups(self, auth_state):
        return groups_of(auth_state)

    async def update_auth_model(self, auth_model):
        auth_model = await super().update_auth_model(auth_model)
        groups = groups_of(auth_model["auth_state"])
        auth_model["groups"] = sorted(groups)
        auth_model["admin"] = bool(groups & ADMINS)
        return auth_model


c.JupyterHub.authenticator_class = TeamsOAuthenticator
`;
}

/** A text as Python writes it; JSON's escapes are Python's too. */
function python(text: string): string {
  return JSON.stringify(text);
}
