/** Of what an admission policy looks at an object at all, and what it does then. */
import { admissionPolicies, type AdmissionOptions } from "../../policies/admission/policies";
import { container, deployment, namespace, pod, storageClass } from "../../policies/objects";
import type { Manifest } from "../../policies/rule";
import { containerLimits } from "../../policies/rules/container-limits";
import { requiredLabels } from "../../policies/rules/required-labels";
import { AdmissionTrial, labelled, refusal } from "./admission";
import { ApiServer } from "./api-server";

jest.setTimeout(120_000);

const bare = { containers: [container({ resources: undefined })] };
const exception = { rule: "container-limits", reason: "small", owner: "anna", expires: "2026-11-30" };
const list = [
  { ...exception, resource: "by-name-*" },
  { ...exception, resource: "conditions/in-one" },
  { ...exception, rule: "replicas", resource: "of-another-rule" },
  { ...exception, rule: "required-labels", resource: "twice/twice" },
];
const variants: Record<string, Partial<AdmissionOptions>> = {
  denies: { exempt: ["exempt-*", "kube-system"] },
  "cluster-wide": {
    rules: [requiredLabels],
    exempt: ["exempt-*", "kube-system"],
    config: { exceptions: { list } },
    day: "2026-11-30",
  },
  warns: { action: "warn" },
  advises: { config: { "container-limits": "advisory" } },
  excepts: { config: { exceptions: { list } }, day: "2026-11-30" },
  "excepted-once": { config: { exceptions: { list } }, day: "2026-12-01" },
};
/** Was there before its policy was. */
const old = labelled(deployment(bare, {}, { name: "old", finalizers: ["example.org/wait"] }), "denies");

let api: ApiServer;
let trial: AdmissionTrial;
beforeAll(async () => {
  api = await ApiServer.start();
  trial = new AdmissionTrial(api);
  await Promise.all(["exempt-one", "conditions"].map((name) => trial.make(namespace(name))));
  await trial.make(old);
  for (const [variant, more] of Object.entries(variants)) {
    const options: AdmissionOptions = { rules: [containerLimits], config: {}, action: "deny", exempt: [], ...more };
    for (const policy of admissionPolicies(options)) await trial.enforce(variant, policy);
  }
  await trial.effective();
});
afterAll(() => api.stop());

const sent = (name: string, namespace = "default"): Manifest => pod(bare, { name, namespace });
const problem = "container web: resources.requests.cpu is not set, or 0";

test("denies with what is wrong, why, how to fix it, and where more is said", async () => {
  const { status, body } = await trial.send(labelled(sent("web"), "denies"));
  expect(status).toBe(422);
  expect(body.message).toContain(refusal("denies") + problem);
  expect(body.message).toMatch(
    /\. Why: a container without bounds .* Fix: set resources\.requests .* More: docs\/policies\.md#container-limits\.$/,
  );
});

test.each([
  ["warns when that is the action", "warns"],
  ["warns when its rule only advises", "advises"],
])("%s", async (_, variant) => {
  const { status, warnings } = await trial.send(labelled(sent("web"), variant));
  expect([status, warnings.length]).toEqual([201, 1]);
  expect(warnings[0]).toContain(
    `Validation failed for ValidatingAdmissionPolicy '${variant}' with binding '${variant}': ${problem}`,
  );
});

test.each<[string, string, Manifest, boolean]>([
  ["an exempt namespace is not looked at", "denies", sent("web", "exempt-one"), true],
  ["nor one that is exempt by its whole name", "denies", sent("web", "kube-system"), true],
  ["another one is", "denies", sent("web", "conditions"), false],
  ["an exempt namespace itself is not", "cluster-wide", namespace("exempt-two"), true],
  ["another namespace is", "cluster-wide", namespace("other"), false],
  ["so is what is in none, called like one", "cluster-wide", storageClass({}, { name: "kube-system" }), false],
  ["or by its pattern", "cluster-wide", storageClass({}, { name: "exempt-class" }), false],
  ["and it is not in a namespace of its own name", "cluster-wide", storageClass({}, { name: "twice" }), false],
  ["an exception by the name", "excepts", sent("by-name-1"), true],
  ["an exception by namespace and name", "excepts", sent("in-one", "conditions"), true],
  ["the same name elsewhere", "excepts", sent("in-one"), false],
  ["an exception from another rule", "excepts", sent("of-another-rule"), false],
  ["an exception that has expired", "excepted-once", sent("by-name-1"), false],
])("%s", async (_, variant, object, allowed) => {
  expect((await trial.send(labelled(object, variant))).status).toBe(allowed ? 201 : 422);
});

test.each([
  ["system:serviceaccount:kube-system:replicaset-controller", true],
  ["system:serviceaccount:kube-system:job-controller", true],
  ["system:serviceaccount:default:replicaset-controller", false],
  ["somebody", false],
])("what %s makes is let be: %s", async (user, allowed) => {
  expect((await trial.send(labelled(sent("web"), "denies"), user)).status).toBe(allowed ? 201 : 422);
});

test.each<[string, object, boolean]>([
  ["its finalizers may go", { metadata: { finalizers: null } }, true],
  [
    "it may get an owner",
    { metadata: { ownerReferences: [{ apiVersion: "v1", kind: "ConfigMap", name: "a", uid: "b" }] } },
    true,
  ],
  ["it may not be changed and stay bad", { spec: { replicas: 3 } }, false],
  ["nor get other labels", { metadata: { labels: { other: "label" } } }, false],
])("what was there before: %s", async (_, patch, allowed) => {
  expect((await trial.change(old, patch)).status).toBe(allowed ? 200 : 422);
});
