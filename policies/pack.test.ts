/** The policies as the SDK's server calls them: in their order for each resource, then once for the stack. */
import type { PolicyResource, StackValidationArgs } from "@pulumi/policy";
import { preview } from "./cases";
import type { PolicyConfig } from "./config";
import { policiesOf } from "./pack";
import { rules } from "./rules";

type Report = { policy: string; message: string; level: string; urn?: string };

const options = {
  ignoreChanges: [],
  aliases: [],
  additionalSecretOutputs: [],
  customTimeouts: { createSeconds: 0, updateSeconds: 0, deleteSeconds: 0 },
};
const never = () => {
  throw new Error("not used");
};

interface Registered {
  type: string;
  name: string;
  props: object;
  protect?: boolean;
  /** What a component shows at the end instead of its inputs. */
  outputs?: object;
  /** Names of the resources whose outputs are in its metadata. */
  metadataOf?: string[];
}

/** One preview: what all policies report about these resources, and which of them the server called for each and for the stack. */
async function called(resources: Registered[], config: PolicyConfig = {}, day = "2026-11-21") {
  const reports: Report[] = [];
  const calls: string[][] = [];
  const policies = policiesOf(rules, () => day);
  const shared = (policy: string) => ({
    stackTags: new Map<string, string>(),
    getConfig: <T extends object>() => (config[policy] ?? {}) as T,
    notApplicable: never as () => never,
  });
  const reporter = (policy: string) =>
    ((report: string | { name: string; message: string; enforcementLevel: string; urn?: string }, urn?: string) =>
      reports.push(
        typeof report === "string"
          ? { policy, message: report, level: "own", urn }
          : { policy: report.name, message: report.message, level: report.enforcementLevel, urn: report.urn },
      )) as never;
  const all = resources.map(({ type, name, props, outputs = props, protect = false }) => ({
    type,
    name,
    urn: `urn:pulumi:test::test::${type}::${name}`,
    inputs: preview(props) as Record<string, unknown>,
    outputs: preview(outputs) as Record<string, unknown>,
    opts: { protect, ...options },
  }));
  for (const { inputs, type, name, urn, opts } of all) {
    const names: string[] = [];
    for (const policy of policies) {
      const args = { type, name, urn, opts, props: inputs, isType: () => false, asType: () => undefined };
      if (config[policy.name] === "disabled") continue;
      for (const validate of [policy.validateResource ?? []].flat()) {
        names.push(policy.name);
        validate({ ...args, ...shared(policy.name) }, reporter(policy.name));
      }
    }
    calls.push(names);
  }
  const atEnd = all.map(({ outputs, type, name, urn, opts }): PolicyResource => {
    const rest = { isType: () => false, asType: () => undefined, dependencies: [], propertyDependencies: {} };
    return { type, name, urn, opts, props: outputs, ...rest };
  });
  resources.forEach(({ metadataOf = [] }, index) => {
    const dependencies = atEnd.filter(({ name }) => metadataOf.includes(name));
    Object.assign(atEnd[index] ?? {}, { propertyDependencies: { metadata: dependencies } });
  });
  const last: string[] = [];
  for (const policy of policies) {
    const { validateStack } = policy;
    if (validateStack === undefined || config[policy.name] === "disabled") continue;
    last.push(policy.name);
    const args: StackValidationArgs = { resources: atEnd, ...shared(policy.name) };
    await validateStack(args, reporter(policy.name));
  }
  return { reports, calls, last };
}

const run = async (...args: Parameters<typeof called>) => (await called(...args)).reports;

const storageClass = (name: string, more: object): Registered => ({
  type: "kubernetes:storage.k8s.io/v1:StorageClass",
  name,
  props: {
    metadata: {
      name,
      labels: { owner: "a", environment: "b" },
      annotations: { "storageclass.kubernetes.io/is-default-class": "true" },
    },
    provisioner: "cinder.csi.openstack.org",
    reclaimPolicy: "Retain",
    ...more,
  },
});
const volume: Registered = {
  type: "openstack:blockstorage/volume:Volume",
  name: "homes",
  props: { name: "homes", metadata: { site: "a", owner: "b" } },
};
const of = (policy: string, reports: Report[]) => reports.filter((report) => report.policy === policy);

test("a violation keeps the policy's level, names the resource, and says what, where, why, how to fix it and where more is said", async () => {
  expect(await run([storageClass("a", { reclaimPolicy: undefined })])).toEqual([
    {
      policy: "storage-class-reclaim",
      message:
        "StorageClass a: reclaimPolicy is not set. " +
        "Why: Kubernetes' default is Delete: the data would go with the claim, and nobody chose that. " +
        "Fix: set it to Retain or Delete (storage.classes[].reclaim in the site's configuration). " +
        "More: docs/policies.md#storage-class-reclaim.",
      level: "own",
      urn: "urn:pulumi:test::test::kubernetes:storage.k8s.io/v1:StorageClass::a",
    },
  ]);
});

test("after the first resource the server calls a rule only where the rule has something to say", async () => {
  const bad = { ...volume, name: "data" };
  const { reports, calls } = await called([volume, storageClass("a", {}), bad, { ...bad, name: "more" }]);
  const [first, ...others] = calls;
  expect(first).toEqual(["exceptions", ...rules.map(({ name }) => name)]);
  expect(others).toEqual([["exceptions"], ["exceptions", "data-protected"], ["exceptions", "data-protected"]]);
  expect(of("data-protected", reports).map(({ level, urn }) => [level, urn?.split("::").pop()])).toEqual([
    ["own", "homes"],
    ["own", "data"],
    ["own", "more"],
  ]);
});

test("at the end the server calls a rule about the stack only where the rule has something to say", async () => {
  const good = await called([volume, storageClass("a", {})]);
  expect(good.last).toEqual(["exceptions"]);
  const bad = await called([volume, storageClass("a", {}), storageClass("b", {})]);
  expect(bad.last).toEqual(["exceptions", "storage-class-default"]);
  expect(of("storage-class-default", bad.reports).map(({ level }) => level)).toEqual(["own"]);
});

test("where no resource was looked at, rules about the stack are asked for their settings at the end", async () => {
  const { reports, last } = await called([]);
  expect([reports, last]).toEqual([
    [],
    ["exceptions", ...rules.flatMap((rule) => ("check" in rule ? [] : [rule.name]))],
  ]);
});

test("a rule that is switched off is never applied", async () => {
  const { reports, calls } = await called([volume, { ...volume, name: "data" }], { "data-protected": "disabled" });
  expect([reports, calls[0]?.includes("data-protected"), calls[1]]).toEqual([[], false, ["exceptions"]]);
});

test("a resource that comes again is looked at as it is now", async () => {
  expect(of("data-protected", await run([volume, { ...volume, protect: true }, volume]))).toHaveLength(2);
});

test("unknowns are advice, told once per rule at the end", async () => {
  const bad = { ...volume, name: "data" };
  const reports = await run([
    storageClass("a", { reclaimPolicy: "$unknown" }),
    {
      ...storageClass("b", { reclaimPolicy: "$unknown" }),
      props: { reclaimPolicy: "$unknown", provisioner: "$unknown" },
    },
    bad,
  ]);
  expect(of("storage-class-reclaim", reports)).toEqual([
    {
      policy: "storage-class-reclaim",
      message:
        "Every StorageClass says what happens to a volume when its claim goes.\n" +
        "Cannot be known before the update, which checks it: StorageClass a: reclaimPolicy; StorageClass b: reclaimPolicy.",
      level: "advisory",
      urn: undefined,
    },
  ]);
  expect(of("data-protected", reports).map(({ level }) => level)).toEqual(["own"]);
});

test("settings of the site's file win over the rule's own", async () => {
  expect(of("data-protected", await run([volume]))).toHaveLength(1);
  expect(await run([volume], { "data-protected": { lifecycle: "disposable" } })).toEqual([]);
});

test("rules about the whole stack see inputs, which components do not show at the end", async () => {
  const quota = { type: "kubernetes:core/v1:Namespace", name: "a", props: { metadata: { name: "a" } }, outputs: {} };
  expect(of("namespace-quota", await run([quota])).map(({ message }) => message.split(".")[0])).toEqual([
    "Namespace a: the namespace has no ResourceQuota in this stack",
    "Namespace a: the namespace has no LimitRange in this stack",
  ]);
});

describe("a namespace that does not exist yet", () => {
  const namespace = { type: "kubernetes:core/v1:Namespace", name: "a", props: { metadata: { name: "a" } } };
  const inside = (kind: string, spec: object, metadataOf: string[]) => ({
    type: `kubernetes:core/v1:${kind}`,
    name: kind,
    props: { metadata: { namespace: "$unknown" }, spec },
    metadataOf,
  });
  const range = { limits: [{ type: "Container", default: { cpu: 1, memory: 1 } }] };
  const both = (metadataOf: string[]) => [
    inside("ResourceQuota", { hard: { "limits.cpu": 1, "limits.memory": 1 } }, metadataOf),
    inside("LimitRange", range, metadataOf),
  ];

  test("is known by what its name comes from", async () => {
    expect(of("namespace-quota", await run([namespace, ...both(["a"])]))).toEqual([]);
  });

  test.each([
    ["it may be any", [[]], ["advisory"]],
    ["it is one of two", [["a", "b"]], ["advisory"]],
    ["it is another one", [["b"]], ["own", "own"]],
  ])("where %s", async (_, [metadataOf = []], expected) => {
    const other = { ...namespace, name: "b", props: { metadata: { name: "kube-system" } } };
    const reports = of("namespace-quota", await run([namespace, other, ...both(metadataOf)]));
    expect(reports.map(({ level }) => level)).toEqual(expected);
  });
});

describe("exceptions", () => {
  const exception = {
    rule: "data-protected",
    resource: "ho*",
    reason: "moved next week.",
    owner: "anna",
    expires: "2026-11-30",
  };
  const config = { exceptions: { list: [exception] } };

  test("one that holds makes the violation advice that says until when, who and why", async () => {
    const [report, ...others] = await run([volume], config, "2026-11-30");
    expect(others).toEqual([]);
    expect(report).toMatchObject({ policy: "data-protected", level: "advisory" });
    expect(report?.message).toMatch(
      /^Excepted until 2026-11-30 by anna: moved next week\. Volume homes: the option `protect` is not set\./,
    );
  });

  test("one that has expired fails by itself, and excepts nothing", async () => {
    const reports = await run([volume], config, "2026-12-01");
    expect(reports.map(({ policy, level }) => [policy, level])).toEqual([
      ["data-protected", "own"],
      ["exceptions", "own"],
    ]);
    expect(of("exceptions", reports)[0]?.message).toBe(
      "The exception of ho* from data-protected expired on 2026-11-30: comply with the rule, or let anna renew it with a reason of today.",
    );
  });

  test("one of another rule or resource excepts nothing", async () => {
    for (const change of [{ rule: "names-and-tags" }, { resource: "homes2" }])
      expect(
        of("data-protected", await run([volume], { exceptions: { list: [{ ...exception, ...change }] } })).map(
          ({ level }) => level,
        ),
      ).toEqual(["own"]);
  });
});

test("no policy is weaker than mandatory by itself, and each says where it is explained", () => {
  const policies = policiesOf(rules);
  expect(policies.map(({ enforcementLevel }) => enforcementLevel)).toEqual(policies.map(() => "mandatory"));
  expect(policies.map(({ url }) => url)).toEqual(policies.map(({ name }) => `docs/policies.md#${name}`));
});
