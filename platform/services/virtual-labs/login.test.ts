import { exampleSite } from "../testing";
import { labs, type Lab } from "./lab";
import { login } from "./login";
import { example } from "./example";

const [birds, school] = labs(exampleSite(example)) as [Lab, Lab];
const host = "birds.example.org";

test("with OpenID Connect groups say who comes in, and who looks after the lab", () => {
  const oidc = { issuer: "https://login.example.org:8443/realms/x/", clientId: "labs", usernameClaim: "email" };
  const { config, code, port, secret } = login(birds, { oidc, scopes: {} }, host, "example.org.");
  expect(config).toEqual({
    JupyterHub: { authenticator_class: "generic-oauth" },
    GenericOAuthenticator: {
      client_id: "labs",
      oauth_callback_url: "https://birds.example.org/hub/oauth_callback",
      scope: ["openid", "profile", "email", "groups"],
      username_claim: "email",
      claim_groups_key: "groups",
      manage_groups: true,
      allowed_groups: ["birds", "birds-leads"],
      admin_groups: ["birds-leads"],
    },
  });
  expect(code["10-provider"]).toContain(
    'urlopen("https://login.example.org:8443/realms/x/.well-known/openid-configuration", timeout=30)',
  );
  expect({ port, secret }).toEqual({ port: 8443, secret: { kind: "stack", secret: "oidc-client-secret" } });
});

test("a lab without groups lets in whoever can log in, and has no admins unless it names some", () => {
  const oidc = { issuer: "https://login.example.org", clientId: "labs", usernameClaim: "email" };
  const { config, port } = login(school, { oidc, scopes: {} }, host, "example.org.");
  expect(config.GenericOAuthenticator).toMatchObject({ allow_all: true });
  expect(config.GenericOAuthenticator).not.toHaveProperty("allowed_groups");
  expect(config.GenericOAuthenticator).not.toHaveProperty("admin_groups");
  expect(port).toBeUndefined();
});

test("courses belong to those who may enter a lab with groups", () => {
  const oidc = { issuer: "https://login.example.org", clientId: "labs", usernameClaim: "email" };
  const both = { ...school, groups: ["staff"] };
  expect(login(both, { oidc, scopes: {} }, host, "example.org.").config.GenericOAuthenticator).toMatchObject({
    allowed_groups: ["staff", "teachers", "students"],
  });
});

test("with GitHub organizations and teams do, and teams become groups", () => {
  const github = { clientId: "Iv1.0", organizations: ["Example", "other"] };
  const teams = { ...birds, groups: ["Example/birds"], admins: ["Example/Leads", "other"] };
  const { config, code, secret } = login(teams, { github, scopes: {} }, host, "example.org.");
  expect(config).toEqual({
    JupyterHub: { authenticator_class: "github" },
    GitHubOAuthenticator: {
      client_id: "Iv1.0",
      oauth_callback_url: "https://birds.example.org/hub/oauth_callback",
      scope: ["read:org"],
      allowed_organizations: ["Example:birds", "Example:Leads", "other"],
      populate_teams_in_auth_state: true,
      manage_groups: true,
    },
  });
  expect(code["10-teams"]).toContain('ADMINS = frozenset(["example/leads", "other"])');
  expect(secret).toEqual({ kind: "stack", secret: "github-client-secret" });
  const open = login({ ...teams, groups: [] }, { github, scopes: {} }, host, "example.org.");
  expect(open.config.GitHubOAuthenticator).toMatchObject({ allowed_organizations: ["Example", "other"] });
});

test("in the platform's own Keycloak each lab is a client, whose secret is made here", () => {
  const resources = { cpu: { request: "500m", limit: "2" }, memory: { request: "1Gi", limit: "2Gi" } };
  const keycloak = { host: "login", realm: "science", replicas: 2, resources, upstreams: [] };
  const { config, code, secret } = login(birds, { keycloak, scopes: {} }, host, "example.org.");
  expect(config.GenericOAuthenticator).toMatchObject({ client_id: "lab-birds", username_claim: "preferred_username" });
  expect(code["10-provider"]).toContain('"https://login.example.org/realms/science/.well-known/');
  expect(secret).toEqual({ kind: "password", length: 48 });
});

test("with CILogon users have their mail addresses, and the groups of their organization", () => {
  const cilogon = { clientId: "cilogon:/client_id/0123abcd" };
  const { config, code, secret } = login(birds, { cilogon, scopes: {} }, host, "example.org.");
  expect(config.GenericOAuthenticator).toMatchObject({
    client_id: "cilogon:/client_id/0123abcd",
    scope: ["openid", "profile", "email", "org.cilogon.userinfo"],
    username_claim: "email",
    claim_groups_key: "isMemberOf",
  });
  expect(code["10-provider"]).toContain('"https://cilogon.org/.well-known/openid-configuration"');
  expect(secret).toEqual({ kind: "stack", secret: "cilogon-client-secret" });
});

test("without a provider it is a mistake of ours: the checks refuse it", () => {
  expect(() => login(birds, { scopes: {} }, host, "example.org.")).toThrow(
    "config/checks says that identity has one of them",
  );
});
