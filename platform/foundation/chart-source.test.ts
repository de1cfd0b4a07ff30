import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { catalog } from "../catalog";
import { chartSource, directoryDigest } from "./chart-source";

let directory: string;
beforeEach(() => void (directory = fs.mkdtempSync(path.join(os.tmpdir(), "charts-"))));
afterEach(() => fs.rmSync(directory, { recursive: true }));

function write(files: Record<string, string>) {
  for (const [file, content] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(directory, file)), { recursive: true });
    fs.writeFileSync(path.join(directory, file), content);
  }
}

test("a published chart comes from its repository", () => {
  expect(chartSource(catalog.ingressNginx, { source: "upstream" })).toEqual({
    chart: "ingress-nginx",
    repository: "https://kubernetes.github.io/ingress-nginx",
    digest: catalog.ingressNginx.from.digest,
  });
});

test("a chart of ours comes from this repository, also where others are published", () => {
  expect(chartSource(catalog.landingPage, { source: "upstream" })).toEqual({
    chart: "./lab/charts/landing-page",
    digest: directoryDigest("lab/charts/landing-page"),
  });
});

test("a site may have all charts in a directory", () => {
  write({ "ingress-nginx/Chart.yaml": "x" });
  const source = chartSource(catalog.ingressNginx, { source: "directory", path: directory });
  expect(source).toEqual({
    chart: path.join(directory, "ingress-nginx"),
    digest: directoryDigest(path.join(directory, "ingress-nginx")),
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
