/** Whatever breaks a rule is refused by the API server when kubectl sends it, with all policies of a site in force at once. */
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { admissionPolicies } from "../../policies/admission/policies";
import type { Manifest } from "../../policies/rule";
import { rules } from "../../policies/rules";
import { policyConfig, systemNamespaces } from "../../policies/site";
import { AdmissionTrial } from "./admission";
import { ApiServer } from "./api-server";
import { collection } from "./objects";
import { made } from "./violations/made";
import { kubectlCreate, refusalOf } from "./violations/run";
import { allowed, site, violations } from "./violations/table";

jest.setTimeout(180_000);

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "kubectl-"));
const kubeconfig = path.join(folder, "kubeconfig");
let api: ApiServer;

beforeAll(async () => {
  api = await ApiServer.start();
  fs.writeFileSync(kubeconfig, api.kubeconfig("admin"), { mode: 0o600 });
  const trial = new AdmissionTrial(api);
  const config = policyConfig(site);
  for (const { policy, binding } of admissionPolicies({
    rules,
    config,
    action: "deny",
    exempt: systemNamespaces(site),
  })) {
    await trial.make(policy);
    await trial.make(binding);
  }
  await trial.effective();
});

afterAll(async () => {
  await api.stop();
  fs.rmSync(folder, { recursive: true });
});

const asked = Object.entries(violations).flatMap(([rule, { sent, says }]): [string, Manifest, string][] =>
  sent === undefined ? [] : [[rule, sent, says.kubectl ?? ""]],
);

test.each(asked)("is refused by the policy of %s, which says what and where", async (rule, sent, says) => {
  const before = await made(api);
  const { code, output } = await kubectlCreate(sent, kubeconfig);
  expect(code).toBe(1);
  expect(output).toContain(refusalOf(rule));
  expect(output).toContain(says);
  expect(output).toContain(`More: docs/policies.md#${rule}.`);
  expect(await made(api)).toEqual(before);
});

test.each(allowed.map((object): [string, Manifest] => [object.kind, object]))(
  "may create a %s that keeps to the rules",
  async (_, object) => {
    expect((await kubectlCreate(object, kubeconfig)).code).toBe(0);
    const { name } = object.metadata as { name: string };
    expect(await made(api)).toContain(`${collection(object)}/${name}`);
  },
);
