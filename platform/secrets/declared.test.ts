import type { OpenstackInput } from "../../config/schema";
import { exampleConfig } from "../testing";
import type { ServiceSecrets } from "./contract";
import { declaredSecrets } from "./declared";

const always = () => true;
const password = { description: "A password.", source: { kind: "password" } } as const;

function declare(service: string, keys: ServiceSecrets["keys"], rest: Partial<ServiceSecrets> = {}): ServiceSecrets {
  return { service, delivery: "operator", when: always, keys, ...rest };
}

const config = (secrets?: OpenstackInput["secrets"]) =>
  exampleConfig({}, { secrets: secrets ?? { backend: "kubernetes" } });

test("services and keys are sorted, and those that the site does not have are left out", () => {
  const found = declaredSecrets(config(), [
    declare("tap", { b: password, a: password, c: { ...password, when: ({ site }) => site === "other" } }),
    declare("portal", { "of-this-site": { ...password, when: ({ site }) => site === "test" } }),
    declare("mobu", { a: password }, { when: () => false }),
  ]);
  expect(found.map(({ service, keys }) => [service, Object.keys(keys)])).toEqual([
    ["portal", ["of-this-site"]],
    ["tap", ["a", "b"]],
  ]);
});

test("a source may depend on the site", () => {
  const found = declaredSecrets(config(), [
    declare("a", { b: { description: "", source: ({ site }) => ({ kind: "text", value: site }) } }),
  ]);
  expect(found[0]?.keys["b"]?.source).toEqual({ kind: "text", value: "test" });
});

test("the site's own come on top: as further keys, instead of a generated value, and as services that nobody declared", () => {
  const found = declaredSecrets(
    config({
      backend: "kubernetes",
      static: { "tap/own": "static-own", "tap/a": "static-a", "pull-secret/.dockerconfigjson": "static-pull" },
    }),
    [declare("tap", { a: password }, { delivery: "platform" })],
  );
  expect(found).toEqual([
    {
      service: "pull-secret",
      delivery: "operator",
      keys: {
        ".dockerconfigjson": {
          description: "The site's own (secrets.static).",
          source: { kind: "stack", secret: "static-pull" },
        },
      },
    },
    {
      service: "tap",
      delivery: "platform",
      keys: {
        a: { description: "A password.", source: { kind: "stack", secret: "static-a" } },
        own: { description: "The site's own (secrets.static).", source: { kind: "stack", secret: "static-own" } },
      },
    },
  ]);
});

test("what does not fit together is told, all of it", () => {
  expect(() =>
    declaredSecrets(config(), [
      declare("a", {
        hash: { description: "", source: { kind: "bcrypt", of: "none" } },
        time: { description: "", source: { kind: "changed", of: "hash" } },
        gone: { description: "", source: { kind: "copy", service: "b", key: "none" } },
        round: { description: "", source: { kind: "copy", service: "b", key: "back" } },
        was: { description: "", source: { kind: "former", service: "b", key: "none" } },
        file: { description: "", source: { kind: "aws-credentials", accessKey: "hash", secretKey: "none" } },
      }),
      declare("b", { back: { description: "", source: { kind: "copy", service: "a", key: "round" } } }),
    ]),
  ).toThrow(
    new Error(
      [
        "Declarations of secrets:",
        "a/file is made of none, which is no key of the same service",
        "a/gone is a copy of b/none, which this site does not have",
        "a/hash is made of none, which is no generated password of the same service",
        "a/round is a copy of a/round, which leads back to itself",
        "a/time is made of hash, which is no generated password of the same service",
        "a/was is the former b/none, which this site does not have",
        "b/back is a copy of b/back, which leads back to itself",
      ].join("\n  "),
    ),
  );
});

test("nobody declares a service twice", () => {
  expect(() => declaredSecrets(config(), [declare("a", {}), declare("a", {})])).toThrow(
    "the secrets of a are declared twice",
  );
});
