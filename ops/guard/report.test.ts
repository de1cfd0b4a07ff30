import { kindsOfGuarded } from "../../config/guarded";
import type { Finding } from "./findings";
import { report } from "./report";
import { ways } from "./ways";

const cluster: Finding = {
  name: "cluster/cluster",
  kind: "cluster",
  urn: "urn:pulumi:roe::science-platform::a:b:C$openstack:containerinfra/cluster:Cluster::cluster",
  id: "4c2f",
  action: "replace",
  fields: [
    { field: "masterCount", old: "1", new: "3" },
    { field: "keypair", old: '"a"', new: '"b"' },
  ],
  protected: true,
  retained: true,
};
const volume: Finding = {
  name: "volume/homes",
  kind: "volume",
  urn: "urn:pulumi:roe::science-platform::openstack:blockstorage/volume:Volume::homes",
  id: "",
  action: "delete",
  fields: [],
  protected: false,
  retained: false,
};
const nothing = { stopped: [], allowed: [], unused: [] };

test("a stopped replacement: what, why, what is lost, and the ways on", () => {
  expect(report({ ...nothing, stopped: [cluster] }, "roe")).toBe(
    `STOPPED: this change would destroy a resource that cannot be made again as it was.

cluster/cluster (the Kubernetes cluster) would be replaced.
  it is     4c2f, protected
            urn:pulumi:roe::science-platform::a:b:C$openstack:containerinfra/cluster:Cluster::cluster
  because   masterCount  1 -> 3  (cluster.control.count)
            keypair      "a" -> "b"
  lost      everything that runs in it, all volume claims, and the address of its API (the old one would stay in the cloud, without anybody caring for it)
  ways on   - Undo the change that leads to it.
            - Put what is new beside it: a further pool in cluster.nodePools, to which services move.
            - Or make a second cluster beside it with cluster.next, move onto it, and take the first one out afterwards (blue and green, docs/openstack.md).

If it is meant:
  1. Save what is in it, and see that the copy can be read.
  2. Write \`allowReplace: [cluster/cluster]\` into Pulumi.roe.yaml and run \`npm run policies\`, so that the rules know of it.
  3. Leave this change out for the moment, and run \`pulumi up\`: it lifts the protection.
  4. Make this change again. Run \`science-platform preview --stack roe\` once more, and then \`pulumi up\`.
  5. Take the line out again, and run \`npm run policies\`.`,
  );
});

test("a stopped deletion of what is not protected needs one run only", () => {
  const text = report({ ...nothing, stopped: [volume] }, "lab");
  expect(text).toContain("volume/homes (a data volume) would be deleted.\n  it is     not known to the cloud yet\n");
  expect(text).toContain(
    "  because   it is no longer in the stack file, or in the program\n  lost      every file on it\n",
  );
  expect(text).toContain(`If it is meant:
  1. Save what is in it, and see that the copy can be read.
  2. Write \`allowReplace: [volume/homes]\` into Pulumi.lab.yaml and run \`npm run policies\`, so that the rules know of it.
  3. Run \`science-platform preview --stack lab\` once more, and then \`pulumi up\`.
  4. Take the line out again, and run \`npm run policies\`.`);
});

test("several are counted, and allowed together", () => {
  const text = report({ ...nothing, stopped: [cluster, volume] }, "roe");
  expect(text.split("\n")[0]).toBe(
    "STOPPED: this change would destroy 2 resources that cannot be made again as they were.",
  );
  expect(text).toContain("Write `allowReplace: [cluster/cluster, volume/homes]` into Pulumi.roe.yaml and run");
});

test("a replacement without a field", () => {
  expect(report({ ...nothing, stopped: [{ ...cluster, fields: [] }] }, "roe")).toContain(
    "  because   the provider does not say which field it is, or it was asked for (--replace)\n",
  );
});

test("what is allowed, and what is named for nothing", () => {
  expect(report({ stopped: [], allowed: [cluster, volume], unused: ["zone/dns"] }, "roe")).toBe(
    `Allowed by allowReplace:
  cluster/cluster would be replaced (4c2f)
  volume/homes would be deleted

allowReplace names zone/dns, which this change leaves alone: take it out of Pulumi.roe.yaml.`,
  );
});

test("nothing to say", () => {
  expect(report(nothing, "roe")).toBe("");
});

test("there are ways on for every kind", () => {
  expect(Object.keys(ways).sort()).toEqual([...kindsOfGuarded].sort());
});
