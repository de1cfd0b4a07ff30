import type { OpenstackInput } from "../../config/schema";
import { rules } from "../../policies/rules";
import { record, type RecordedResource } from "../../test/mocks";
import { createPlatform } from "..";
import { exampleConfig, exampleInfrastructure } from "../testing";

const type = "kubernetes:admissionregistration.k8s.io/v1:ValidatingAdmissionPolicy";

async function registered(policies: OpenstackInput["policies"]): Promise<RecordedResource[]> {
  const config = exampleConfig({}, { policies });
  const { resources } = await record("test", () => ({ ...createPlatform(config, exampleInfrastructure()) }));
  return resources.filter(({ type }) => /Admission/.test(type));
}

const of = (resources: RecordedResource[], kind: string) => resources.filter((resource) => resource.type === kind);
const actions = (resources: RecordedResource[]) =>
  new Set(
    of(resources, `${type}Binding`).map(({ inputs }) =>
      JSON.stringify((inputs as { spec: { validationActions: string[] } }).spec.validationActions),
    ),
  );

test("off makes nothing", async () => expect(await registered({ admission: "off" })).toEqual([]));

test("each rule that CEL can say is a policy with a binding of its own, which names it and has the site's labels", async () => {
  const resources = await registered({ admission: "deny", registries: ["ghcr.io"] });
  const names = rules.filter((rule) => rule.admission !== undefined).map(({ name }) => name);
  expect(
    of(resources, type)
      .map(({ name }) => name)
      .sort(),
  ).toEqual([...names].sort());
  const [binding] = of(resources, `${type}Binding`).filter(({ name }) => name === "container-limits");
  expect(binding?.inputs).toEqual({
    apiVersion: "admissionregistration.k8s.io/v1",
    kind: "ValidatingAdmissionPolicyBinding",
    metadata: {
      name: "science-platform-container-limits",
      labels: {
        "app.kubernetes.io/managed-by": "pulumi",
        "science-platform/site": "test",
        "science-platform/owner": "Platform-team",
      },
    },
    spec: { policyName: "science-platform-container-limits", validationActions: ["Deny", "Audit"] },
  });
});

test.each([
  ["warn", '["Warn","Audit"]'],
  ["deny", '["Deny","Audit"]'],
] as const)("%s: every binding of a production site does just that", async (admission, expected) => {
  expect(actions(await registered({ admission }))).toEqual(new Set([expected]));
});

test("a rule that only advises warns, even where others deny", async () => {
  expect(actions(await registered({ admission: "deny", level: "advisory" }))).toEqual(new Set(['["Warn","Audit"]']));
});

test("an exception of the stack file holds in the cluster too, for its rule alone", async () => {
  const exception = {
    rule: "replicas",
    resource: "demo/web",
    reason: "small and cheap",
    owner: "a",
    expires: "2099-01-01",
  };
  const resources = await registered({ admission: "deny", exceptions: [exception] });
  const excepting = of(resources, type).filter(({ inputs }) => JSON.stringify(inputs).includes("^demo/web$"));
  expect(excepting.map(({ name }) => name)).toEqual(["replicas"]);
});
