import { container, deployment, pod, workload } from "../../policies/objects";
import type { Manifest } from "../../policies/rule";
import { workloadKinds } from "../../policies/workloads";
import { verdicts } from "./verdicts";

const judged = (manifest: Manifest) => verdicts([{ file: "a.yaml", document: 1, manifest }], { rules: [], config: {} });
const denied = (manifest: Manifest) =>
  judged(manifest).flatMap(({ violations }) => violations.map((one) => one.message));

test.each(workloadKinds)("a %s without containers is denied, whatever the rules", (kind) => {
  expect(judged(workload(kind, {}))).toMatchObject([
    { verdict: "deny", kind, name: "case", violations: [{ rule: "readable", level: "mandatory" }] },
  ]);
  expect(judged(workload(kind, { containers: [container()] }))).toMatchObject([{ verdict: "allow", violations: [] }]);
});

test("what is misspelt is told", () => {
  expect(denied(deployment({ container: [container()] }, {}, { namespace: "demo" }))).toEqual([
    'Deployment demo/case: spec.template.spec.containers has no container: "container" is no field of a pod.',
  ]);
  expect(denied(pod({ containers: [], initContainers: [container()] }))).toEqual([
    "Pod case: spec.containers has no container.",
  ]);
});

test("kinds of others may have pods without containers, and no pod at all", () => {
  const custom = { apiVersion: "example.org/v1", kind: "Deployment", metadata: { name: "case" } };
  expect(denied({ ...custom, spec: { template: { spec: {} } } })).toEqual([]);
});
