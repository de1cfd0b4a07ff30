import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { stringify } from "yaml";
import { readSiblings, reservedOf, usedRanges } from "./siblings";

let directory: string;
beforeEach(() => (directory = fs.mkdtempSync(path.join(os.tmpdir(), "siblings-"))));
afterEach(() => fs.rmSync(directory, { recursive: true }));

const write = (stack: string, input: unknown) =>
  fs.writeFileSync(
    path.join(directory, `Pulumi.${stack}.yaml`),
    stringify({ config: { "science-platform:config": input } }),
  );

test("the stack files of a directory but the site's own", () => {
  write("roe", { site: "roe" });
  write("edi", { site: "edi" });
  fs.writeFileSync(path.join(directory, "Pulumi.broken.yaml"), "config: [");
  fs.writeFileSync(path.join(directory, "Pulumi.yaml"), "name: science-platform");
  expect(readSiblings(directory, "edi")).toEqual([
    { file: "Pulumi.broken.yaml", input: undefined },
    { file: "Pulumi.roe.yaml", input: { site: "roe" } },
  ]);
});

test("a directory that is not there has none", () => {
  expect(readSiblings(path.join(directory, "none"), "edi")).toEqual([]);
});

test("ranges in use: of nodes, of everything on GKE, and what is reserved; wrong ones are left out", () => {
  expect(
    usedRanges([
      {
        file: "Pulumi.roe.yaml",
        input: {
          cloud: "openstack",
          network: { cidr: "10.30.0.0/16", pods: "172.16.0.0/13", reserved: { ceph: "10.19.4.0/24" } },
        },
      },
      {
        file: "Pulumi.gke.yaml",
        input: {
          cloud: "gcp",
          network: { cidr: "10.1.0.0/23", pods: "10.2.0.0/16", services: "x", controlPlane: "172.16.1.0/28" },
        },
      },
      { file: "Pulumi.odd.yaml", input: { network: { cidr: 7, reserved: "none" } } },
      { file: "Pulumi.broken.yaml", input: undefined },
    ]),
  ).toEqual([
    { range: "10.30.0.0/16", by: "Pulumi.roe.yaml, network.cidr" },
    { range: "10.19.4.0/24", by: "Pulumi.roe.yaml, network.reserved.ceph" },
    { range: "10.1.0.0/23", by: "Pulumi.gke.yaml, network.cidr" },
    { range: "10.2.0.0/16", by: "Pulumi.gke.yaml, network.pods" },
    { range: "172.16.1.0/28", by: "Pulumi.gke.yaml, network.controlPlane" },
  ]);
});

test("what is reserved in the same cloud is reserved for the new one too", () => {
  const input = (cloud: string, reserved?: object) => ({
    cloud: "openstack",
    openstack: { cloud },
    network: { cidr: "10.1.0.0/24", ...(reserved ? { reserved } : {}) },
  });
  const siblings = [
    { file: "Pulumi.a.yaml", input: input("other", { vpn: "10.9.0.0/16" }) },
    { file: "Pulumi.b.yaml", input: input("ours") },
    { file: "Pulumi.c.yaml", input: input("ours", { ceph: "10.19.4.0/24" }) },
  ];
  expect(reservedOf(siblings, "ours")).toEqual({ file: "Pulumi.c.yaml", reserved: { ceph: "10.19.4.0/24" } });
  expect(reservedOf(siblings, "elsewhere")).toBeUndefined();
});
