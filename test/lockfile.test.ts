import * as fs from "node:fs";
import * as path from "node:path";
import { repository } from "../lab/paths";

const lock = JSON.parse(fs.readFileSync(path.join(repository, "package-lock.json"), "utf8")) as {
  packages: Record<string, { version?: string; integrity?: string; resolved?: string }>;
};
/** Ours, not a registry's. */
const local = ["", "node_modules/@npmcli/arborist", "toolchain/npm/arborist"];
const packages = Object.entries(lock.packages).filter(([name]) => !local.includes(name));

test("every package has its version and hash: where one lacks them, because a registry did not have it, `npm ci` refuses the whole file", () => {
  const broken = packages.filter(([, { version, integrity }]) => version === undefined || integrity === undefined);
  expect(broken.map(([name]) => name)).toEqual([]);
  expect(packages.length).toBeGreaterThan(500);
});

test("no package is bound to one registry's address", () => {
  expect(packages.filter(([, { resolved }]) => resolved !== undefined).map(([name]) => name)).toEqual([]);
});

test("the npm client, a hundred packages that Pulumi's SDK would load at every start, is not among them", () => {
  expect(lock.packages["node_modules/@npmcli/arborist"]).toEqual({ resolved: "toolchain/npm/arborist", link: true });
  expect(Object.keys(lock.packages).filter((name) => /^node_modules\/(pacote|cacache)$/.test(name))).toEqual([]);
});
