import type { SecretSource } from "./contract";
import { rotationProblems } from "./rotations";

const sources: Record<string, SecretSource> = {
  password: { kind: "password" },
  lasting: { kind: "password", lasting: "its reason" },
  token: { kind: "gafaelfawr-token" },
  fernet: { kind: "fernet-key" },
  bytes: { kind: "hex" },
  signing: { kind: "rsa-key" },
  copied: { kind: "copy", service: "other", key: "first" },
  was: { kind: "former", service: "tap", key: "password" },
  hash: { kind: "bcrypt", of: "password" },
  time: { kind: "changed", of: "password" },
  file: { kind: "aws-credentials", accessKey: "a", secretKey: "b" },
  set: { kind: "stack", secret: "tls-key" },
  cloud: { kind: "wired", name: "x" },
  user: { kind: "text", value: "admin" },
};
const declared = [
  {
    service: "tap",
    delivery: "platform" as const,
    keys: Object.fromEntries(Object.entries(sources).map(([key, source]) => [key, { description: "", source }])),
  },
];
const messages = (...names: string[]) =>
  rotationProblems(Object.fromEntries(names.map((name) => [name, 2])), declared).map(({ message }) => message);

test("what is generated may be made anew", () => {
  expect(messages("tap/password", "tap/token", "tap/fernet", "tap/bytes", "tap/signing")).toEqual([]);
});

test.each([
  ["tap/pasword", 'this site has no secret "tap/pasword": did you mean "tap/password"?'],
  ["portal/key", 'this site has no secret "portal/key": `science-platform secrets list` names them'],
  ["tap/lasting", '"tap/lasting" is not made anew: its reason'],
  ["tap/copied", '"tap/copied" comes from another secret: raise "other/first"'],
  ["tap/was", '"tap/was" comes from another secret: raise "tap/password"'],
  ["tap/hash", '"tap/hash" comes from another secret: raise "tap/password"'],
  ["tap/time", '"tap/time" comes from another secret: raise "tap/password"'],
  ["tap/file", '"tap/file" comes from other secrets: "tap/a" and "tap/b"'],
  ["tap/set", '"tap/set" is what you set: set another, `pulumi config set --secret tls-key`'],
  ["tap/cloud", '"tap/cloud" comes from the cloud, which keeps it'],
  ["tap/user", '"tap/user" is no secret: it is always "admin"'],
])("%s is told with what to do", (name, message) => {
  expect(messages(name)).toEqual([message]);
});

test("all of them at once, each with its place", () => {
  const rotations = { "tap/none-at-all-like-it": 2, "tap/password": 3, "tap/lasting": 2 };
  expect(rotationProblems(rotations, declared).map(({ path }) => path)).toEqual([
    'secrets.rotations["tap/none-at-all-like-it"]',
    'secrets.rotations["tap/lasting"]',
  ]);
});
