import { parse } from "yaml";
import { plaintextSecret } from "../../test/mocks";
import { selectContext } from "./kubeconfig";
import { kubeconfigText } from "./testing";

const folder = "/home/somebody/.kube";

/** Only these files are there. */
function read(file: string): Buffer {
  const text = { "/home/somebody/.kube/ca.crt": "CA", "/pki/admin.key": "KEY" }[file];
  if (text === undefined) throw new Error(`ENOENT ${file}`);
  return Buffer.from(text);
}

const select = (text: string, context?: string, source: object = { folder }) =>
  selectContext({ name: "config.yaml", text, ...source }, context, read);

const user = (settings: object) =>
  JSON.stringify({
    "current-context": "a",
    contexts: [{ name: "a", context: { cluster: "c", user: "u" } }],
    clusters: [{ name: "c", cluster: { server: "https://api" } }],
    users: [{ name: "u", user: settings }],
  });

const selectedUser = (settings: object, source?: object) => {
  const { users } = parse(select(user(settings), undefined, source).kubeconfig) as { users: { user: object }[] };
  return users[0]?.user;
};

test("the current context, alone and without what changes by itself", () => {
  const { kubeconfig, server } = select(kubeconfigText);
  expect(server).toBe("api.example.org:6443");
  expect(parse(kubeconfig)).toEqual({
    apiVersion: "v1",
    kind: "Config",
    clusters: [
      { name: "site", cluster: { server: "https://API.example.org:6443", "certificate-authority-data": "QUJD" } },
    ],
    users: [
      { name: "admin", user: { "client-certificate-data": "REVG", "client-key-data": "mock-plaintext-client-key" } },
    ],
    contexts: [{ name: "admin", context: { cluster: "site", user: "admin" } }],
    "current-context": "admin",
  });
});

test("another context", () => {
  const { kubeconfig, server } = select(kubeconfigText, "reader");
  expect(server).toBe("mirror.example.org");
  expect(parse(kubeconfig)).toMatchObject({
    clusters: [{ name: "mirror", cluster: { "insecure-skip-tls-verify": true } }],
    users: [{ name: "reader", user: { token: "mock-plaintext-token" } }],
    "current-context": "reader",
  });
  expect(kubeconfig).not.toContain("client-key");
});

test("what is selected from what was selected is the same", () => {
  const { kubeconfig } = select(kubeconfigText);
  expect(select(kubeconfig).kubeconfig).toBe(kubeconfig);
});

test.each<[string, object, object]>([
  ["a file beside the kubeconfig", { "client-certificate": "ca.crt" }, { "client-certificate-data": "Q0E=" }],
  ["a file anywhere", { "client-key": "/pki/admin.key" }, { "client-key-data": "S0VZ" }],
  ["data before a file", { "client-key": "/none", "client-key-data": "QQ==" }, { "client-key-data": "QQ==" }],
  ["an empty path", { "client-key": "", token: "t" }, { token: "t" }],
  ["a token's file, read anew each time", { tokenFile: "token" }, { tokenFile: "/home/somebody/.kube/token" }],
  ["a program in PATH", { exec: { command: "aws" } }, { exec: { command: "aws" } }],
  [
    "a program beside the kubeconfig",
    { exec: { command: "bin/login", args: ["-v"] } },
    { exec: { command: "/home/somebody/.kube/bin/login", args: ["-v"] } },
  ],
])("%s", (_, before, after) => {
  expect(selectedUser(before)).toEqual(after);
});

test("a kubeconfig from elsewhere may name absolute paths", () => {
  expect(selectedUser({ "client-key": "/pki/admin.key", tokenFile: "/run/token" }, {})).toEqual({
    "client-key-data": "S0VZ",
    tokenFile: "/run/token",
  });
});

const good = "kubectl config view --minify --flatten writes a good one";
test.each<[string, () => unknown, string]>([
  [
    "a context that is not there",
    () => select(kubeconfigText, "admi"),
    'existing.context: "admi" is not in config.yaml: did you mean "admin"?',
  ],
  [
    "a context that is like none",
    () => select(kubeconfigText, "production"),
    'existing.context: "production" is not in config.yaml: known there: admin, reader',
  ],
  [
    "a current context that is not there",
    () => select("{ current-context: gone }"),
    'current-context: "gone" is not in config.yaml: known there: none',
  ],
  [
    "no current context",
    () => select(kubeconfigText.replace("current-context: admin", "")),
    "config.yaml has no current context: write existing.context.",
  ],
  [
    "a context of a cluster that is not there",
    () => select(kubeconfigText.replace("- name: site", "- name: other")),
    'config.yaml: context "admin" names no cluster that is there.',
  ],
  [
    "a context without a user",
    () => select(kubeconfigText.replace("cluster: site, user: admin,", "cluster: site,")),
    'config.yaml: context "admin" names no user that is there.',
  ],
  [
    "a server that is no address",
    () => select(kubeconfigText.replace("https://API.example.org:6443", "api:6443")),
    'config.yaml: the cluster of context "admin" has no server like https://api.example.org:6443.',
  ],
  ["text that is not YAML", () => select("a: 1\nkey: mock-plaintext: b"), "config.yaml is not YAML: look at line 2."],
  ["text that is no kubeconfig", () => select("mock-plaintext-token"), `config.yaml is no kubeconfig: ${good}.`],
  [
    "a file that is not there",
    () => select(user({ "client-key": "admin.key" })),
    `config.yaml names a file (client-key: /home/somebody/.kube/admin.key) that cannot be read: ${good}.`,
  ],
  [
    "a relative path in a kubeconfig from elsewhere",
    () => select(user({ "client-key": "admin.key" }), undefined, {}),
    `config.yaml names a file (client-key: admin.key) that nobody can find from here: ${good}.`,
  ],
])("%s is said, without a secret", (_, attempt, message) => {
  expect(attempt).toThrow(expect.objectContaining({ message, __pulumiRunError: true }) as Error);
  expect(message).not.toMatch(plaintextSecret);
});
