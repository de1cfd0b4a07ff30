/** What every declaration keeps to; one that is added is held to it too. */
import * as fs from "node:fs";
import * as path from "node:path";
import { check } from "../../config/checks";
import { defaultValues } from "../charts/contents";
import { knownKeys, unknownTo } from "../charts/keys";
import { unknownKeys } from "../charts/values-check";
import { folderOf, ownCharts, type Chart } from "../catalog";
import { merge, withResources } from "../foundation/values";
import { siteSecrets } from "../secrets/declarations";
import { listed } from "./service";
import { instancesOf, services } from "./table";
import { exampleGiven, exampleSite } from "./testing";

const repository = path.join(__dirname, "../..");
const folder = (chart: Chart) => path.join(repository, ownCharts, folderOf(chart));
const versions = services.flatMap(({ charts }) => charts).map((chart) => [folderOf(chart), chart] as const);

test("names, sections and components are each one service's", () => {
  for (const key of ["name", "section", "component"] as const)
    expect(new Set(services.map((service) => service[key])).size).toBe(services.length);
});

test("dashboards have names of their own, and their panels titles", () => {
  const all = services.flatMap((service) => listed(service.dashboards(exampleSite(service.example))));
  expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
  for (const { panels } of all) expect(new Set(panels.map(({ title }) => title)).size).toBe(panels.length);
});

describe.each(services.map((service) => [service.name, service] as const))("%s", (_, service) => {
  const config = exampleSite(service.example);
  const instances = service.instances(config);

  test("is off without its section", () => {
    expect(service.instances(exampleSite({ services: {} }))).toEqual([]);
  });

  test("its example is what the checks let through", () => {
    expect(check(config)).toEqual([]);
    expect(instances.length).toBeGreaterThan(0);
  });

  test("its values, and the paths of its containers' resources, are keys of the chart's version", () => {
    for (const { chart, values, resources } of instances) {
      const all = merge(values(exampleGiven), withResources(resources));
      const keys = knownKeys(chart);
      if (keys === undefined) expect(unknownKeys(all, defaultValues(folder(chart)), () => false)).toEqual([]);
      else expect(unknownTo(keys, all)).toEqual([]);
      expect(service.charts).toContain(chart);
    }
  });

  test("its secrets are among the site's", () => {
    const declared = siteSecrets(config).map((one) => one.service);
    for (const { secret } of instances) if (secret) expect(declared).toContain(secret.declared.service);
  });

  test("it says of what somebody must be told and what is shown, or why of nothing", () => {
    for (const declared of [service.alerts(config), service.dashboards(config)])
      if ("none" in declared) expect(declared.none).toMatch(/^[A-Z].+\.$/);
      else expect(declared.length).toBeGreaterThan(0);
  });

  test("readiness is asked of its own hosts", () => {
    for (const { hosts, readiness } of instances) for (const { host } of readiness) expect(hosts).toContain(host);
  });
});

test.each(versions)("the lab's chart %s has no keys that the real one has not", (_, chart) => {
  const keys = knownKeys(chart);
  if (chart.from === "ours") expect(keys).toBeUndefined();
  else expect(unknownTo(keys ?? [], defaultValues(folder(chart)))).toEqual([]);
});

test("both versions of the lab's jupyterhub have the same templates", () => {
  const templates = (name: string) => {
    const at = path.join(repository, ownCharts, name, "templates");
    return fs.readdirSync(at).map((file) => [file, fs.readFileSync(path.join(at, file), "utf8")]);
  };
  expect(templates("jupyterhub-3.3.7")).toEqual(templates("jupyterhub"));
});

test("instances come in the table's order", () => {
  const [page, labs] = services;
  const config = exampleSite({
    ...labs?.example,
    services: { ...page?.example.services, ...labs?.example.services },
  });
  expect(instancesOf(config).map(({ instance }) => instance.name)).toEqual(["landing-page", "lab-birds", "lab-school"]);
});
