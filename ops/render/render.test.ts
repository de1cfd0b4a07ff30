import { renderedObjects } from "./objects";
import { releasesOf } from "./releases";
import { plainVersion } from "./stack";

const digest = `sha256:${"0123456789abcdef".repeat(4)}`;
const release = (inputs: object) => ({ type: "kubernetes:helm.sh/v3:Release", name: "logical", inputs });

test("a release of a repository, with the digest that HelmService notes", () => {
  const inputs = {
    name: "ingress-nginx",
    chart: "ingress-nginx",
    version: "4.15.1",
    namespace: "ingress",
    description: `ingress-nginx 4.15.1 ${digest}`,
    repositoryOpts: { repo: "https://charts.example.org" },
    values: { a: 1 },
  };
  expect(releasesOf([release(inputs), { type: "kubernetes:core/v1:Namespace", name: "x", inputs: {} }])).toEqual([
    {
      name: "ingress-nginx",
      namespace: "ingress",
      chart: "ingress-nginx",
      version: "4.15.1",
      values: { a: 1 },
      repository: "https://charts.example.org",
      digest,
    },
  ]);
});

test("a release of a folder has neither", () => {
  expect(releasesOf([release({ chart: "./lab/charts/x", description: "x 0.1.0 of ours" })])).toEqual([
    { name: "logical", namespace: "default", chart: "./lab/charts/x", version: "", values: {} },
  ]);
});

test("objects go to the release's namespace, unless they name one or are in none", () => {
  const object = (kind: string, metadata: object) => JSON.stringify({ apiVersion: "v1", kind, metadata });
  const text = [
    object("Service", { name: "a" }),
    object("Service", { name: "b", namespace: "other" }),
    object("ClusterRole", { name: "c" }),
  ].join("\n---\n");
  const objects = renderedObjects(text, "release x", "ours").map((entry) =>
    "manifest" in entry ? entry.manifest.metadata : entry,
  );
  expect(objects).toEqual([{ name: "a", namespace: "ours" }, { name: "b", namespace: "other" }, { name: "c" }]);
});

test.each([
  ["v1.34.2", "1.34.2"],
  ["1.34.4-gke.1193000", "1.34.4"],
])("Helm knows %s as %s", (version, expected) => expect(plainVersion(version)).toBe(expected));
