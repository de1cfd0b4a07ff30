import * as fs from "node:fs";
import * as path from "node:path";
import { generated } from "./generated";

const repository = path.join(__dirname, "..");

test("configurations and documentation are what the stack files and the rules make today (`npm run policies`)", () => {
  const files = generated(repository);
  expect(Object.keys(files).sort()).toEqual([
    "docs/policies.md",
    "policies/config.gke.json",
    "policies/config.lab.json",
    "policies/config.roe-dev.json",
    "policies/config.roe.json",
  ]);
  const stale = Object.entries(files).filter(
    ([file, text]) => fs.readFileSync(path.join(repository, file), "utf8") !== text,
  );
  expect(stale.map(([file]) => file)).toEqual([]);
});
