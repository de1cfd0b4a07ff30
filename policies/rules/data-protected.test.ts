import { findings, previewed } from "../cases";
import { dataProtected } from "./data-protected";

const volume = "openstack:blockstorage/volume:Volume";

test.each([
  ["a protected volume", volume, true, "production", []],
  ["a volume without protection", volume, false, "production", ["the option `protect` is not set"]],
  [
    "a bucket without protection",
    "openstack:objectstorage/container:Container",
    false,
    "production",
    ["the option `protect` is not set"],
  ],
  [
    "a cluster without protection",
    "openstack:containerinfra/cluster:Cluster",
    false,
    "production",
    ["the option `protect` is not set"],
  ],
  ["a port holds no data", "openstack:networking/port:Port", false, "production", []],
  ["a disposable site", volume, false, "disposable", []],
])("%s", (_, type, protect, lifecycle, expected) => {
  expect(findings(dataProtected, previewed(type, {}, { protect }), { lifecycle })).toEqual(expected);
});

test("production is what is checked when nobody says otherwise", () => {
  expect(findings(dataProtected, previewed(volume, {}))).toHaveLength(1);
});
