/** What TypeScript says of a case and what the API server does with the same object by the rule's ValidatingAdmissionPolicy. */
import { admissionPolicies } from "../../policies/admission/policies";
import { isManifest, type Case } from "../../policies/case";
import { namespace } from "../../policies/objects";
import { enforceLabel } from "../../policies/pod-security/standard";
import { resourceOfManifest, type Manifest, type Rule } from "../../policies/rule";
import { rules } from "../../policies/rules";
import { cases } from "../../policies/rules/cases";
import { amount } from "../../policies/quantities";
import { Field } from "../../policies/reader";
import { podSecurity } from "../../policies/rules/pod-security";
import { AdmissionTrial, labelled, refusal } from "./admission";
import { ApiServer } from "./api-server";
import { collection, gatewayDefinition } from "./objects";

jest.setTimeout(120_000);

interface Asked {
  rule: Rule;
  name: string;
  one: Case;
  good: boolean;
  /** Name of the policy with this case's settings. */
  variant: string;
  /** The object that is sent; namespaces before it are made. */
  sent: Manifest;
}

/** The cases that an API server can be asked: whole objects of the kinds that the policy looks at, everything known. */
const asked: Asked[] = rules
  .filter((rule) => rule.admission !== undefined)
  .flatMap((rule) => {
    const { good, bad } = cases[rule.name] ?? { good: [], bad: [] };
    const all = [...good.map((one) => ({ one, good: true })), ...bad.map((one) => ({ one, good: false }))];
    return all.flatMap(({ one, good }, index): Asked[] => {
      const objects = [one.of].flat();
      const sent = objects.at(-1);
      if (!objects.every(isManifest) || sent === undefined || !isManifest(sent)) return [];
      if (JSON.stringify(objects).includes("$unknown") || one.cluster?.answer === "cannot be asked") return [];
      return [{ rule, name: one.name, one, good, variant: `${rule.name}-${index}`, sent }];
    });
  });

/** Namespaces in which Kubernetes' own admission enforces the standards. */
const levels = ["baseline", "restricted"] as const;
const podSecurityNamespaces = levels.map((level) => namespace(`own-${level}`, { [enforceLabel]: level }));

let api: ApiServer;
let trial: AdmissionTrial;
beforeAll(async () => {
  api = await ApiServer.start();
  trial = new AdmissionTrial(api);
  for (const kind of ["Gateway", "HTTPRoute"]) {
    await trial.make(gatewayDefinition(kind));
    const path = collection({ apiVersion: "gateway.networking.k8s.io/v1", kind });
    while ((await api.request("admin", "GET", path)).status !== 200)
      await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const around = asked.flatMap(({ one, sent }) => ([one.of].flat() as Manifest[]).filter((object) => object !== sent));
  await Promise.all([...around, ...podSecurityNamespaces].map((object) => trial.make(object)));
  await Promise.all(
    asked.flatMap(({ rule, one, variant }) => {
      const config = { [rule.name]: { ...one.settings } };
      const policies = admissionPolicies({ rules: [rule], config, action: "deny", exempt: [] });
      return policies.map((policy) => trial.enforce(variant, policy));
    }),
  );
  await trial.effective();
});
afterAll(() => api.stop());

describe.each([...new Set(asked.map(({ rule }) => rule.name))])("%s", (name) => {
  const own = asked.filter(({ rule }) => rule.name === name);

  test.each(own.map((one): [string, string, Asked] => [one.good ? "good" : "bad", one.name, one]))(
    "%s: %s",
    async (_, __, { rule, one, good, variant, sent }) => {
      const { status, body } = await trial.send(labelled(sent, variant));
      const text = body.message ?? "";
      const answer = status === 201 ? "allows" : text.includes(refusal(variant)) ? "refuses by the policy" : text;
      if (one.cluster?.answer === "refuses") expect(answer).not.toBe("allows");
      else expect(answer).toBe(one.cluster?.answer ?? (good ? "allows" : "refuses by the policy"));
      if (answer === "refuses by the policy")
        expect(text).toContain(`. Why: ${rule.why}. Fix: ${rule.fix}. More: docs/`);
    },
  );

  test("is asked of at least six good and six bad objects", () => {
    const refused = own.filter(({ one, good }) => !good && one.cluster === undefined);
    expect([Math.min(own.filter(({ good }) => good).length, 6), Math.min(refused.length, 6)]).toEqual([6, 6]);
  });
});

test.each([
  ["files", "password: ${PASSWORD}\n", 32],
  ["dashboards", "title: of a panel\n", 1000],
  ["dashboards with links", "https://example.org\n", 500],
])("ConfigMaps of %s are within what the API server computes", async (_, line, kibibytes) => {
  const text = line.repeat(Math.floor((kibibytes * 1024) / line.length));
  const large: Manifest = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "case" }, data: { text } };
  const { variant } =
    asked.find(({ rule, one }) => rule.name === "secrets-not-plain" && one.settings === undefined) ?? {};
  const { status, body } = await trial.send(labelled(large, variant ?? ""));
  expect([status, body.message]).toEqual([201, undefined]);
});

describe("pod-security and Kubernetes' own admission of the Pod Security Standards", () => {
  const pods = asked.filter(({ rule, sent }) => rule.name === podSecurity.name && sent.kind === "Pod");
  const each = pods.flatMap(({ name, sent }) => levels.map((level): [string, string, Manifest] => [level, name, sent]));

  test.each(each)("agree: %s, %s", async (level, _, { metadata, ...pod }) => {
    const { annotations } = metadata as { annotations?: object };
    const sent: Manifest = {
      ...pod,
      kind: "Pod",
      apiVersion: "v1",
      metadata: { name: "case", namespace: `own-${level}`, annotations },
    };
    const { status, body } = await trial.send(sent, undefined, "checked");
    const theirs =
      status === 201 ? "allows" : (body.message ?? "").includes("violates PodSecurity") ? "refuses" : body.message;
    const settings = { level: level as (typeof levels)[number] };
    const ours = podSecurity.checkStack([resourceOfManifest(sent)], settings).length > 0 ? "refuses" : "allows";
    expect(ours).toBe(theirs);
  });
});

test.each([
  ...[
    "0",
    "1",
    "1.",
    ".5",
    "0.5",
    "+1",
    "-1",
    "1e3",
    "1E3",
    "1e-3",
    "12E",
    "100m",
    "1k",
    "1M",
    "1Ki",
    "1.5Gi",
    "1Ei",
    "1u",
    "1n",
  ],
  ...["", " 1", "1 ", "1K", "1GB", "1GiB", "1e", "1e3m", "0x10", "1_000", "1,5", "--1", "1mi", "1Mi "],
])("%j is a quantity for our parser when it is one for the API server", async (text) => {
  const quota = {
    apiVersion: "v1",
    kind: "ResourceQuota",
    metadata: { name: "case" },
    spec: { hard: { "limits.cpu": text } },
  };
  // 422 is a quantity that cannot be a bound, like one below zero.
  expect((await trial.send(quota)).status).not.toBe(amount(new Field(text)) === undefined ? 201 : 400);
});
