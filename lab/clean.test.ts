import * as path from "node:path";
import { paths, repository } from "./paths";
import { ownEntries } from "./state-folder";

test("clean removes what the lab made, by name, and neither the folder as such nor anything of the clone; marker and lock last", () => {
  const own = ownEntries(paths.state);
  const names = own.map((file) => path.relative(paths.state, file));
  const folders = ["etc", "log", "pulumi", "run", "snapshots", "var"];
  const files = [".science-platform-lab", "clouds.yaml", "kubeconfig", "lock", "restoring", "restoring.new"];
  expect([...names].sort()).toEqual([...folders, ...files].sort());
  expect(names.slice(-2)).toEqual([".science-platform-lab", "lock"]);
  expect(own.some((file) => file.startsWith(repository))).toBe(false);
});
