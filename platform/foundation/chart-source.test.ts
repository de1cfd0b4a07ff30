import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { catalog } from "../catalog";
import { unpackedFolder } from "../charts/package";
import { chartSource, directoryDigest, withoutCharts } from "./chart-source";

let directory: string;
beforeEach(() => void (directory = fs.mkdtempSync(path.join(os.tmpdir(), "charts-"))));
afterEach(() => fs.rmSync(directory, { recursive: true }));

function write(files: Record<string, string>) {
  for (const [file, content] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(directory, file)), { recursive: true });
    fs.writeFileSync(path.join(directory, file), content);
  }
}

describe("a published chart", () => {
  const start = process.cwd();
  beforeEach(() => process.chdir(directory));
  afterEach(() => process.chdir(start));

  test("comes from where its package was unpacked", () => {
    write({ [`${unpackedFolder(catalog.ingressNginx)}/Chart.yaml`]: "x" });
    expect(chartSource(catalog.ingressNginx, { source: "upstream" })).toEqual({
      chart: "./.charts/ingress-nginx-4.15.1/ingress-nginx",
      digest: catalog.ingressNginx.from.digest,
      readable: true,
    });
  });

  test("that nobody has pinned stops the run in a sentence", () => {
    const chart = { ...catalog.ingressNginx, from: { ...catalog.ingressNginx.from, digest: "unrecorded" } } as const;
    const run = () => chartSource(chart, { source: "upstream" });
    expect(run).toThrow(pulumi.RunError);
    expect(run).toThrow(
      "The digest of the chart ingress-nginx 4.15.1 is not recorded in platform/catalog.ts, so nobody has said which package it is.",
    );
    expect(run).toThrow("`science-platform charts pin ingress-nginx ");
    expect(fs.readdirSync(directory)).toEqual([]);
  });

  // Last: it cannot be taken back.
  test("is only named in a run against mocks", () => {
    withoutCharts();
    expect(chartSource(catalog.ingressNginx, { source: "upstream" })).toEqual({
      chart: "./.charts/ingress-nginx-4.15.1/ingress-nginx",
      digest: catalog.ingressNginx.from.digest,
      readable: false,
    });
    expect(fs.readdirSync(directory)).toEqual([]);
  });
});

test("a chart that is not in the site's directory stops the run in a sentence", () => {
  const run = () => chartSource(catalog.ingressNginx, { source: "directory", path: directory });
  expect(run).toThrow(pulumi.RunError);
  expect(run).toThrow(
    `platform.charts.path: there is no chart ingress-nginx in ${directory}. Put it there (its folder needs a Chart.yaml of version ` +
      "4.15.1), or set platform.charts to {source: upstream}.",
  );
});

test("a chart of ours comes from this repository, also where others are published", () => {
  expect(chartSource(catalog.landingPage, { source: "upstream" })).toEqual({
    chart: "./lab/charts/landing-page",
    digest: directoryDigest("lab/charts/landing-page"),
    readable: true,
  });
});

test("a site may have all charts in a directory", () => {
  write({ "ingress-nginx/Chart.yaml": "x" });
  const source = chartSource(catalog.ingressNginx, { source: "directory", path: directory });
  expect(source).toEqual({
    chart: path.join(directory, "ingress-nginx"),
    digest: directoryDigest(path.join(directory, "ingress-nginx")),
    readable: true,
  });
  expect(chartSource(catalog.ingressNginx, { source: "directory", path: "lab/charts" }).chart).toBe(
    "./lab/charts/ingress-nginx",
  );
});

test("any change of content, name or place changes the digest; nothing else does", () => {
  const contents: Record<string, string>[] = [
    { a: "1", "t/b": "2" },
    { "t/b": "2", a: "1" },
    { a: "1", "t/b": "3" },
    { a: "1", "t/c": "2" },
    { a: "1", b: "2" },
    { a: "12" },
  ];
  const digests = contents.map((files) => {
    fs.rmSync(directory, { recursive: true });
    fs.mkdirSync(directory);
    write(files);
    return directoryDigest(directory);
  });
  expect(digests[0]).toBe(digests[1]);
  expect(new Set(digests).size).toBe(5);
});
