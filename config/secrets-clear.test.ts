import { parseConfig } from "./parse";
import { findSecrets, isSecretByName } from "./secrets-clear";
import { validInput } from "./testing";

const filler = (length: number) => "aB3dE5gH7jK9mN1pQ2sT4vW6yZ8".repeat(9).slice(0, length);

const secrets: [kind: string, text: string][] = [
  ["a private key", `-----BEGIN EC PRIVATE KEY-----\n${filler(60)}\n-----END EC PRIVATE KEY-----`],
  ["a private key", "-----BEGIN PRIVATE KEY-----\nx"],
  ["a kubeconfig with a key", `users:\n- user:\n    client-key-data: ${filler(40)}`],
  ["a GitHub token", `ghp_${filler(36)}`],
  ["a GitHub token", `github_pat_${filler(22)}_${filler(59)}`],
  ["a GitLab token", `glpat-${filler(20)}`],
  ["a Vault token", `hvs.${filler(90)}`],
  ["a Vault token", `s.${filler(24)}`],
  ["a Slack token", `xoxb-1234567890-${filler(24)}`],
  ["a Slack webhook", `https://hooks.slack.com/services/T00000000/B00000000/${filler(24)}`],
  ["a JSON web token", `eyJ${filler(20)}.eyJ${filler(30)}.${filler(43)}`],
  ["an age key", `AGE-SECRET-KEY-1${filler(58).toUpperCase()}`],
  ["a Google API key", `AIza${filler(35)}`],
  ["a Docker token", `dckr_pat_${filler(27)}`],
  ["an AWS secret access key", `${filler(19)}/+${filler(19)}`],
  ["an AWS secret access key", `AKIAIOSFODNN7EXAMPLE:${filler(40)}`],
  ["an address with a password", "https://admin:hunter2@registry.example.org/v2"],
  ["an address with a password", "postgresql://:hunter2@10.0.0.1"],
];

test.each(secrets)("%s is refused wherever it stands, and never shown: %#", (kind, text) => {
  const result = parseConfig({ ...validInput(), owner: text });
  expect("problems" in result ? result.problems : []).toEqual([
    {
      path: "owner",
      section: "stack-secrets",
      message: `${kind} stands here, and a stack file is no place for secrets: take it out, change it where it is used, and set the new one with \`pulumi config set --secret NAME\``,
    },
  ]);
});

test.each(secrets.map(([, text]) => text))("not shown by other messages either: %#", (text) => {
  const input = {
    ...validInput(),
    site: text,
    dns: text,
    lifecycle: [text],
    [text]: text,
    network: { cidr: text, [text]: 1 },
  };
  const result = parseConfig(input);
  const shown = JSON.stringify(result);
  expect(shown).toContain("stack-secrets");
  expect(shown).not.toContain(JSON.stringify(text).slice(1, -1));
  expect(shown).not.toContain("hunter2");
  expect(shown).not.toContain(filler(12));
});

test.each([
  ["a Git commit", "0123456789abcdef0123456789abcdef01234567"],
  ["a digest", "sha256:3eff0bd18151d6e6b1c441463410571443dda1ac78292cb189346628de784f0c"],
  ["an access key ID", "AKIAIOSFODNN7EXAMPLE"],
  ["an address", "https://vault.example.org:8200/v1/secret"],
  ["an address with a user", "ssh://git@github.com/lsst-sqre/phalanx.git"],
  ["a mail address", "rsp-uk@roe.ac.uk"],
  ["a certificate", "-----BEGIN CERTIFICATE-----\nMIIB"],
  ["a public key", "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ9 admin"],
  ["a path of 40 characters", "/var/lib/kubelet/plugins/example.com/abc"],
  ["a hosted zone", "Z0123456789ABCDEFGHIJ"],
  ["a UUID", "a3c1d0c4-6d7e-4f0e-9d3c-0a4f6a1b2c3d"],
])("%s is no secret", (_, text) => {
  expect(findSecrets({ a: [text] })).toEqual({ problems: [], redacted: { a: [text] } });
});

test.each([
  ["platform.values.grafana.adminPassword", { platform: { values: { grafana: { adminPassword: "hunter2" } } } }],
  ["phalanx.values.nublado.apiKey", { phalanx: { values: { nublado: { apiKey: "hunter2" } } } }],
])("%s is one by its name", (path, input) => {
  const { problems, redacted } = findSecrets(input);
  expect(problems).toEqual([
    { path, section: "stack-secrets", message: expect.stringMatching(/^by its name this is a secret, and /) as string },
  ]);
  expect(JSON.stringify(redacted)).not.toContain("hunter2");
});

test.each([
  {
    platform: {
      values: { grafana: { existingSecret: "grafana", usePassword: true, passwordKey: "password", token: "" } },
    },
  },
  { secrets: { backend: "kubernetes" } },
  { services: { tap: { token: "elsewhere the schema knows every key" } } },
])("names that only speak of secrets are none: %j", (input) => {
  expect(findSecrets(input).problems).toEqual([]);
});

test("an unknown key that speaks of a secret is refused as one", () => {
  const result = parseConfig({ ...validInput(), dns: { ...validInput().dns, clientSecret: "hunter2" } });
  expect(result).toEqual({
    problems: [
      {
        path: "dns.clientSecret",
        section: "stack-secrets",
        message:
          "there is no such key, and a stack file is no place for secrets: take it out, change it where it is used, and set the new one with `pulumi config set --secret NAME`",
      },
    ],
  });
});

test("an encrypted value inside of the configuration is refused", () => {
  const result = parseConfig({ ...validInput(), owner: { secure: "v1:abc:def" } });
  expect(result).toEqual({
    problems: [
      {
        path: "owner",
        section: "stack-secrets",
        message:
          "an encrypted value cannot stand here: secrets are keys of their own, beside science-platform:config, set with `pulumi config set --secret NAME`",
      },
    ],
  });
});

test.each<[string, unknown, boolean]>([
  ["password", "hunter2", true],
  ["password", 12345678, true],
  ["password", ["hunter2"], true],
  ["password", { length: 12 }, false],
  ["password", null, false],
  ["password", true, false],
  ["adminPassword", "hunter2", true],
  ["api_key", "hunter2", true],
  ["privateKey", "hunter2", true],
  ["tsig-key", "hunter2", true],
  ["slackWebhook", "hunter2", true],
  ["openstack:password", "hunter2", true],
  ["client-secret", "hunter2", true],
  ["token", "hunter2", true],
  ["keyName", "hunter2", false],
  ["secretName", "hunter2", false],
  ["tokens", "hunter2", false],
  ["accessKeyId", "hunter2", false],
])("%s: %j is a secret by its name: %s", (key, value, is) => {
  expect(isSecretByName(key, value)).toBe(is);
});
