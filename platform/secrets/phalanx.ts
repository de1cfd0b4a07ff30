/**
 * The secrets of Phalanx's applications, as the secrets.yaml of each says them (of August 2026), for what our sites have. What only a
 * fork's own values ask for (Sentry, apps at GitHub) is named by the site in secrets.static.
 */
import { alwaysOn } from "../../config/checks/phalanx-applications";
import { valueAt } from "../../config/problems-tree";
import type { Config } from "../../config/schema";
import type { SecretDeclaration, SecretSource, ServiceSecrets } from "./contract";

type Condition = (config: Config) => boolean;

/** The application is part of the environment. */
const has =
  (application: string): Condition =>
  ({ phalanx }) =>
    phalanx !== undefined && (alwaysOn.includes(application) || phalanx.applications.includes(application));

/** A Helm value of the application that the site sets itself (phalanx.values) is true. */
const set =
  (application: string, path: string): Condition =>
  ({ phalanx }) =>
    valueAt(phalanx?.values[application], path.split(".")) === true;

const both =
  (...conditions: Condition[]): Condition =>
  (config) =>
    conditions.every((one) => one(config));

const slack: Condition = ({ services }) => services.monitoring?.alerts?.to === "slack";

/** Phalanx's own PostgreSQL: only where the site has no other. */
const ownDatabase: Condition = ({ database }) => database === undefined || database.kind === "in-cluster";

function application(name: string, keys: ServiceSecrets["keys"]): ServiceSecrets {
  return { service: name, delivery: "operator", when: has(name), keys };
}

const password = (description: string): SecretDeclaration => ({ description, source: { kind: "password" } });

const copy = (description: string, service: string, key: string, when?: Condition): SecretDeclaration => ({
  description,
  source: { kind: "copy", service, key },
  ...(when === undefined ? {} : { when }),
});

/** Generated for Phalanx's own PostgreSQL, set by a person for one that somebody runs, given by the cloud for its own. */
function databasePassword(name: string): SecretDeclaration {
  const source = ({ database }: Config): SecretSource => {
    if (database?.kind === "external") return { kind: "stack", secret: `database-${name}-password` };
    return database?.kind === "cloudsql" ? { kind: "wired", name: `database/${name}` } : { kind: "password" };
  };
  return { description: `Password of the database user ${name}.`, source };
}

const identitySecret = (
  description: string,
  secret: "github-client-secret" | "cilogon-client-secret",
  provider: "github" | "cilogon",
): SecretDeclaration => ({
  description,
  source: { kind: "stack", secret },
  when: ({ identity }) => identity?.[provider] !== undefined,
});

const slackCopy = (description: string) => copy(description, "mobu", "app-alert-webhook", both(slack, has("mobu")));

export const phalanxSecrets: readonly ServiceSecrets[] = [
  application("argocd", {
    "admin.plaintext_password": password("Password of Argo CD's user admin, for the installation and emergencies."),
    "admin.password": {
      description: "Its hash, the only form that Argo CD itself sees.",
      source: { kind: "bcrypt", of: "admin.plaintext_password" },
    },
    "admin.passwordMtime": {
      description: "When it was changed: older sessions end.",
      source: { kind: "changed", of: "admin.plaintext_password" },
    },
    "dex.clientSecret": {
      description: "Secret of Argo CD's client at the users' provider.",
      source: ({ identity }) =>
        identity?.keycloak ? { kind: "password", length: 48 } : { kind: "stack", secret: "argocd-client-secret" },
      when: ({ identity }) => identity !== undefined,
    },
    "server.secretkey": password("Signs sessions."),
  }),
  application("cert-manager", {
    "aws-secret-access-key": {
      description: "Key with which proofs are written into Route 53.",
      source: { kind: "stack", secret: "aws-secret-access-key" },
      when: ({ certificates }) => certificates.issuer === "dns01" && certificates.solver.provider === "route53",
    },
  }),
  application("gafaelfawr", {
    "bootstrap-token": {
      description: "Token that may do everything, to name the first administrators.",
      source: { kind: "gafaelfawr-token" },
    },
    "cilogon-client-secret": identitySecret("Secret of the client at CILogon.", "cilogon-client-secret", "cilogon"),
    "database-password": databasePassword("gafaelfawr"),
    "github-client-secret": identitySecret("Secret of the OAuth app at GitHub.", "github-client-secret", "github"),
    "ldap-password": {
      description: "Password of the DN that reads LDAP.",
      source: { kind: "stack", secret: "ldap-password" },
      when: ({ identity }) => identity?.ldap?.userDn !== undefined,
    },
    "oidc-client-secret": {
      description: "Secret of the client at the provider.",
      source: ({ identity }) =>
        identity?.keycloak ? { kind: "password", length: 48 } : { kind: "stack", secret: "oidc-client-secret" },
      when: ({ identity }) => identity?.oidc !== undefined || identity?.keycloak !== undefined,
    },
    "redis-password": password("Password of Gafaelfawr's Redis."),
    "session-secret": {
      description: "Encrypts sessions; a new one logs everybody out.",
      source: { kind: "fernet-key" },
    },
    "signing-key": {
      description: "Signs the tokens of Gafaelfawr as a provider of OpenID Connect.",
      source: { kind: "rsa-key" },
      when: set("gafaelfawr", "config.oidcServer.enabled"),
    },
    "slack-webhook": slackCopy("Where Gafaelfawr reports errors."),
  }),
  application("ingress-nginx", {
    "tls.crt": {
      description: "The platform's certificate with its chain.",
      source: { kind: "stack", secret: "tls-certificate" },
      when: ({ certificates }) => certificates.issuer === "existing",
    },
    "tls.key": {
      description: "Its key.",
      source: { kind: "stack", secret: "tls-key" },
      when: ({ certificates }) => certificates.issuer === "existing",
    },
  }),
  application("mobu", {
    ALERT_HOOK: { description: "Where mobu reports.", source: { kind: "stack", secret: "slack-webhook" }, when: slack },
    "app-alert-webhook": {
      description: "Where all other applications report.",
      source: { kind: "stack", secret: "slack-webhook" },
      when: slack,
    },
  }),
  application("noteburst", { NOTEBURST_SLACK_WEBHOOK_URL: slackCopy("Where Noteburst reports.") }),
  application("nublado", {
    cryptkeeper_key: password("Encrypts JupyterHub's keys."),
    crypto_key: password("Encrypts what JupyterHub stores."),
    hub_db_password: databasePassword("nublado"),
    proxy_token: password("JupyterHub's login at its proxy."),
    slack_webhook: slackCopy("Where Nublado reports errors."),
  }),
  application("portal", { ADMIN_PASSWORD: password("Password of Portal's Redis.") }),
  application("postgres", {
    gafaelfawr_password: copy("Password of gafaelfawr.", "gafaelfawr", "database-password", ownDatabase),
    nublado3_password: copy("Password of nublado.", "nublado", "hub_db_password", both(ownDatabase, has("nublado"))),
    root_password: password("Password of the administrator."),
    timessquare_password: copy(
      "Password of times-square.",
      "times-square",
      "TS_DATABASE_PASSWORD",
      both(ownDatabase, has("times-square")),
    ),
  }),
  application("repertoire", { "slack-webhook": slackCopy("Where repertoire reports errors.") }),
  application("semaphore", {
    "database-password": databasePassword("semaphore"),
    "slack-webhook": slackCopy("Where Semaphore reports errors."),
  }),
  application("ssotap", {
    "google_creds.json": {
      description: "Key file for the bucket of results.",
      source: { kind: "stack", secret: "ssotap-google-credentials" },
    },
    pgpassword: {
      description: "Password at the server with the Solar System catalogue.",
      source: { kind: "stack", secret: "ssotap-database-password" },
    },
  }),
  application("tap", {
    "google_creds.json": {
      description: "Key file for the bucket of results.",
      source: { kind: "stack", secret: "tap-google-credentials" },
    },
  }),
  application("times-square", {
    TS_DATABASE_PASSWORD: databasePassword("times-square"),
    TS_SLACK_WEBHOOK_URL: slackCopy("Where Times Square reports."),
  }),
  application("wobbly", {
    "database-password": databasePassword("wobbly"),
    "slack-webhook": slackCopy("Where Wobbly reports errors."),
  }),
];
