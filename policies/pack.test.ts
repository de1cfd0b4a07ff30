/** The pack behind the SDK's own server, as the engine talks to it. */
import * as fs from "node:fs";
import * as path from "node:path";
import { PolicyPackConfig } from "@pulumi/policy";
import { preview } from "./cases";
import { policyOf } from "./pack";
import { rules } from "./rules";

type Report = { message: string; enforcementLevel?: string };

function reports(name: string, type: string, properties: object, config: object = {}): Report[] {
  const rule = rules.find((candidate) => candidate.name === name);
  const policy = rule && policyOf(rule);
  if (policy === undefined || !("validateResource" in policy) || typeof policy.validateResource !== "function")
    throw new Error(`no resource policy ${name}`);
  const found: Report[] = [];
  void policy.validateResource(
    {
      type,
      name: "case",
      urn: `urn:pulumi:test::test::${type}::case`,
      props: preview(properties) as Record<string, unknown>,
      opts: {
        protect: false,
        ignoreChanges: [],
        aliases: [],
        additionalSecretOutputs: [],
        customTimeouts: { createSeconds: 0, updateSeconds: 0, deleteSeconds: 0 },
      },
      stackTags: new Map(),
      isType: () => false,
      asType: () => undefined,
      getConfig: <T extends object>() => config as T,
      notApplicable: (): never => {
        throw new Error("not used");
      },
    },
    ((report: string | Report) => found.push(typeof report === "string" ? { message: report } : report)) as never,
  );
  return found;
}

test("a violation keeps the policy's level; an unknown is advice", () => {
  const found = reports("storage-class-reclaim", "kubernetes:storage.k8s.io/v1:StorageClass", {
    reclaimPolicy: "$unknown",
  });
  expect(found).toEqual([
    {
      message:
        "Every StorageClass says what happens to a volume when its claim goes.\n" +
        "StorageClass case: reclaimPolicy cannot be known before `pulumi up`, which checks it again.",
      enforcementLevel: "advisory",
      urn: "urn:pulumi:test::test::kubernetes:storage.k8s.io/v1:StorageClass::case",
    },
  ]);
  const violation = reports("storage-class-reclaim", "kubernetes:storage.k8s.io/v1:StorageClass", {});
  expect(violation.map(({ enforcementLevel }) => enforcementLevel)).toEqual([undefined]);
});

test("settings of the site's file win over the rule's own", () => {
  const type = "openstack:blockstorage/volume:Volume";
  expect(reports("data-protected", type, {})).toHaveLength(1);
  expect(reports("data-protected", type, {}, { lifecycle: "disposable" })).toEqual([]);
});

test("names are unique, and no rule is weaker than mandatory", () => {
  const policies = rules.map(policyOf);
  expect(new Set(policies.map(({ name }) => name)).size).toBe(policies.length);
  expect(policies.map(({ enforcementLevel }) => enforcementLevel)).toEqual(policies.map(() => "mandatory"));
});

describe.each(fs.readdirSync(__dirname).filter((file) => /^config\..*\.json$/.test(file)))("%s", (file) => {
  const config = JSON.parse(fs.readFileSync(path.join(__dirname, file), "utf8")) as PolicyPackConfig;

  test("names rules and settings that exist", () => {
    const problems = Object.entries(config).flatMap(([name, value]) => {
      if (name === "all") return [];
      const rule = rules.find((candidate) => candidate.name === name);
      if (rule === undefined) return [name];
      const keys = typeof value === "string" ? [] : Object.keys(value);
      return keys.filter((key) => key !== "enforcementLevel" && !(key in rule.settings)).map((key) => `${name}.${key}`);
    });
    expect(problems).toEqual([]);
  });

  test("weakens nothing", () => {
    const levels = Object.values(config).map((value) =>
      typeof value === "string" ? value : (value.enforcementLevel ?? "mandatory"),
    );
    expect(new Set(levels)).toEqual(new Set(["mandatory"]));
  });
});
