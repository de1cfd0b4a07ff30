import * as fs from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";
import { jupyterhubVersions } from "../config/versions";
import { findTool } from "../toolchain/pins";
import { catalog, folderOf, ownCharts, type Chart } from "./catalog";
import { assertExact } from "./foundation/helm-service";

const charts: [string, Chart][] = Object.entries(catalog);

test.each(charts)("%s has an exact version", (_, chart) => expect(() => assertExact(chart)).not.toThrow());

test.each(charts)("%s is in the directory of charts too, with the same name and version", (_, chart) => {
  const file = path.join(__dirname, "..", ownCharts, folderOf(chart), "Chart.yaml");
  expect(parse(fs.readFileSync(file, "utf8"))).toMatchObject({ name: chart.name, version: chart.version });
});

test.each(charts.filter(([, chart]) => chart.from !== "ours"))(
  "%s has a whole digest, or says that it has none",
  (_, chart) => {
    expect(chart.from).toMatchObject({ digest: expect.stringMatching(/^(sha256:[0-9a-f]{64}|unrecorded)$/) as string });
  },
);

test("the controllers that the lab's tests run are those of cert-manager's chart", () => {
  expect(`v${findTool("cert-manager")?.version}`).toBe(catalog.certManager.version);
});

test("labs choose among the versions of jupyterhub that are pinned", () => {
  const pinned = charts.filter(([, { name }]) => name === "jupyterhub").map(([, { version }]) => version);
  expect(pinned).toEqual(jupyterhubVersions);
});

test("every release has a namespace of its own, but for the two kinds of registry, of which a site has one", () => {
  const namespaces = charts.map(([, { namespace }]) => namespace);
  expect(namespaces.filter((name, index) => namespaces.indexOf(name) < index)).toEqual(["registry"]);
});

test.each(["4", "4.15", "^4.15.1", "4.x.1", ">=4.15.1", "latest", "", "4.15.1e5"])('"%s" is not exact', (version) => {
  expect(() => assertExact({ name: "x", version: version as "1.2.3", namespace: "x", from: "ours" })).toThrow(
    `platform/catalog.ts: the version of x is "${version}"; write an exact one, like "4.15.1"`,
  );
});
