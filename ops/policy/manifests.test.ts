import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { UserError } from "../errors";
import { parseManifests, readManifests } from "./manifests";

const parsed = (text: string) => parseManifests(text, "a.yaml");
const pod = "apiVersion: v1\nkind: Pod\nmetadata: { name: a }\n";
/** Nine times nine times nine ... texts, in a few lines. */
const bomb = ["b", "c", "d", "e"].reduce(
  (text, name, index, names) =>
    `${text}${name}: &${name} [${Array(9)
      .fill(`*${names[index - 1] ?? "a"}`)
      .join(", ")}]\n`,
  `a: &a [${Array(9).fill("x").join(", ")}]\n`,
);

test("single objects, several documents and empty ones: each says where it stood", () => {
  expect(parsed(`${pod}---\n# nothing\n---\n${pod.replace("a }", "b }")}`)).toEqual([
    { file: "a.yaml", document: 1, manifest: { apiVersion: "v1", kind: "Pod", metadata: { name: "a" } } },
    { file: "a.yaml", document: 3, manifest: { apiVersion: "v1", kind: "Pod", metadata: { name: "b" } } },
  ]);
});

test.each([
  ["a List", { apiVersion: "v1", kind: "List", items: [{ apiVersion: "v1", kind: "Pod" }] }, "v1"],
  [
    "a typed list, whose items need not say their kind",
    { apiVersion: "apps/v1", kind: "PodList", items: [{}] },
    "apps/v1",
  ],
  [
    "a list in a list",
    { apiVersion: "v1", kind: "List", items: [{ apiVersion: "v1", kind: "PodList", items: [{}] }] },
    "v1",
  ],
])("%s is its items", (_, list, apiVersion) => {
  expect(parsed(JSON.stringify(list))).toEqual([
    { file: "a.yaml", document: 1, item: 1, manifest: { apiVersion, kind: "Pod" } },
  ]);
});

test.each([
  ["on lines of their own", '{"apiVersion":"v1","kind":"Pod"}\n{"apiVersion":"v1","kind":"Secret"}\n'],
  ["without anything between them", '{"apiVersion":"v1","kind":"Pod"}{"apiVersion":"v1","kind":"Secret"}'],
  [
    "over several lines",
    '{\n\t"apiVersion": "v1",\n\t"kind": "Pod"\n}\n\n{\n  "apiVersion": "v1",\n  "kind": "Secret"\n}',
  ],
])("objects of JSON one after another, %s, are all read", (_, text) => {
  expect(parsed(text)).toEqual(
    ["Pod", "Secret"].map((kind, index) => ({
      file: "a.yaml",
      document: index + 1,
      manifest: { apiVersion: "v1", kind },
    })),
  );
});

test("braces in texts are no objects", () => {
  const data = { a: '}{ "', b: "\\" };
  const object = { apiVersion: "v1", kind: "ConfigMap", data };
  expect(parsed(`${JSON.stringify(object)}\n${JSON.stringify(object)}`)).toMatchObject([
    { document: 1, manifest: { data } },
    { document: 2, manifest: { data } },
  ]);
});

test.each([
  ["a broken one after a whole one", '{"apiVersion":"v1","kind":"Pod"}\n{"apiVersion":'],
  ["text after one", '{"apiVersion":"v1","kind":"Pod"} and more'],
])("%s is a problem", (_, text) => {
  expect(parsed(text).some((entry) => "problem" in entry)).toBe(true);
});

test("a text that is deeper than the parser goes is a problem, too", () => {
  expect(parsed(`${pod}spec: ${"[".repeat(20_000)}`)).toEqual([
    { file: "a.yaml", document: 1, problem: "is nested more than 200 levels deep, which no object of Kubernetes is" },
  ]);
});

test("an empty list is nothing", () => {
  expect(parsed("apiVersion: v1\nkind: List\nitems: []")).toEqual([]);
  expect(parsed("apiVersion: v1\nkind: PodList\nitems: null")).toEqual([]);
  // A kind that only ends like a list.
  expect(parsed("apiVersion: x/v1\nkind: AllowList\nspec: {}")).toHaveLength(1);
});

test.each([
  ["no kind", "apiVersion: v1", "is no object of Kubernetes: it has no apiVersion or no kind"],
  ["an empty kind", 'apiVersion: v1\nkind: ""', "is no object of Kubernetes: it has no apiVersion or no kind"],
  ["text", "just text", "is no object of Kubernetes: it has no apiVersion or no kind"],
  ["a key twice", `${pod}kind: Secret`, /^is no YAML: Map keys must be unique/],
  ["a chart's template", `${pod}spec: {{ .Values.spec }}`, /^is no YAML: a key is no text. A chart's template/],
  ["an alias to nothing", `${pod}spec: *nothing`, /^is no YAML: Unresolved alias/],
  ["an alias to what it is in", `${pod}spec: &a { again: *a }`, /^is nested more than 200 levels deep/],
  ["aliases of aliases that fill the memory", `${pod}${bomb}`, /^is no YAML: Excessive alias count/],
  ["what is too deep", `${pod}spec: ${"[".repeat(201)}${"]".repeat(201)}`, /^is nested more than 200 levels deep/],
])("%s is a problem of that document, and the others are read", (_, text, problem) => {
  const [first, second] = parsed(`${text}\n---\n${pod}`);
  expect(first).toEqual({
    file: "a.yaml",
    document: 1,
    problem: typeof problem === "string" ? problem : (expect.stringMatching(problem) as string),
  });
  expect(second).toMatchObject({ document: 2, manifest: { kind: "Pod" } });
});

test.each([
  ["yes", true],
  ["off", false],
  ["0644", 420],
  ["1e3", 1000],
  ["1_000", 1000],
  ["22:22", "22:22"],
  ["2026-11-21", "2026-11-21"],
  ["1.10", 1.1],
  ['"yes"', "yes"],
])("kubectl reads %s as %j", (text, expected) => {
  expect(parsed(`${pod}spec: ${text}`)).toMatchObject([{ manifest: { spec: expected } }]);
});

test("anchors and merges are filled in", () => {
  const text = `${pod}spec:\n  a: &a { cpu: 1 }\n  b: { <<: *a, memory: 2 }\n`;
  expect(parsed(text)).toMatchObject([{ manifest: { spec: { b: { cpu: 1, memory: 2 } } } }]);
});

describe("folders", () => {
  let folder: string;
  beforeAll(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "manifests-"));
    fs.mkdirSync(path.join(folder, "inner/deep"), { recursive: true });
    fs.mkdirSync(path.join(folder, "empty"));
    for (const file of ["b.yml", "a.yaml", "c.json", "README.md", "inner/deep/d.yaml"])
      fs.writeFileSync(path.join(folder, file), file.endsWith("json") ? '{"apiVersion":"v1","kind":"Pod"}' : pod);
  });
  afterAll(() => fs.rmSync(folder, { recursive: true }));

  test("are read with their folders, in the order of names, and only what is YAML or JSON", () => {
    const files = readManifests([folder]).map(({ file }) => path.relative(folder, file));
    expect(files).toEqual(["a.yaml", "b.yml", "c.json", "inner/deep/d.yaml"]);
  });

  test("each folder is read once, however many links lead to it, in circles too", () => {
    const links = path.join(folder, "links");
    fs.mkdirSync(path.join(links, "real"), { recursive: true });
    fs.writeFileSync(path.join(links, "real/a.yaml"), pod);
    fs.symlinkSync("..", path.join(links, "real/up"));
    fs.symlinkSync("real", path.join(links, "again"));
    fs.symlinkSync("real/a.yaml", path.join(links, "linked.yaml"));
    fs.symlinkSync("nowhere", path.join(links, "dangling.yaml"));
    const files = readManifests([links]).map(({ file }) => path.relative(links, file));
    fs.rmSync(links, { recursive: true });
    expect(files).toEqual(["again/a.yaml", "linked.yaml"]);
  });

  test("a file is read whatever its name", () => {
    expect(readManifests([path.join(folder, "README.md")])).toHaveLength(1);
  });

  test("a folder without manifests, or none at all, is a mistake", () => {
    const empty = path.join(folder, "empty");
    expect(() => readManifests([empty])).toThrow(
      new UserError(`${empty} has no file that ends in .yaml, .yml, .json.`),
    );
    expect(() => readManifests([path.join(folder, "x")])).toThrow(
      new UserError(`There is no ${path.join(folder, "x")}.`),
    );
  });
});
