/** The secrets of a stack: every one that there is, and which a configuration asks for. */
import type { Problem } from "./problems";
import { formatPath } from "./problems-path";
import { closest } from "./problems-words";
import { upstreamOf } from "./registries";
import type { Config } from "./schema";

/** Name of a stack secret: the part after "science-platform:" in the stack file. */
export type SecretName =
  | "github-client-secret"
  | "oidc-client-secret"
  | "cilogon-client-secret"
  | `keycloak-${string}-client-secret`
  | "ldap-password"
  | "tsig-key"
  | "aws-secret-access-key"
  | "tls-certificate"
  | "tls-key"
  | "slack-webhook"
  | "alerts-heartbeat"
  | `backup-${string}-access-key`
  | `backup-${string}-secret-key`
  | "s3-access-key"
  | "s3-secret-key"
  | "kubeconfig"
  | "vault-role-id"
  | "vault-secret-id"
  | "vault-reader-role-id"
  | "vault-reader-secret-id"
  | `database-${string}-password`
  | `registry-${string}-${"user" | "password"}`
  | "argocd-client-secret"
  | `${"tap" | "ssotap"}-google-credentials`
  | "ssotap-database-password"
  | `static-${string}`;

interface Secret {
  /** Where it has "<name>", any name of the configuration may stand. */
  name: SecretName;
  /** What it is, in a sentence. */
  meaning: string;
  /** The part of the configuration that asks for it, for people. */
  asker: string;
  /** True for a text of many lines, which comes from a file. */
  file?: true;
  /** Paths of what asks for it in a configuration; with `<name>`, each with its name. None: it is not needed. */
  asked: (config: Config) => { path: string; name?: string }[];
}

const when = (path: string, asks: boolean) => (asks ? [{ path }] : []);

const remoteTargets = ({ services: { backup } }: Config) =>
  Object.entries(backup?.targets ?? {}).flatMap(([name, { kind }]) =>
    kind === "s3" ? [{ path: formatPath(["services", "backup", "targets", name]), name }] : [],
  );

const registryLogins = ({ services: { registry } }: Config) =>
  (registry?.logins ?? []).map((registry) => ({
    path: "services.registry.logins",
    name: upstreamOf(registry).name,
  }));

const dnsWith = (provider: "rfc2136" | "route53") => (config: Config) => [
  ...when("dns.provider", config.dns.provider === provider),
  ...when("certificates", config.certificates.issuer === "dns01" && config.certificates.solver.provider === provider),
];

const readsVault = ({ secrets, phalanx }: Config) =>
  when("secrets", secrets.backend === "vault" && phalanx !== undefined);

const hasApplication = ({ phalanx }: Config, name: string) => phalanx?.applications.includes(name) ?? false;

/** Applications of Phalanx that keep something in PostgreSQL and know its password from their secrets. */
const databaseUsers = ["nublado", "semaphore", "times-square", "wobbly"];

const externalDatabases = (config: Config) => {
  const { database, identity, phalanx } = config;
  const applications = ["gafaelfawr", ...databaseUsers.filter((name) => hasApplication(config, name))];
  const users = [...(phalanx ? applications : []), ...(identity?.keycloak ? ["keycloak"] : [])];
  return database?.kind === "external" ? users.map((name) => ({ path: "database", name })) : [];
};

const tapDatabase = ({ database, services: { tap } }: Config) =>
  tap?.backend.kind === "postgresql" && database?.kind === "external"
    ? [{ path: "services.tap.backend", name: "tap" }]
    : [];

/** Databases that services.backup.databases dumps: those whose passwords the platform knows. Each has the name of its application. */
export function dumpedDatabases(config: Config): string[] {
  return [...sectionDatabases(config), ...(config.services.tap === undefined ? [] : tapDatabases)];
}

/** What TAP keeps in its own PostgreSQL, whatever it asks. */
export const tapDatabases = ["tap-schema", "tap-uws"] as const;

/** Those where the section `database` is. */
function sectionDatabases(config: Config): string[] {
  switch (config.database?.kind) {
    case "external":
      return externalDatabases(config).map(({ name }) => name);
    case "cloudsql":
      return config.cloud === "gcp" ? [...(config.cloudSql?.databases ?? [])] : [];
    case "in-cluster":
      return config.identity?.keycloak ? ["keycloak"] : [];
    case undefined:
      return [];
  }
}

/** The one table of all secrets. */
export const secretTable: readonly Secret[] = [
  {
    name: "github-client-secret",
    meaning: "Secret of the OAuth app at GitHub.",
    asker: "identity.github",
    asked: ({ identity }) => when("identity.github", identity?.github !== undefined),
  },
  {
    name: "oidc-client-secret",
    meaning: "Secret of the client at the OpenID Connect provider.",
    asker: "identity.oidc",
    asked: ({ identity }) => when("identity.oidc", identity?.oidc !== undefined),
  },
  {
    name: "cilogon-client-secret",
    meaning: "Secret of the client at CILogon.",
    asker: "identity.cilogon",
    asked: ({ identity }) => when("identity.cilogon", identity?.cilogon !== undefined),
  },
  {
    name: "keycloak-<name>-client-secret",
    meaning: "Secret of the client at one of Keycloak's upstream providers.",
    asker: "each of identity.keycloak.upstreams",
    asked: ({ identity }) =>
      (identity?.keycloak?.upstreams ?? []).map(({ name }) => ({ path: "identity.keycloak", name })),
  },
  {
    name: "ldap-password",
    meaning: "Password of the DN that reads LDAP.",
    asker: "identity.ldap with userDn",
    asked: ({ identity }) => when("identity.ldap.userDn", identity?.ldap?.userDn !== undefined),
  },
  {
    name: "tsig-key",
    meaning: "TSIG key for dynamic updates of the zone, base64.",
    asker: "provider rfc2136 in dns or certificates.solver",
    asked: dnsWith("rfc2136"),
  },
  {
    name: "aws-secret-access-key",
    meaning: "Key that belongs to accessKeyId.",
    asker: "provider route53 in dns or certificates.solver",
    asked: dnsWith("route53"),
  },
  {
    name: "tls-certificate",
    meaning: "The platform's certificate with its chain, PEM.",
    asker: "certificates with issuer existing",
    file: true,
    asked: ({ certificates }) => when("certificates", certificates.issuer === "existing"),
  },
  {
    name: "tls-key",
    meaning: "Private key of the platform's certificate, PEM.",
    asker: "certificates with issuer existing",
    file: true,
    asked: ({ certificates }) => when("certificates", certificates.issuer === "existing"),
  },
  {
    name: "slack-webhook",
    meaning: "Address that Slack gave for posting alerts.",
    asker: "services.monitoring.alerts to slack",
    asked: ({ services }) => when("services.monitoring.alerts", services.monitoring?.alerts?.to === "slack"),
  },
  {
    name: "alerts-heartbeat",
    meaning: "Address to which a message goes as long as alerts get out.",
    asker: "services.monitoring.heartbeat",
    asked: ({ services }) => when("services.monitoring.heartbeat", services.monitoring?.heartbeat === true),
  },
  {
    name: "backup-<name>-access-key",
    meaning: "Access key of a place for backups.",
    asker: "each of services.backup.targets of kind s3",
    asked: remoteTargets,
  },
  {
    name: "backup-<name>-secret-key",
    meaning: "Secret key of a place for backups.",
    asker: "each of services.backup.targets of kind s3",
    asked: remoteTargets,
  },
  {
    name: "s3-access-key",
    meaning: "Access key of the buckets.",
    asker: "objectStore with cloud existing",
    asked: (config) => when("objectStore", config.cloud === "existing" && config.objectStore !== undefined),
  },
  {
    name: "s3-secret-key",
    meaning: "Secret key of the buckets.",
    asker: "objectStore with cloud existing",
    asked: (config) => when("objectStore", config.cloud === "existing" && config.objectStore !== undefined),
  },
  {
    name: "kubeconfig",
    meaning: "Kubeconfig of the cluster; `kubectl config view --minify --flatten` writes a good one.",
    asker: "cloud existing without existing.kubeconfig",
    file: true,
    asked: (config) => when("existing", config.cloud === "existing" && config.existing.kubeconfig === undefined),
  },
  {
    name: "vault-role-id",
    meaning: "Role ID of the AppRole that may write below secrets.path.",
    asker: "secrets with backend vault",
    asked: ({ secrets }) => when("secrets", secrets.backend === "vault"),
  },
  {
    name: "vault-secret-id",
    meaning: "Secret ID of that AppRole.",
    asker: "secrets with backend vault",
    asked: ({ secrets }) => when("secrets", secrets.backend === "vault"),
  },
  {
    name: "vault-reader-role-id",
    meaning: "Role ID of the AppRole with which the cluster reads below secrets.path.",
    asker: "secrets with backend vault, with phalanx",
    asked: readsVault,
  },
  {
    name: "vault-reader-secret-id",
    meaning: "Secret ID of that AppRole.",
    asker: "secrets with backend vault, with phalanx",
    asked: readsVault,
  },
  {
    name: "database-<name>-password",
    meaning: "Password of an application's or service's user at the PostgreSQL server.",
    asker:
      "database of kind external: with phalanx for each application that has one (gafaelfawr always), with identity.keycloak for keycloak, with services.tap on it for tap",
    asked: (config) => [...externalDatabases(config), ...tapDatabase(config)],
  },
  {
    name: "registry-<name>-user",
    meaning: "User at a registry of container images.",
    asker: "each of services.registry.logins, with dashes for dots",
    asked: registryLogins,
  },
  {
    name: "registry-<name>-password",
    meaning: "Password or token of that user.",
    asker: "each of services.registry.logins, with dashes for dots",
    asked: registryLogins,
  },
  {
    name: "argocd-client-secret",
    meaning: "Secret of Argo CD's own client at the users' provider.",
    asker: "phalanx with identity, unless that is keycloak",
    asked: ({ phalanx, identity }) =>
      when("phalanx", phalanx !== undefined && identity !== undefined && identity.keycloak === undefined),
  },
  {
    name: "tap-google-credentials",
    meaning: "Key file (JSON) with which TAP writes results into its bucket.",
    asker: "phalanx with tap",
    file: true,
    asked: (config) => when("phalanx.applications", hasApplication(config, "tap")),
  },
  {
    name: "ssotap-google-credentials",
    meaning: "Key file (JSON) with which the Solar System TAP writes results into its bucket.",
    asker: "phalanx with ssotap",
    file: true,
    asked: (config) => when("phalanx.applications", hasApplication(config, "ssotap")),
  },
  {
    name: "ssotap-database-password",
    meaning: "Password at the PostgreSQL server with the Solar System catalogue.",
    asker: "phalanx with ssotap",
    asked: (config) => when("phalanx.applications", hasApplication(config, "ssotap")),
  },
  {
    name: "static-<name>",
    meaning: "A secret that secrets.static names.",
    asker: "each of secrets.static",
    asked: ({ secrets }) =>
      Object.entries(secrets.static).map(([key, name]) => ({
        path: formatPath(["secrets", "static", key]),
        name: name.replace(/^static-/, ""),
      })),
  },
];

/** How a secret of the table is given: encrypted, in the clear, or encrypted but an empty text. */
export type Given = ReadonlyMap<string, "encrypted" | "clear" | "empty">;

/** A secret that a configuration asks for. */
export interface RequiredSecret {
  name: string;
  meaning: string;
  /** Path in the configuration of what asks for it. */
  path: string;
  /** The command that sets it. */
  command: string;
}

/** @param stack For the commands; unknown for a file that is no stack's. */
export function requiredSecrets(config: Config, stack: string | undefined): RequiredSecret[] {
  const all = secretTable.flatMap((secret) =>
    secret.asked(config).map(({ path, name }) => {
      const full = secret.name.replace("<name>", name ?? "");
      return { name: full, meaning: secret.meaning, path, command: setCommand(full, stack) };
    }),
  );
  return all.filter(({ name }, index) => all.findIndex((other) => other.name === name) === index);
}

/** What is wrong with the secrets that are given, whatever the configuration asks for. Their values are never looked at. */
export function givenProblems(given: Given, stack: string | undefined): Problem[] {
  return [...given].flatMap(([name, state]): Problem[] => {
    const problem = (message: string) => [{ path: `science-platform:${name}`, message, section: "stack-secrets" }];
    if (!tableEntry(name)) {
      const nearest = closest(name, ["config", ...secretTable.map((one) => one.name)]);
      return problem(
        `there is no such key: ${nearest ? `did you mean "${nearest}"?` : "it is none of the stack secrets"}`,
      );
    }
    if (state === "clear")
      return problem(
        `stands here in the clear: set it again with \`${setCommand(name, stack)}\`, and change it where it is used if anybody may have read it`,
      );
    return state === "empty" ? problem(`is an empty text: set it again with \`${setCommand(name, stack)}\``) : [];
  });
}

function tableEntry(name: string): Secret | undefined {
  return secretTable.find((one) => secretPattern(one.name).test(name));
}

/** What the names of a table's entry look like. */
export function secretPattern(name: SecretName): RegExp {
  return new RegExp(`^${name.replace("<name>", "[a-z][a-z0-9-]*")}$`);
}

/** Pulumi asks for the value, or reads it from a file, so that it stands in no shell's history. */
function setCommand(name: string, stack: string | undefined): string {
  const file = tableEntry(name)?.file ? " < FILE" : "";
  return `pulumi config set --secret ${name}${stack === undefined ? "" : ` --stack ${stack}`}${file}`;
}
