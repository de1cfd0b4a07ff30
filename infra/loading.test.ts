/** What loading the program costs: the SDK of Google Cloud, larger than all others together, only where it is used. */
import "../config/load";
import "../platform";
import ".";

/** Number of a package's files that are loaded. */
const loaded = (name: string) =>
  Object.keys(require.cache).filter((file) => file.includes(`/node_modules/${name}/`)).length;

test("a stack elsewhere does not load Google's SDK; one there does", () => {
  expect(loaded("@pulumi/openstack")).toBeGreaterThan(0);
  expect(loaded("@pulumi/gcp")).toBe(0);
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  require("./gcp");
  expect(loaded("@pulumi/gcp")).toBeGreaterThan(0);
});
