import { renderedObjects } from "./objects";
import { releasesOf } from "./releases";
import { plainVersion } from "./stack";

const release = (inputs: object) => ({ type: "kubernetes:helm.sh/v3:Release", name: "logical", inputs });

test("releases among other resources, with what rendering needs of them", () => {
  const inputs = {
    name: "ingress-nginx",
    chart: "./.charts/ingress-nginx-4.15.1/ingress-nginx",
    version: "4.15.1",
    namespace: "ingress",
    description: "ingress-nginx 4.15.1 sha256:0123",
    values: { a: 1 },
  };
  const others = { type: "kubernetes:core/v1:Namespace", name: "x", inputs: {} };
  expect(releasesOf([release(inputs), others, release({ chart: "./lab/charts/x" })])).toEqual([
    {
      name: "ingress-nginx",
      namespace: "ingress",
      chart: "./.charts/ingress-nginx-4.15.1/ingress-nginx",
      version: "4.15.1",
      values: { a: 1 },
    },
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
