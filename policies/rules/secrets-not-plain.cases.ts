import type { Cases } from "../case";
import { container, pod, workload } from "../objects";
import type { Manifest } from "../rule";
import { helmServiceType } from "../workloads";
import type { Settings } from "./secrets-not-plain";

const env = (name: string, value?: unknown) => pod({ containers: [container({ env: [{ name, value }] })] });
const config = (data: object): Manifest => ({ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "case" }, data });
const chart = (values: object) => ({ type: helmServiceType, props: { values } });
const plain = "holds a secret in plain text";
/** Not a whole key, so that nobody's scanner takes it for one. */
const key = "-----BEGIN RSA PRIVATE KEY-----\nMIIE";

export const secretsNotPlainCases: Cases<Settings> = {
  good: [
    {
      name: "from a Secret",
      of: pod({
        containers: [
          container({ env: [{ name: "DB_PASSWORD", valueFrom: { secretKeyRef: { name: "db", key: "password" } } }] }),
        ],
      }),
    },
    { name: "an ordinary variable", of: env("LOG_LEVEL", "debug") },
    { name: "an empty one", of: env("DB_PASSWORD", "") },
    { name: "a path to a secret", of: env("GOOGLE_APPLICATION_CREDENTIALS", "/run/secrets/key.json") },
    { name: "a reference to another variable", of: env("PGPASSWORD", "$(DB_PASSWORD)") },
    { name: "a reference to Keycloak's vault", of: chart({ clientSecret: "${vault.upstream-university}" }) },
    { name: "a switch", of: env("AUTOMOUNT_TOKEN", "false") },
    {
      name: "a name that the site knows to be harmless",
      of: env("MAX_TOKEN", "4096"),
      settings: { names: ["MAX_TOKEN"] },
    },
    { name: "an address with a user only", of: config({ url: "postgresql://reader@db.example.org/data" }) },
    { name: "a public certificate", of: config({ "ca.crt": "-----BEGIN CERTIFICATE-----\nMIIE" }) },
    {
      name: "a chart that is told where the secret lies",
      of: chart({ auth: { existingSecret: "db", secretKeys: { adminPasswordKey: "password" } } }),
    },
    {
      name: "and of which one, as Harbor's",
      of: chart({ existingSecretAdminPassword: "registry-keys" }),
    },
    {
      name: "a Secret may hold one",
      of: { apiVersion: "v1", kind: "Secret", metadata: { name: "case" }, stringData: { password: "x" } },
    },
    {
      name: "a ConfigMap that tells where a secret lies, as JupyterHub's",
      of: config({ "hub-existing-secret": "lab-a-keys", "image-pull-secret": "registry" }),
    },
    { name: "a secret of Pulumi's in a mocked run", of: chart({ password: "[secret]" }) },
  ],
  bad: [
    {
      name: "a password",
      of: env("DB_PASSWORD", "example"),
      says: [`spec.containers[web].env[DB_PASSWORD].value ${plain}`],
    },
    { name: "in lower case", of: env("apiKey", "example"), says: [`spec.containers[web].env[apiKey].value ${plain}`] },
    {
      name: "in an init container of a CronJob",
      of: workload("CronJob", {
        containers: [container()],
        initContainers: [container({ name: "init", env: [{ name: "GITHUB_TOKEN", value: "example" }] })],
      }),
      says: [`spec.jobTemplate.spec.template.spec.initContainers[init].env[GITHUB_TOKEN].value ${plain}`],
    },
    {
      name: "an address with a password in a variable",
      of: env("DATABASE_URL", "postgresql://app:example@db.example.org/data"),
      says: ["spec.containers[web].env[DATABASE_URL].value holds an address with a password"],
    },
    {
      name: "on the command line",
      of: pod({ containers: [container({ args: ["--dsn", "amqp://app:example@mq/"] })] }),
      says: ["spec.containers[web].args[1] holds an address with a password"],
    },
    { name: "what only ends like it", of: config({ "hub-secret": "example" }), says: [`data.hub-secret ${plain}`] },
    { name: "a key of a ConfigMap", of: config({ password: "example" }), says: [`data.password ${plain}`] },
    {
      name: "a private key in a ConfigMap",
      of: config({ "tls.conf": key }),
      says: ['data["tls.conf"] holds a private key'],
    },
    {
      name: "an address with a password in a ConfigMap",
      of: config({ settings: "url = redis://:example@cache:6379/0" }),
      says: ["data.settings holds an address with a password"],
    },
    {
      name: "a chart's password",
      of: chart({ grafana: { adminPassword: "admin" } }),
      says: [`values.grafana.adminPassword ${plain}`],
    },
    {
      name: "what only begins like such a reference",
      of: chart({ clientSecret: "${vault.x}example" }),
      says: [`values.clientSecret ${plain}`],
    },
    { name: "a chart's private key", of: chart({ extra: [key] }), says: ["values.extra[0] holds a private key"] },
    {
      name: "an unknown password",
      of: env("DB_PASSWORD", "$unknown"),
      says: ["? spec.containers[web].env[DB_PASSWORD].value"],
    },
  ],
};
