import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { capture } from "../process";
import { fileChanges } from "./changes";
import { Checkout } from "./checkout";
import type { PhalanxOutput, WiredLine } from "./output";
import { patchOf } from "./patch";
import { changesJson, changesText } from "./report";

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "checkout-"));
  write({
    "environments/Chart.yaml": "name: science-platform\n",
    "environments/values.yaml":
      "repoUrl: https://git.example.org/phalanx.git\napplications:\n  gafaelfawr: true\n  ingress-nginx: true\n  tap: false\n",
    "environments/values-site.yaml":
      '# our site\nname: "site"\napplications:\n  tap: true # since May\n  postgres: true\n',
    "environments/values-other.yaml": "name: other\n",
    "applications/tap/Chart.yaml": "name: tap\n",
    "applications/tap/values.yaml": "replicas: 1\n",
    "applications/tap/values-site.yaml": 'config:\n  # Qserv\n  host: "192.0.2.85:30040"\n',
    "applications/gafaelfawr/Chart.yaml": "name: gafaelfawr\n",
    "applications/gafaelfawr/values.yaml": "",
    "applications/ingress-nginx/Chart.yaml": "name: ingress-nginx\n",
    "applications/ingress-nginx/values.yaml": "",
  });
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

function write(files: Record<string, string>): void {
  for (const [name, text] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    fs.writeFileSync(path.join(folder, name), text);
  }
}

const line = (application: string, key: string, value: WiredLine["value"]): WiredLine => ({
  application,
  key,
  source: "ours",
  value,
});

function output(...more: WiredLine[]): PhalanxOutput {
  return {
    environment: "site",
    appOfApps: "science-platform",
    repository: "https://git.example.org/phalanx.git",
    revision: "main",
    wired: [
      line("environment", "name", "site"),
      line("environment", "repoUrl", "https://git.example.org/phalanx.git"),
      line("environment", "applications.tap", true),
      line("environment", "applications.gafaelfawr", true),
      ...more,
    ],
  };
}

const changes = (...more: WiredLine[]) => fileChanges(Checkout.open(folder, "site"), output(...more));

test("what is so already, or by default, is no change; what is on in the file alone is switched off", () => {
  expect(changes().map(({ path: file, changes: all }) => [file, all])).toEqual([
    [
      "environments/values-site.yaml",
      [{ key: "applications.postgres", source: "phalanx.applications: not there", before: true, after: false }],
    ],
    ["applications/gafaelfawr/values-site.yaml", []],
  ]);
});

const ours = [
  line("environment", "applications.ingress-nginx", false),
  line("tap", "config.host", "10.0.0.5:30040"),
  line("gafaelfawr", "config.databaseUrl", "postgresql://db"),
  line("ingress-nginx", "controller.service.loadBalancerIP", "192.0.2.10"),
];

test("changes are told by file and key, with the value before, the value after and where it comes from", () => {
  expect(changesText(changes(...ours))).toBe(
    [
      "environments/values-site.yaml",
      "  applications.ingress-nginx: false",
      "    from ours",
      "  applications.postgres: true -> false",
      "    from phalanx.applications: not there",
      "applications/gafaelfawr/values-site.yaml (new)",
      '  config.databaseUrl: "postgresql://db"',
      "    from ours",
      "applications/tap/values-site.yaml",
      '  config.host: "192.0.2.85:30040" -> "10.0.0.5:30040"',
      "    from ours",
      "",
      "4 values in 3 files would change.",
    ].join("\n"),
  );
  expect(JSON.parse(changesJson(changes(...ours)))).toMatchObject({
    changed: true,
    files: [
      { path: "environments/values-site.yaml", new: false },
      { new: true },
      { path: "applications/tap/values-site.yaml" },
    ],
  });
});

test("the patch applies, and then nothing would change any more", async () => {
  const patch = path.join(folder, "our.patch");
  fs.writeFileSync(patch, await patchOf(changes(...ours)));
  expect(await capture("git", ["apply", "--unsafe-paths", patch], { cwd: folder })).toMatchObject({
    code: 0,
    stderr: "",
  });
  expect(fs.readFileSync(path.join(folder, "environments/values-site.yaml"), "utf8")).toBe(
    '# our site\nname: "site"\napplications:\n  tap: true # since May\n  postgres: false\n  ingress-nginx: false\n',
  );
  expect(fs.readFileSync(path.join(folder, "applications/tap/values-site.yaml"), "utf8")).toBe(
    'config:\n  # Qserv\n  host: "10.0.0.5:30040"\n',
  );
  expect(fs.readFileSync(path.join(folder, "applications/gafaelfawr/values-site.yaml"), "utf8")).toBe(
    '# gafaelfawr in site\nconfig:\n  databaseUrl: "postgresql://db"\n',
  );
  expect(changes(...ours)).toEqual([]);
  expect(changesText([])).toBe("Nothing would change.");
});

test("an environment that is not there", () => {
  expect(() => Checkout.open(folder, "sit")).toThrow(
    `phalanx.environment: "sit" is not in ${folder}: there are other, site. Write one of these, check out the branch that has it, ` +
      "or begin it with a copy: environments/values-sit.yaml.",
  );
});

test("a folder that is no checkout", () => {
  expect(() => Checkout.open(path.join(folder, "applications"), "site")).toThrow(
    /applications is no checkout of Phalanx: there is no environments\/Chart.yaml/,
  );
});

test("all applications that are not there, in one message", () => {
  const unknown = [line("environment", "applications.nubaldo", true), line("environment", "applications.portl", true)];
  expect(() => changes(...unknown)).toThrow(
    [
      `phalanx.applications: "nubaldo" is no application of ${folder}.`,
      `phalanx.applications: "portl" is no application of ${folder}.`,
      "It has gafaelfawr, ingress-nginx, tap.",
      "Take out what is wrong, or check out the revision that is deployed (main).",
    ].join("\n"),
  );
});

test("a file that is no YAML", () => {
  write({ "applications/tap/values-site.yaml": "a: [1" });
  expect(() => changes(line("tap", "config.host", "x"))).toThrow(/^applications\/tap\/values-site.yaml: Flow sequence/);
});

test("a checkout says which commit it is at, and which one a name means", async () => {
  const git = (...args: string[]) =>
    capture("git", ["-C", folder, "-c", "user.name=a", "-c", "user.email=a@example.org", ...args]);
  const checkout = Checkout.open(folder, "site");
  expect(await checkout.commits("main")).toEqual({});
  await git("init", "--quiet");
  await git("commit", "--quiet", "--allow-empty", "--message", "first");
  await git("tag", "v1");
  const { head } = await checkout.commits("v1");
  expect(head).toMatch(/^[0-9a-f]{40}$/);
  expect(await checkout.commits("v1")).toEqual({ head, revision: head });
  expect(await checkout.commits("v2")).toEqual({ head });
});
