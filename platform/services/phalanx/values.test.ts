import { examplePhalanx } from "./testing";
import { applicationValues, environmentValues, forFiles } from "./values";
import type { Wired } from "./wiring";

const line = (application: string, key: string, value: string): Wired => ({ application, key, source: "test", value });
const lines = [
  line("environment", "gcp.projectId", "p"),
  line("environment", "gcp.region", "r"),
  line("tap", "cadc-tap.config.qserv.host", "q:1"),
  line("tap", "cadc-tap.config.gcsBucket", "b"),
];

test("the app of apps gets its lines, the revisions, and what is on", () => {
  const { phalanx } = examplePhalanx({ applications: ["tap"], revisions: { tap: "try" } });
  const { applications, ...rest } = environmentValues(phalanx, lines);
  expect(rest).toEqual({ gcp: { projectId: "p", region: "r" }, targetRevision: "v1", revisions: { tap: "try" } });
  expect(applications).toMatchObject({ tap: true, gafaelfawr: true, postgres: false, "ingress-nginx": false });
});

test("an application gets its lines and no other's; the site's own values win", () => {
  const own = { tap: { "cadc-tap": { config: { gcsBucket: "mine", jvmMaxHeapSize: "31G" } } } };
  const { phalanx } = examplePhalanx({ applications: ["tap"], values: own });
  expect(applicationValues("tap", phalanx, lines)).toEqual({
    "cadc-tap": { config: { qserv: { host: "q:1" }, gcsBucket: "mine", jvmMaxHeapSize: "31G" } },
  });
  expect(applicationValues("portal", phalanx, lines)).toEqual({});
});

test("the files get what the site does not say itself, and which applications are on", () => {
  const own = { tap: { "cadc-tap": { config: { gcsBucket: "mine" } } } };
  const { phalanx } = examplePhalanx({ applications: ["tap"], values: own });
  expect(forFiles(phalanx, lines, ["argocd"]).map(({ application, key, value }) => [application, key, value])).toEqual([
    ["environment", "gcp.projectId", "p"],
    ["environment", "gcp.region", "r"],
    ["tap", "cadc-tap.config.qserv.host", "q:1"],
    ["environment", "applications.argocd", false],
    ["environment", "applications.cert-manager", true],
    ["environment", "applications.gafaelfawr", true],
    ["environment", "applications.ingress-nginx", true],
    ["environment", "applications.repertoire", true],
    ["environment", "applications.tap", true],
    ["environment", "applications.vault-secrets-operator", true],
  ]);
});
