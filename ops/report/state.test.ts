import { exportOf, secret } from "./testing";
import { UserError } from "../errors";
import { masked, parseState, ruleResources } from "./state";

const urn = (type: string, name: string) => `urn:pulumi:lab::science-platform::${type}::${name}`;
const text = (...resources: object[]) => JSON.stringify({ version: 3, deployment: { resources } });

test("takes out what is encrypted, what is shown in the clear, and what a type keeps secret", () => {
  const shown = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", plaintext: '"hunter2"' };
  const state = parseState(
    text(
      { urn: urn("x:y:Z", "a"), type: "x:y:Z", inputs: { deep: [{ key: secret("v1:abc") }] }, outputs: { key: shown } },
      {
        urn: urn("x:y:Z", "b"),
        type: "x:y:Z",
        outputs: { kubeconfig: { raw: "certificate" }, name: "kept" },
        additionalSecretOutputs: ["kubeconfig"],
      },
      {
        urn: urn("kubernetes:core/v1:Secret", "c"),
        type: "kubernetes:core/v1:Secret",
        inputs: { data: { key: "aHVudGVyMg==" }, stringData: { key: "hunter2" }, metadata: { name: "c" } },
      },
    ),
    "a.json",
  );
  expect(state.resources.map(({ inputs, outputs }) => ({ inputs, outputs }))).toEqual([
    { inputs: { deep: [{ key: masked }] }, outputs: { key: masked } },
    { inputs: {}, outputs: { kubeconfig: masked, name: "kept" } },
    { inputs: { data: masked, stringData: masked, metadata: { name: "c" } }, outputs: {} },
  ]);
});

test("reads when the last run ended, what it left open, and the outputs", () => {
  const { deployment } = exportOf("lab");
  const state = parseState(JSON.stringify({ deployment: { ...deployment, pending_operations: [{}, {}] } }), "a.json");
  expect(state).toMatchObject({ updated: "2026-11-27T22:10:00Z", engine: "v3.259.0", pending: 2 });
  expect(Object.keys(state.outputs)).toContain("endpoints");
  expect(state.outputs.kubeconfig).toBe(masked);
});

test("an empty state is one", () => {
  expect(parseState('{"deployment":{}}', "a.json")).toEqual({
    updated: "",
    engine: "",
    resources: [],
    outputs: {},
    pending: 0,
  });
});

test.each([
  ["{", "a.json: this is not JSON. Write it with `pulumi stack export --stack <stack> --file <file>`."],
  [
    "[]",
    "a.json is no export of a stack:\n✖ Invalid input: expected object, received array\nWrite it with `pulumi stack export --stack <stack> --file <file>`.",
  ],
  [
    '{"deployment":{"resources":[{"urn":3,"type":"x"}]}}',
    "a.json is no export of a stack:\n✖ Invalid input: expected string, received number\n  → at deployment.resources[0].urn\nWrite it with `pulumi stack export --stack <stack> --file <file>`.",
  ],
])("%s is no export", (given, message) => {
  expect(() => parseState(given, "a.json")).toThrow(new UserError(message));
});

test("rules see parents and providers", () => {
  const resources = ruleResources(parseState(JSON.stringify(exportOf("lab")), "a.json"));
  const volume = resources.find(({ type }) => type === "openstack:blockstorage/volume:Volume");
  expect(volume?.parentType).toBe("science-platform:infra:Volumes");
  expect(volume?.provider?.get("cloud").text).toBe("lab");
  expect(resources).toHaveLength(499);
});
