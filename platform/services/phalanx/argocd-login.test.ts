import { parse } from "yaml";
import { knownKeys, unknownTo } from "../../charts/keys";
import { catalog } from "../../catalog";
import { clients } from "../identity/clients";
import { keycloakSite } from "../identity/testing";
import { argocdLogin } from "./argocd-login";
import { argocdValues } from "./argocd-values";
import { examplePhalanx } from "./testing";

const roles = {
  operators: { groups: ["night-shift", 'the "old", ones'] },
  serviceOwners: { groups: ["tap-owners"] },
  labAdmins: { groups: ["birds-leads"] },
  users: { groups: ["everybody"] },
};

test("with Keycloak its users log in, by a client whose secret Argo CD reads itself", () => {
  const { cm } = argocdLogin(keycloakSite());
  expect(Object.keys(cm)).toEqual(["oidc.config"]);
  expect(parse(cm["oidc.config"] ?? "")).toEqual({
    name: "Keycloak",
    issuer: "https://login.example.org/realms/platform",
    clientID: "argocd",
    clientSecret: "$dex.clientSecret",
    requestedScopes: ["openid", "profile", "email", "groups"],
  });
});

test("operators may do everything, service owners look, and nobody else anything", () => {
  expect(argocdLogin(keycloakSite({}, { platform: { roles } })).rbac).toEqual({
    "policy.default": "",
    "policy.csv": 'g, "night-shift", role:admin\ng, "the ""old"", ones", role:admin\ng, "tap-owners", role:readonly\n',
    scopes: "[groups]",
  });
});

test("the client is the one that the realm has, and both sides know one secret", () => {
  const client = clients(keycloakSite()).find(({ id }) => id === "argocd");
  expect(client).toEqual({
    id: "argocd",
    title: "Argo CD",
    home: "https://rsp.example.org/argo-cd",
    redirect: "https://rsp.example.org/argo-cd/auth/callback",
    secret: { service: "argocd", key: "dex.clientSecret" },
  });
});

test("the chart knows every key, and the login stands beside what is always there", () => {
  const values = argocdValues({ fqdn: "rsp.example.org", environment: "test" }, keycloakSite());
  expect(unknownTo(knownKeys(catalog.argoCd) ?? [], values)).toEqual([]);
  expect(values).toMatchObject({
    configs: {
      cm: { url: "https://rsp.example.org/argo-cd", "oidc.config": argocdLogin(keycloakSite()).cm["oidc.config"] },
      rbac: { scopes: "[groups]" },
    },
    dex: { enabled: false },
  });
});

test("without Keycloak there is no login but the administrator's", () => {
  const { config, phalanx } = examplePhalanx();
  expect(argocdLogin(config)).toEqual({ cm: {} });
  expect(argocdValues(phalanx, config).configs).not.toHaveProperty("rbac");
});

test("without Phalanx there is no Argo CD, and no client of it", () => {
  expect(clients(keycloakSite({}, { phalanx: undefined })).map(({ id }) => id)).toEqual([
    "grafana",
    "lab-birds",
    "lab-school",
  ]);
});
