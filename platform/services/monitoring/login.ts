/** How people log in to Grafana with the platform's own Keycloak. Pure. */
import type { Config } from "../../../config/schema";
import type { Values } from "../../foundation/values";
import { endpoints, realmRoles, rolesClaim } from "../identity/names";

/** Its client at Keycloak. */
export const grafanaClient = "grafana";

/** Where Keycloak sends users back to. */
export function grafanaCallback(host: string): string {
  return `https://${host}/login/generic_oauth`;
}

/** Role of Grafana for those of the platform, the strongest first. Who has none of them does not come in. */
const roles = {
  [realmRoles.operators]: "Admin",
  [realmRoles.serviceOwners]: "Editor",
  [realmRoles.labAdmins]: "Viewer",
};

/**
 * @param secretName Secret with the client's secret, under `key`.
 * @returns Values of Grafana's chart; empty where users are not Keycloak's, and its administrator alone comes in.
 */
export function grafanaLogin(
  { identity, dns }: Pick<Config, "identity" | "dns">,
  secretName: string,
  key: string,
): Values {
  if (identity?.keycloak === undefined) return {};
  const { loginUrl, tokenUrl, userInfoUrl } = endpoints(identity.keycloak, dns.zone);
  const rules = Object.entries(roles).map(([role, own]) => `contains(${rolesClaim}[*], '${role}') && '${own}'`);
  return {
    "grafana.ini": {
      "auth.generic_oauth": {
        ...{ enabled: true, name: "Keycloak", client_id: grafanaClient, use_pkce: true },
        scopes: "openid profile email",
        ...{ auth_url: loginUrl, token_url: tokenUrl, api_url: userInfoUrl },
        login_attribute_path: "preferred_username",
        role_attribute_path: rules.join(" || "),
        role_attribute_strict: true,
        // An account in Grafana is made at the first login: `users.allow_sign_up` is about its own form.
        allow_sign_up: true,
      },
    },
    envValueFrom: { GF_AUTH_GENERIC_OAUTH_CLIENT_SECRET: { secretKeyRef: { name: secretName, key } } },
  };
}
