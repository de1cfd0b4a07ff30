/** The rules of the stack roe, in force, and objects such as Phalanx's charts, its app of apps and Nublado make: they must get in. */
import * as fs from "node:fs";
import * as path from "node:path";
import { admissionPolicies } from "../../policies/admission/policies";
import type { PolicyConfig } from "../../policies/config";
import { container, deployment, namespace, pod } from "../../policies/objects";
import type { Manifest } from "../../policies/rule";
import { rules } from "../../policies/rules";
import { AdmissionTrial, labelled } from "./admission";
import { ApiServer } from "./api-server";

jest.setTimeout(120_000);

const file = path.join(__dirname, "../../policies/config.roe.json");
const config = JSON.parse(fs.readFileSync(file, "utf8")) as PolicyConfig;
const policies = admissionPolicies({ rules, config, action: "deny", exempt: ["kube-system"] });

let api: ApiServer;
let trial: AdmissionTrial;
beforeAll(async () => {
  api = await ApiServer.start();
  trial = new AdmissionTrial(api);
  await Promise.all(["squareone", "nublado-ada", "elsewhere"].map((name) => trial.make(namespace(name))));
  for (const policy of policies) await trial.enforce(policy.rule, policy);
  await trial.effective();
});
afterAll(() => api.stop());

/** Rules that refuse it. */
async function refusing(object: Manifest): Promise<string[]> {
  const answers = await Promise.all(
    policies.map(async ({ rule }) => ({ rule, status: (await trial.send(labelled(object, rule))).status })),
  );
  expect([...new Set(answers.map(({ status }) => status))].filter((status) => ![201, 422].includes(status))).toEqual(
    [],
  );
  return answers.filter(({ status }) => status === 422).map(({ rule }) => rule);
}

const image = "ghcr.io/example/squareone:1.4.2";
/** As upstream's are: one pod, no probes, none of our labels, more than it asks for. */
const resources = { requests: { cpu: "2m", memory: "64Mi" }, limits: { cpu: "1", memory: "1Gi" } };
const application = (place: string, more: object = {}) =>
  deployment(
    { containers: [container({ image, resources, ...more })] },
    { replicas: 1 },
    { name: "web", namespace: place },
  );

test("the rules are those of the stack, and they deny", () => {
  expect(policies.map(({ rule }) => rule)).toEqual(
    expect.arrayContaining(["namespace-pod-security", "probes", "replicas", "request-ratio", "required-labels"]),
  );
  expect([...new Set(policies.map(({ binding }) => binding.spec.validationActions.join(" ")))]).toEqual(["Deny Audit"]);
});

test.each<[string, Manifest, string[]]>([
  ["a namespace of an application", namespace("mobu"), []],
  ["a namespace of a user of Nublado", namespace("nublado-bob"), []],
  ["a namespace of somebody else", namespace("other"), ["namespace-pod-security", "required-labels"]],
  ["an application", application("squareone"), []],
  ["the same somewhere else", application("elsewhere"), ["request-ratio", "probes", "replicas", "required-labels"]],
  [
    "a user's notebook",
    pod({ containers: [container({ image, resources })] }, { name: "nb", namespace: "nublado-ada" }),
    [],
  ],
  [
    "an application from a registry that the site does not list",
    application("squareone", { image: "example.com/a:1" }),
    ["image-registries"],
  ],
  ["one that owns the node", application("squareone", { securityContext: { privileged: true } }), ["pod-security"]],
  [
    "a notebook that does",
    pod({ hostPID: true, containers: [container({ image, resources })] }, { name: "nb", namespace: "nublado-ada" }),
    ["pod-security"],
  ],
])("%s", async (_, object, expected) => {
  expect((await refusing(object)).sort()).toEqual([...expected].sort());
});
