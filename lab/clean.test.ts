import * as path from "node:path";
import { own } from "./clean";
import { paths, repository } from "./paths";

test("clean removes what the lab made, by name, and neither the folder as such nor anything of the clone", () => {
  const names = own.map((file) => path.relative(paths.state, file)).sort();
  const folders = ["etc", "log", "pulumi", "run", "snapshots", "var"];
  expect(names).toEqual([...folders, "clouds.yaml", "kubeconfig", "lock", "restoring"].sort());
  expect(own.some((file) => file.startsWith(repository))).toBe(false);
});
