/** How people log in to Argo CD with the platform's own Keycloak. Pure. */
import { stringify } from "yaml";
import type { Config } from "../../../config/schema";
import { endpoints, groupsClaim } from "../identity/names";

/** Its client at Keycloak. */
export const argocdClient = "argocd";

/** Key of the client's secret, in Vault and in the Secret argocd-secret: Phalanx's name for it, with Dex or without. */
export const argocdClientKey = "dex.clientSecret";

/** Where Keycloak sends users back to. @param url Argo CD's address for people. */
export function argocdCallback(url: string): string {
  return `${url}/auth/callback`;
}

/** Argo CD's own role for each of the platform's that has one. Whoever has none may log in, and sees nothing. */
const roles = { operators: "role:admin", serviceOwners: "role:readonly" } as const satisfies Partial<
  Record<keyof Config["platform"]["roles"], string>
>;

/**
 * Values below `configs` of Argo CD's chart: `cm` and `rbac`.
 *
 * @returns Empty where users are not Keycloak's: Argo CD's administrator alone comes in, unless the site says more in platform.values.
 */
export function argocdLogin({ identity, dns, platform }: Pick<Config, "identity" | "dns" | "platform">): {
  cm: Record<string, string>;
  rbac?: Record<string, string>;
} {
  if (identity?.keycloak === undefined) return { cm: {} };
  const { issuer } = endpoints(identity.keycloak, dns.zone);
  const lines = Object.entries(roles).flatMap(([role, own]) =>
    platform.roles[role as keyof typeof roles].groups.map((group) => `g, ${quoted(group)}, ${own}`),
  );
  return {
    cm: {
      "oidc.config": stringify({
        name: "Keycloak",
        issuer,
        clientID: argocdClient,
        // Argo CD fills in what its Secret has under this key.
        clientSecret: `$${argocdClientKey}`,
        requestedScopes: ["openid", "profile", "email", groupsClaim],
      }),
    },
    rbac: {
      "policy.default": "",
      "policy.csv": lines.map((line) => `${line}\n`).join(""),
      scopes: `[${groupsClaim}]`,
    },
  };
}

/** As a field of CSV. */
function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}
