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
const args = (...args: unknown[]) => pod({ containers: [container({ args })] });
/** Put together here, for the same reason. */
const tokens: [string, string][] = [
  ["GitHub", `ghp_${"a1".repeat(18)}`],
  ["GitHub's finer ones", `github_pat_${"a1".repeat(20)}`],
  ["GitLab", `glpat-${"a1".repeat(10)}`],
  ["Vault", `hvs.${"a1".repeat(12)}`],
  ["Slack", `xoxb-${"12".repeat(6)}`],
  ["npm", `npm_${"a1".repeat(18)}`],
  ["Docker Hub", `dckr_pat_${"a1".repeat(12)}`],
  ["Google", `AIza${"a".repeat(35)}`],
];
/** The line of a file, and the name that it gives. */
const lines: [string, string][] = [
  ["password: example", "password"],
  ["password = example", "password"],
  ['  "password": "example",', "password"],
  ["- token: example # of the robot", "token"],
  ["export DB_PASSWORD=example", "DB_PASSWORD"],
  ["spring.datasource.password=example", "spring.datasource.password"],
  ["client_secret = example", "client_secret"],
  ["MYSQL_PWD=example", "MYSQL_PWD"],
  ['{"user": "app", "password": "example"}', "password"],
  ['{"storeToken":false, "deep":{"password":"example"}}', "password"],
  ["password: ${OTHER}\r\nadmin_password: example\r", "admin_password"],
];
const harmlessLines = [
  ...["password:", 'password: ""', "password = # none", "password: ${PASSWORD}", "password: $(PASSWORD)"],
  ...["password: {{ .password }}", "password: <yours>", "password: /etc/secret/password", "password_file: /etc/x"],
  ...["password: *other", "password: |", "password: required", "password: Enter your password", "token: %(TOKEN)s"],
  ...["secretName: database", "secret: database", "existingSecretAdminPassword: registry", "tokenUrl: https://x/y"],
  ...['{"storeToken":false,"deep":{"readToken":true},"more":"text"}', '{"a":1,"password":null}'],
  ...["token: https://idp.example.org/token", "passwordKey: password", "password=$(cat /run/x)", "BYPASS=all"],
];

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
    { name: "the shell's folders", of: config({ PWD: "work", OLDPWD: "home" }) },
    { name: "a name that only ends like it", of: env("BYPASS", "all") },
    { name: "a placeholder", of: env("DB_PASSWORD", "${DATABASE_PASSWORD}") },
    ...harmlessLines.map((line) => ({ name: `the line ${line}`, of: config({ "app.conf": `a: b\n${line}\n` }) })),
    {
      name: "what a program works out",
      of: config({ "hook.py": "token = request.token\npassword=password,\n", "hook.lua": "token = found" }),
    },
    {
      name: "a line whose name the site knows to be harmless",
      of: config({ "app.conf": "export page_token=first" }),
      settings: { names: ["page_token"] },
    },
    {
      name: "a file that the site knows to be harmless",
      of: config({ "words.properties": "password=Kennwort" }),
      settings: { names: ["words.properties"] },
    },
    { name: "a chart's sentence", of: chart({ title: "password: example" }) },
    ...[
      ["--password=$(DB_PASSWORD)", "--token=${TOKEN}", "--token-ttl=5m", "--enable-token", "x"],
      ["--password-file=/etc/secret/password", "--token", "/var/run/token", "--no-password", "data"],
      ["--password", "--host", "db", '--password=""', "--token=true", "login -field=token auth --token"],
    ].map((list) => ({ name: `options: ${list.join(" ")}`, of: args(...list) })),
    { name: "the name of AWS' key without the key", of: config({ id: `AKIA${"A1".repeat(8)} of the robot` }) },
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
    ...["DB_PASS", "PGPASS", "PASS", "dbPass", "MYSQL_PWD", "db.pwd"].map((name) => ({
      name: `a password called ${name}`,
      of: env(name, "example"),
      says: [`spec.containers[web].env[${name}].value ${plain}`],
    })),
    {
      name: "a placeholder with a password in it",
      of: env("DB_PASSWORD", "${OTHER:-example}"),
      says: [`spec.containers[web].env[DB_PASSWORD].value ${plain}`],
    },
    ...lines.map(([line, name]) => ({
      name: `the line ${line}`,
      of: config({ "app.conf": `a: b\n${line}\n` }),
      says: [`data["app.conf"] gives ${name} in plain text`],
    })),
    {
      name: "a text of a program",
      of: config({ "hook.py": "import os\ntoken = 'example'\n" }),
      says: ['data["hook.py"] gives token in plain text'],
    },
    {
      name: "lines of a chart's file",
      of: chart({ files: { "app.ini": "[db]\npassword = example\ntoken = example" } }),
      says: ['values.files["app.ini"] gives password, token in plain text'],
    },
    ...[
      "--password=example",
      "sh -c 'mysql --password=example data'",
      '--db-pass="example"',
      "-vault-token=example",
    ].map((argument) => ({
      name: `the option ${argument}`,
      of: args("serve", argument),
      says: ["spec.containers[web].args[1] gives a secret in plain text"],
    })),
    {
      name: "an option and its value",
      of: pod({ containers: [container({ command: ["serve", "--token"], args: ["example"] })] }),
      says: ["spec.containers[web].command[1] gives a secret in plain text"],
    },
    {
      name: "an option whose value is unknown",
      of: args("--token", "$unknown", "--password=example"),
      says: ["? spec.containers[web].args[1]", "spec.containers[web].args[2] gives a secret in plain text"],
    },
    ...tokens.flatMap(([whose, token]) => [
      {
        name: `a token of ${whose} in a variable`,
        of: env("LOGIN", token),
        says: ["spec.containers[web].env[LOGIN].value holds a token"],
      },
      {
        name: `a token of ${whose} in a ConfigMap`,
        of: config({ notes: `log in with ${token}.` }),
        says: ["data.notes holds a token"],
      },
    ]),
    {
      name: "a token on the command line",
      of: args("login", `ghp_${"a1".repeat(18)}`),
      says: ["spec.containers[web].args[1] holds a token"],
    },
    {
      name: "a key of AWS with its secret",
      of: config({ keys: `id AKIA${"A1".repeat(8)}\nsecret ${"aB1/".repeat(10)}\n` }),
      says: ["data.keys holds a token"],
    },
    {
      name: "a private key of PGP",
      of: config({ key: `-----BEGIN PGP ${"PRIVATE"} KEY BLOCK-----\nlQ` }),
      says: ["data.key holds a private key"],
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
