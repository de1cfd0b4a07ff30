import * as fs from "node:fs";
import * as path from "node:path";
import { catalog } from "../../platform/catalog";
import { UserError } from "../errors";
import { repository } from "../../system/repository";
import { withPin } from "./pin";

const source = `export const catalog = {
  one: {
    name: "one",
    version: "1.0.0",
    namespace: "one",
    from: { repository: "https://charts.example.org", digest: "unrecorded" },
  },
  ours: { name: "ours", version: "0.1.0", namespace: "ours", from: "ours" },
  two: { name: "two", version: "2.0.0", from: { digest: "sha256:old" } },
  twoOld: { name: "two", folder: "two-1", version: "1.0.0", from: { digest: "sha256:older" } },
};
`;

test("version and digest of one chart change, and nothing else", () => {
  expect(withPin(source, { name: "one", version: "1.0.0" }, { version: "1.0.1", digest: "sha256:new" })).toBe(
    source.replace('"1.0.0"', '"1.0.1"').replace('"unrecorded"', '"sha256:new"'),
  );
  expect(withPin(source, { name: "two", version: "2.0.0" }, { version: "2.0.0", digest: "sha256:new" })).toBe(
    source.replace('"sha256:old"', '"sha256:new"'),
  );
  expect(withPin(source, { name: "two", version: "1.0.0" }, { version: "1.0.0", digest: "sha256:new" })).toBe(
    source.replace('"sha256:older"', '"sha256:new"'),
  );
});

test.each(["ours", "three"])("%s has no digest to write", (chart) => {
  const run = () => withPin(source, { name: chart, version: "0.1.0" }, { version: "1.0.0", digest: "sha256:new" });
  expect(run).toThrow(UserError);
  expect(run).toThrow(`platform/catalog.ts: there is no entry of the chart ${chart} with a digest. Write it by hand.`);
});

test("the real catalog can be written so, chart by chart", () => {
  const real = fs.readFileSync(path.join(repository, "platform/catalog.ts"), "utf8");
  for (const { name, version, from } of Object.values(catalog)) {
    if (from === "ours") continue;
    expect(withPin(real, { name, version }, { version, digest: from.digest })).toBe(real);
    const changed = withPin(real, { name, version }, { version: "9.9.9", digest: "sha256:x" });
    expect(changed).toContain('digest: "sha256:x"');
    expect(changed.split("9.9.9")).toHaveLength(2);
  }
});
