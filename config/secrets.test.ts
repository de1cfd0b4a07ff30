import * as fs from "node:fs";
import * as path from "node:path";
import { parseConfig } from "./parse";
import type { Config } from "./schema";
import { clouds } from "./schema";
import { givenProblems, requiredSecrets, secretPattern, secretTable } from "./secrets";
import { validInput } from "./testing";

/** The valid configuration with some sections replaced; the schema's form is right, whatever config/checks says. */
function withSections(sections: object): Config {
  return clouds.openstack.parse({ ...validInput(), ...sections });
}

const ldap = { url: "ldaps://ldap.example.org", userBaseDn: "ou=people", groupBaseDn: "ou=groups" };
const issuer = "https://login.example.org";
const route53 = { provider: "route53", hostedZone: "Z0123456789", accessKeyId: "AKIAIOSFODNN7EXAMPLE" };
const rfc2136 = { provider: "rfc2136", server: "ns.example.org", keyName: "acme" };
const zone = { zone: "a.example.", email: "a@a.example" };

test.each<[string, object, [name: string, path: string][]]>([
  ["nothing", {}, []],
  [
    "identity.github",
    { identity: { github: { clientId: "a", organizations: ["b"] } } },
    [["github-client-secret", "identity.github"]],
  ],
  ["identity.oidc", { identity: { oidc: { issuer, clientId: "a" } } }, [["oidc-client-secret", "identity.oidc"]]],
  [
    "identity.cilogon",
    { identity: { cilogon: { clientId: "cilogon:/client_id/0123" } } },
    [["cilogon-client-secret", "identity.cilogon"]],
  ],
  [
    "Keycloak's upstreams",
    {
      identity: {
        keycloak: {
          host: "login",
          upstreams: ["orcid", "aai"].map((name) => ({
            ...{ name, issuer, clientId: "a" },
            ...{ loginUrl: issuer, tokenUrl: issuer, keysUrl: issuer },
          })),
        },
      },
      database: { kind: "external", host: "db.example" },
    },
    [
      ["keycloak-orcid-client-secret", "identity.keycloak"],
      ["keycloak-aai-client-secret", "identity.keycloak"],
      ["database-keycloak-password", "database"],
    ],
  ],
  [
    "Keycloak in a database of the platform's own",
    { identity: { keycloak: { host: "login" } }, database: { kind: "in-cluster" } },
    [],
  ],
  ["anonymous LDAP", { identity: { ldap } }, []],
  ["LDAP", { identity: { ldap: { ...ldap, userDn: "cn=reader" } } }, [["ldap-password", "identity.ldap.userDn"]]],
  ["dns with rfc2136", { dns: { ...rfc2136, ...zone } }, [["tsig-key", "dns.provider"]]],
  ["dns with route53", { dns: { ...route53, ...zone } }, [["aws-secret-access-key", "dns.provider"]]],
  [
    "proofs in the same zone: each secret once",
    { dns: { ...rfc2136, ...zone }, certificates: { issuer: "dns01", solver: rfc2136 } },
    [["tsig-key", "dns.provider"]],
  ],
  [
    "proofs by route53",
    { certificates: { issuer: "dns01", solver: route53 } },
    [["aws-secret-access-key", "certificates"]],
  ],
  [
    "a certificate that one brings",
    { certificates: { issuer: "existing", names: ["*.a.example"] } },
    [
      ["tls-certificate", "certificates"],
      ["tls-key", "certificates"],
    ],
  ],
  [
    "alerts to Slack",
    { services: { monitoring: { alerts: { to: "slack", channel: "#a" } } } },
    [["slack-webhook", "services.monitoring.alerts"]],
  ],
  [
    "backups elsewhere",
    {
      services: {
        backup: {
          targets: {
            here: { kind: "bucket", bucket: "backup" },
            there: { kind: "s3", endpoint: "https://s3.example.org", bucket: "abc" },
          },
        },
      },
    },
    [
      ["backup-there-access-key", "services.backup.targets.there"],
      ["backup-there-secret-key", "services.backup.targets.there"],
    ],
  ],
  [
    "a Vault that is there",
    { secrets: { backend: "vault", address: "https://vault.example.org", path: "a" } },
    [
      ["vault-role-id", "secrets"],
      ["vault-secret-id", "secrets"],
    ],
  ],
  [
    "secrets of the site's own: each once",
    { secrets: { backend: "kubernetes", static: { "a/b": "static-one", "a/c": "static-one", "d/e": "static-two" } } },
    [
      ["static-one", 'secrets.static["a/b"]'],
      ["static-two", 'secrets.static["d/e"]'],
    ],
  ],
  [
    "Phalanx, with its databases on another server",
    {
      secrets: { backend: "vault", address: "https://vault.example.org", path: "a" },
      identity: { oidc: { issuer, clientId: "a" } },
      database: { kind: "external", host: "db.example.org" },
      phalanx: { environment: "a", fqdn: "rsp.a.example", applications: ["nublado", "tap", "ssotap"] },
    },
    [
      ["oidc-client-secret", "identity.oidc"],
      ["vault-role-id", "secrets"],
      ["vault-secret-id", "secrets"],
      ["vault-reader-role-id", "secrets"],
      ["vault-reader-secret-id", "secrets"],
      ["database-gafaelfawr-password", "database"],
      ["database-nublado-password", "database"],
      ["argocd-client-secret", "phalanx"],
      ["tap-google-credentials", "phalanx.applications"],
      ["ssotap-google-credentials", "phalanx.applications"],
      ["ssotap-database-password", "phalanx.applications"],
    ],
  ],
  [
    "Phalanx with Keycloak, whose clients' secrets are made",
    {
      secrets: { backend: "vault-in-cluster" },
      identity: { keycloak: { host: "login" } },
      database: { kind: "in-cluster" },
      phalanx: { environment: "a", fqdn: "rsp.a.example" },
    },
    [],
  ],
])("%s asks for its secrets", (_, sections, expected) => {
  expect(requiredSecrets(withSections(sections), "roe").map(({ name, path }) => [name, path])).toEqual(expected);
});

test("a cluster that exists asks for a kubeconfig and keys of the buckets, unless there are a file and no buckets", () => {
  const input: Record<string, unknown> = validInput();
  delete input.openstack;
  const existing = (more: object) =>
    clouds.existing.parse({
      ...input,
      cloud: "existing",
      network: { cidr: "10.0.0.0/24", pods: "10.1.0.0/16", services: "10.2.0.0/16", administrators: ["192.0.2.0/24"] },
      cluster: { kubernetesVersion: "v1.34.2", nodePools: [{ name: "all", count: 1, cpu: "8", memory: "8Gi" }] },
      addresses: { ingress: "203.0.113.9" },
      storage: { classes: [{ name: "a", provisioner: "b", reclaim: "Delete", default: true }] },
      objectStore: { endpoint: "https://s3.example.org", buckets: { backup: "abc" } },
      ...more,
    });
  const names = (config: Config) => requiredSecrets(config, "roe").map(({ name }) => name);
  expect(names(existing({}))).toEqual(["s3-access-key", "s3-secret-key", "kubeconfig"]);
  expect(names(existing({ existing: { kubeconfig: "a" }, objectStore: undefined }))).toEqual([]);
});

test("the command names the stack when there is one, and reads what has many lines from a file", () => {
  const config = withSections({
    certificates: { issuer: "existing", names: ["*.a.example"] },
    identity: { oidc: { issuer, clientId: "a" } },
  });
  expect(requiredSecrets(config, "roe").map(({ command }) => command)).toEqual([
    "pulumi config set --secret oidc-client-secret --stack roe",
    "pulumi config set --secret tls-certificate --stack roe < FILE",
    "pulumi config set --secret tls-key --stack roe < FILE",
  ]);
  expect(requiredSecrets(config, undefined)[0]?.command).toBe("pulumi config set --secret oidc-client-secret");
});

test.each<[string, "encrypted" | "clear" | "empty", string | undefined]>([
  ["tsig-key", "encrypted", undefined],
  ["keycloak-orcid-client-secret", "encrypted", undefined],
  [
    "tsig-key",
    "clear",
    "stands here in the clear: set it again with `pulumi config set --secret tsig-key --stack roe`, and change it where it is used if anybody may have read it",
  ],
  ["tls-key", "empty", "is an empty text: set it again with `pulumi config set --secret tls-key --stack roe < FILE`"],
  ["slack-webhok", "encrypted", 'there is no such key: did you mean "slack-webhook"?'],
  ["confg", "clear", 'there is no such key: did you mean "config"?'],
  ["keycloak--client-secret", "encrypted", 'there is no such key: did you mean "keycloak-<name>-client-secret"?'],
  ["mail", "encrypted", "there is no such key: it is none of the stack secrets"],
])("a %s that is %s", (name, state, message) => {
  const expected =
    message === undefined ? [] : [{ path: `science-platform:${name}`, message, section: "stack-secrets" }];
  expect(givenProblems(new Map([[name, state]]), "roe")).toEqual(expected);
});

test("the table has every secret that the schema speaks of, and no other", () => {
  const folder = path.join(__dirname, "schema");
  const text = fs
    .readdirSync(folder)
    .map((file) => fs.readFileSync(path.join(folder, file), "utf8"))
    .join("\n");
  const missing = secretTable.map(({ name }) => name).filter((name) => !text.includes(name));
  expect(missing).toEqual([]);
  const spoken = [...text.matchAll(/stack secrets? `?([a-z0-9<>-]+)/g)].map(([, name = ""]) => name);
  expect(spoken.length).toBeGreaterThan(8);
  expect(
    spoken.filter((name) => !secretTable.some((one) => one.name === name || secretPattern(one.name).test(name))),
  ).toEqual([]);
});

test("a valid configuration is one for these tests", () => {
  expect(parseConfig(validInput())).toHaveProperty("config");
});
