import { cured } from "./explain";
import { cures } from "./certificates/cures";

const first = (errors: string[], of: keyof typeof cures) => cured(errors, cures[of]).map((say) => say.slice(0, 60));

test.each([
  [
    'no matches for kind "ClusterIssuer" in version "cert-manager.io/v1"',
    ["The custom resource definitions of cert-manager are not in t"],
  ],
  [
    'failed calling webhook "webhook.cert-manager.io": failed to call webhook: Post "https://cert-manager-webhook.cert-manager.svc:443/validate?timeout=30s": no endpoints available',
    ["The webhook of the Helm release cert-manager does not answer"],
  ],
  ["something else altogether", []],
])("%s", (error, said) => expect(first([error], "resource")).toEqual(said));

test("a release that does not become ready, told once however often it failed", () => {
  const error = "failed post-install: 1 error occurred: timed out waiting for the condition";
  expect(first([error, error], "release")).toEqual(["The Helm release cert-manager was rolled back because its po"]);
});
