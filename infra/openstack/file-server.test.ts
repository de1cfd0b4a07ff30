/** The file server under mocks: what it is told, and its way to CephFS. The lab has no Manila, so no real share is made. */
import { validConfig, type validInput } from "../../config/testing";
import { record, type RecordedResource } from "../../test/mocks";
import { createOpenstack } from ".";

async function make(change: (input: ReturnType<typeof validInput>) => void) {
  const config = validConfig(change);
  const { outputs, resources } = await record("test", () => ({ infrastructure: createOpenstack(config, []) }));
  const find = (type: string, name: string) =>
    resources.find((one) => one.type.endsWith(`:${type}`) && one.name === name) ?? ({} as Partial<RecordedResource>);
  const files = (outputs["infrastructure"] as { storage: { sharedFiles: unknown } }).storage.sharedFiles;
  return { resources, find, files };
}

test("bounds, snapshots and root's rights travel as metadata; removed exports are waited for", async () => {
  const { find } = await make((input) => {
    input.storage.fileServer.exports = [
      { name: "homes", volume: "homes", rootAccess: true, quota: 20, quotas: { ada: 50 }, snapshots: 14 },
    ];
  });
  const instance = find("Instance", "files");
  expect(instance.inputs).toMatchObject({
    metadata: {
      site: "test",
      owner: "team",
      "nfs-clients": "10.10.0.0/24",
      "nfs-export.homes": "Volume-homes rw root",
      "nfs-quota.homes.0": "20 restored=1000000 ada=50",
      "nfs-snapshots.homes": "14",
    },
  });
  expect(instance.afterUpdate).toEqual(["files-letting-go"]);
});

describe("CephFS", () => {
  const cephfs = {
    network: "cephfs",
    range: "10.21.0.0/16",
    mtu: 9000,
    routes: [{ to: "10.19.4.0/24", via: "10.21.255.254" }],
    shareType: "ceph01_cephfs",
    shares: [
      { name: "butler", size: 4096, readOnly: true },
      { name: "scratch", size: 100 },
    ],
  };

  let made: Awaited<ReturnType<typeof make>>;
  beforeAll(async () => {
    made = await make((input) => {
      input.lifecycle = "production";
      input.storage.fileServer.cephfs = cephfs;
    });
  });

  test("a port of its own on Ceph's network, which lets nothing in and is no part of the machine", () => {
    const port = made.find("Port", "cephfs");
    expect(port.inputs).toEqual({
      name: "test-files-cephfs",
      networkId: "found-network-cephfs",
      securityGroupIds: ["SecGroup-cephfs"],
      adminStateUp: true,
      tags: ["site=test", "owner=team"],
    });
    expect([port.protect, port.retainOnDelete]).toEqual([true, true]);
    const rules = made.resources.filter(({ type }) => type.endsWith(":SecGroupRule"));
    expect(rules.filter(({ inputs }) => JSON.stringify(inputs).includes("SecGroup-cephfs"))).toEqual([]);
    expect(made.find("InterfaceAttach", "cephfs").inputs).toEqual({
      instanceId: "Instance-files",
      portId: "Port-cephfs",
    });
    expect(made.find("Instance", "files").inputs).toMatchObject({ networks: [{ port: "Port-files" }] });
  });

  test("shares are protected, each with a key of its own", () => {
    const share = made.find("Share", "butler");
    expect(share.inputs).toEqual({
      name: "test-butler",
      description: "Files of test",
      shareProto: "CEPHFS",
      shareType: "ceph01_cephfs",
      size: 4096,
      availabilityZone: "nova",
      metadata: { site: "test", owner: "team" },
    });
    expect([share.protect, share.retainOnDelete]).toEqual([true, true]);
    expect(made.find("ShareAccess", "butler").inputs).toEqual({
      shareId: "Share-butler",
      accessType: "cephx",
      accessTo: "test-butler",
      accessLevel: "ro",
    });
    expect(made.find("ShareAccess", "scratch").inputs).toMatchObject({ accessLevel: "rw" });
  });

  test("the machine is told where they are; keys are secret, everything else can be read in a preview", () => {
    expect(made.find("Instance", "files").inputs).toMatchObject({
      metadata: {
        "second-nic": "fa:16:3e:00:00:01 9000 10.19.4.0/24=10.21.255.254",
        "nfs-export.butler": "Share-butler ro",
        "nfs-share.butler": "[secret]",
        "nfs-export.scratch": "Share-scratch rw",
        "nfs-share.scratch": "[secret]",
      },
    });
    expect(JSON.stringify(made.resources)).not.toMatch(/mock-plaintext/);
  });

  test("the platform mounts them from the file server", () => {
    expect(made.files).toEqual([
      { name: "homes", server: "10.10.0.42", path: "/srv/homes", size: 100, readOnly: false },
      { name: "butler", server: "10.10.0.42", path: "/srv/butler", size: 4096, readOnly: true },
      { name: "scratch", server: "10.10.0.42", path: "/srv/scratch", size: 100, readOnly: false },
    ]);
  });
});
