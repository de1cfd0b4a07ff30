import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { defaultValues, definitions, valuesSchema } from "./contents";

let folder: string;
beforeEach(() => void (folder = fs.mkdtempSync(path.join(os.tmpdir(), "chart-"))));
afterEach(() => fs.rmSync(folder, { recursive: true }));

const write = (file: string, text: string) => {
  fs.mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
  fs.writeFileSync(path.join(folder, file), text);
};
const definition = (name: string) => `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: ${name} }
spec: { group: example.org }
`;

test("a chart without any of it", () => {
  expect([defaultValues(folder), valuesSchema(folder), definitions(folder)]).toEqual([{}, undefined, []]);
});

test("defaults, schema, and the definitions of all files and folders by name", () => {
  write("values.yaml", "a: { b: 1 }\n");
  write("values.schema.json", '{"type":"object"}');
  write("crds/z.yaml", `# comment only\n---\n${definition("zs.example.org")}---\n${definition("as.example.org")}`);
  write("crds/more/m.yml", definition("ms.example.org"));
  write("crds/notes.txt", "no manifest");
  write("crds/other.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: x }\n");
  expect(defaultValues(folder)).toEqual({ a: { b: 1 } });
  expect(valuesSchema(folder)).toEqual({ type: "object" });
  expect(definitions(folder).map(({ metadata }) => metadata.name)).toEqual([
    "as.example.org",
    "ms.example.org",
    "zs.example.org",
  ]);
});

test("values of comments only are none", () => {
  write("values.yaml", "# nothing\n");
  expect(defaultValues(folder)).toEqual({});
});

test("definitions of the charts in it belong to a chart too, those of its templates do not", () => {
  write("crds/b.yaml", definition("bs.example.org"));
  write("charts/crds/crds/a.yaml", definition("as.example.org"));
  write("charts/other/templates/c.yaml", definition("cs.example.org"));
  write("charts/packed.tgz", "not unpacked");
  expect(definitions(folder).map(({ metadata }) => metadata.name)).toEqual(["as.example.org", "bs.example.org"]);
});
