import { phalanxExceptions, phalanxNamespaces } from "./phalanx-exceptions";
import { rules } from "./rules";
import { exampleSite } from "../platform/services/testing";

const site = (applications: string[], without: "repertoire"[] = []) =>
  exampleSite({ phalanx: { environment: "test", fqdn: "rsp.example.org", applications, without } });

test("without Phalanx there is none", () => {
  expect(phalanxNamespaces(exampleSite({}))).toEqual([]);
  expect(phalanxExceptions(exampleSite({}))).toEqual([]);
});

test("namespaces are those that Phalanx makes here: of its applications, not of ours, and of Nublado's users", () => {
  expect(phalanxNamespaces(site(["squareone"]))).toEqual(["gafaelfawr", "repertoire", "squareone"]);
  expect(phalanxNamespaces(site(["nublado"], ["repertoire"]))).toEqual([
    "fileservers",
    "gafaelfawr",
    "nublado",
    "nublado-*",
  ]);
});

test("its charts' form is let be, and nothing that protects others", () => {
  const made = phalanxExceptions(site([], ["repertoire"]));
  expect(made.map(({ rule, resource }) => `${rule} ${resource}`)).toEqual([
    "namespace-pod-security gafaelfawr",
    "namespace-quota gafaelfawr",
    "required-labels gafaelfawr",
    "container-limits gafaelfawr/*",
    "probes gafaelfawr/*",
    "replicas gafaelfawr/*",
    "request-ratio gafaelfawr/*",
    "required-labels gafaelfawr/*",
  ]);
  const names = rules.map(({ name }) => name);
  expect(made.filter(({ rule }) => !names.includes(rule))).toEqual([]);
});

test("single workloads are named where their application is on", () => {
  const named = (applications: string[]) =>
    phalanxExceptions(site(applications))
      .filter(({ rule }) => rule === "pod-security" || rule === "secrets-not-plain")
      .map(({ rule, resource }) => `${rule} ${resource}`);
  expect(named(["squareone"])).toEqual([]);
  expect(named(["nublado", "tap"])).toEqual(["pod-security nublado/purger", "secrets-not-plain tap/cadc-tap*"]);
});
