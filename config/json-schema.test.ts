import * as fs from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";
import { stackFileSchema } from "./json-schema";
import { parseConfig } from "./load";

const root = path.resolve(__dirname, "..");
const stackFiles = fs.readdirSync(root).filter((file) => /^Pulumi\..+\.yaml$/.test(file));

test("config/stack.schema.json is what `npm run schema` writes", () => {
  const committed: unknown = JSON.parse(fs.readFileSync(path.join(__dirname, "stack.schema.json"), "utf8"));
  expect(committed).toEqual(stackFileSchema());
});

test("there are stack files", () => {
  expect(stackFiles.sort()).toEqual(["Pulumi.lab.yaml", "Pulumi.roe.yaml"]);
});

test.each(stackFiles)("%s is valid, names the schema, and switches default providers off", (file) => {
  const text = fs.readFileSync(path.join(root, file), "utf8");
  expect(text.split("\n")[0]).toBe("# yaml-language-server: $schema=config/stack.schema.json");
  const { config } = parse(text) as { config: Record<string, unknown> };
  expect(config["pulumi:disable-default-providers"]).toEqual(["*"]);
  const result = parseConfig(config["science-platform:config"]);
  expect("problems" in result ? result.problems : []).toEqual([]);
});
