import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { UserError } from "../errors";
import { keptOf, writeWhole } from "./file";

let directory: string;
let file: string;
beforeEach(() => {
  directory = fs.mkdtempSync(path.join(os.tmpdir(), "file-"));
  file = path.join(directory, "Pulumi.edi.yaml");
});
afterEach(() => fs.rmSync(directory, { recursive: true }));

test("nothing of a file that is not there stays", () => {
  expect(keptOf(file)).toBeUndefined();
});

test("salt, secrets and other programs' keys stay; the configuration does not", () => {
  fs.writeFileSync(
    file,
    [
      "encryptionsalt: v1:a",
      "config:",
      '  pulumi:disable-default-providers: ["*"]',
      "  science-platform:config: {site: edi}",
      "  science-platform:tsig-key: {secure: v1:b}",
      "  other:key: x",
    ].join("\n"),
  );
  expect(keptOf(file)).toEqual({
    top: { encryptionsalt: "v1:a" },
    config: { "science-platform:tsig-key": { secure: "v1:b" }, "other:key": "x" },
  });
});

test.each(["", "# only a comment\n", "encryptionsalt: v1:a\n"])("%j has no configuration", (text) => {
  fs.writeFileSync(file, text);
  expect(keptOf(file)).toEqual({ top: text.startsWith("enc") ? { encryptionsalt: "v1:a" } : {}, config: {} });
});

test.each(["config: [", "- a", "config: text"])("%j is not written over", (text) => {
  fs.writeFileSync(file, text);
  expect(() => keptOf(file)).toThrow(
    new UserError(`${file} is there and is no stack file, so what it holds would be lost: move it away first.`),
  );
});

test("a file is written whole, for all to read, and nothing else is left", () => {
  fs.writeFileSync(file, "old", { mode: 0o600 });
  const mask = process.umask(0o077);
  writeWhole(file, "new");
  process.umask(mask);
  expect(fs.readFileSync(file, "utf8")).toBe("new");
  expect(fs.statSync(file).mode & 0o777).toBe(0o644);
  expect(fs.readdirSync(directory)).toEqual(["Pulumi.edi.yaml"]);
});

test("what stands in the way is told, and nothing is left", () => {
  fs.mkdirSync(file);
  expect(() => writeWhole(file, "new")).toThrow(UserError);
  expect(() => writeWhole(file, "new")).toThrow(`${file} could not be written: EISDIR`);
  expect(fs.readdirSync(directory)).toEqual(["Pulumi.edi.yaml"]);
});
