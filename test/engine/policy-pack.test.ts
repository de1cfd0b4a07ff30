/** The policy pack in front of the real engine. */
import * as path from "node:path";
import { policies, Workspace, type Result } from "./workspace";

jest.setTimeout(120_000);

const workspace = new Workspace();
afterAll(() => workspace.remove());

const pack = ["--policy-pack", policies, "--policy-pack-config", path.join(policies, "config.lab.json")];

let good: Result, bad: Result, first: Result;
beforeAll(async () => {
  const preview = async (scene: string) =>
    workspace.scene(["preview", ...pack], scene, scene, await workspace.stack("engine", scene));
  [good, bad, first] = await Promise.all([preview("good"), preview("bad"), preview("first")]);
});

test("a program that keeps to the rules passes", () => {
  expect(good.output).toContain("+ 11 to create");
  expect(good.output).not.toContain("[mandatory]");
  expect(good.code).toBe(0);
});

test("a container without limits blocks the preview, and the message says where and how to fix it", () => {
  expect(bad.code).not.toBe(0);
  expect(bad.output).toContain("[mandatory] [severity: high]  container-limits  (kubernetes:apps/v1:Deployment: bad)");
  expect(bad.output).toContain(
    "Deployment demo/bad: spec.template.spec.containers[bare].resources.limits.memory is not set. " +
      "Why: a container without bounds can starve everything else on its node, and the scheduler cannot place it. " +
      'Fix: set it to a quantity like "256Mi". More: docs/policies.md#container-limits.',
  );
});

test("a namespace without bounds blocks the preview too: rules about the whole stack run even when others failed", () => {
  expect(bad.output).toContain(
    "[mandatory] [severity: high]  namespace-quota  (kubernetes:core/v1:Namespace: unbounded)",
  );
  expect(bad.output).toContain("Namespace unbounded: the namespace has no ResourceQuota in this stack.");
  expect(bad.output).not.toContain("Namespace demo:");
});

test("an unknown value is said to be unknown, once for its rule, and hides no other violation", () => {
  const advice = "[advisory] [severity: high]  container-limits  (pulumi:pulumi:Stack: engine-bad)";
  expect(bad.output.split(advice)).toHaveLength(2);
  expect(bad.output).toContain(
    "Cannot be known before the update, which checks it: Deployment demo/bad: spec.template.spec.containers[later].resources.limits.",
  );
  for (const bound of ["requests.cpu", "requests.memory", "limits.cpu", "limits.memory"])
    expect(bad.output).toContain(`containers[bare].resources.${bound} is not set`);
  expect(bad.output).toContain('containers[bare].image "docker.io/library/nginx" has neither tag nor digest');
});

test("the whole platform can be previewed before its cluster exists", () => {
  expect(first.output).toContain("science-platform:services:LandingPage landing-page create");
  expect(first.output).not.toContain("[mandatory]");
  expect(first.output.match(/Cannot be known before .*/g)).toEqual([
    "Cannot be known before the update, which checks it: HelmService ingress-nginx: values.controller.service.loadBalancerIP.",
  ]);
  expect(first.code).toBe(0);
});
