import { stepsOf } from "./events";
import { findings, type Finding, judge } from "./findings";
import { clusterType, step, urnOf, volumeType } from "./testing";

const of = (...lines: string[]) => findings(stepsOf(lines.join("\n")));

const kept = { protect: true, retainOnDelete: true };
const homes = (more: Partial<Finding>): Finding => ({
  name: "volume/homes",
  kind: "volume",
  urn: urnOf(volumeType, "homes"),
  id: "v1",
  action: "replace",
  fields: [],
  protected: false,
  retained: false,
  ...more,
});

describe("what the log says", () => {
  test("everything but steps is passed over, and a line that was cut off", () => {
    const lines = [
      '{"sequence":0,"preludeEvent":{"config":{}}}',
      '{"sequence":1,"diagnosticEvent":{"prefix":"debug: ","message":"x","color":"never","severity":"debug"}}',
      "",
      step("same", volumeType, "homes", { old: { id: "v1" }, new: {} }),
      '{"sequence":3,"resourcePreEvent":{"metadata":{"op":"delete","ur',
    ];
    expect(stepsOf(lines.join("\n")).map(({ op }) => op)).toEqual(["same"]);
  });
});

describe("what would be lost", () => {
  const old = { id: "v1", inputs: { volumeType: "ceph" }, outputs: { volumeType: "ceph" } };
  const wanted = { inputs: { volumeType: "ssd" } };
  const fields = [{ field: "volumeType", old: '"ceph"', new: '"ssd"' }];

  test("a replacement: the new one first", () => {
    const found = of(
      step("create-replacement", volumeType, "homes", { old: { ...old, ...kept }, new: wanted, keys: ["volumeType"] }),
      step("replace", volumeType, "homes", { old: { ...old, ...kept }, new: wanted, keys: ["volumeType"] }),
      step("delete-replaced", volumeType, "homes", { old: { ...old, ...kept } }),
    );
    expect(found).toEqual([homes({ fields, protected: true, retained: true })]);
  });

  test("a replacement: the old one first", () => {
    const found = of(
      step("delete-replaced", volumeType, "homes", { old }),
      step("replace", volumeType, "homes", { old, new: wanted, keys: ["volumeType"] }),
      step("create-replacement", volumeType, "homes", { old, new: wanted, keys: ["volumeType"] }),
    );
    expect(found).toEqual([homes({ fields })]);
  });

  test("a deletion, and what an interrupted replacement left to be deleted", () => {
    expect(of(step("delete", volumeType, "homes", { old }))).toEqual([homes({ action: "delete" })]);
    expect(of(step("delete-replaced", volumeType, "homes", { old }))).toEqual([homes({ action: "delete" })]);
  });

  test.each([
    ["was asked for", {}],
    ["the provider gives no reason for", { keys: ["__meta"] }],
  ])("a replacement that %s has no field", (_, keys) => {
    expect(of(step("replace", volumeType, "homes", { old, new: old, ...keys }))).toEqual([homes({})]);
  });

  test.each(["same", "create", "update", "refresh", "read"])("%s is none", (op) => {
    expect(of(step(op, volumeType, "homes", { old, new: wanted }))).toEqual([]);
  });

  test("what can be made again is not guarded: the template is replaced at every change of its labels", () => {
    const template = "openstack:containerinfra/clusterTemplate:ClusterTemplate";
    expect(of(step("replace", template, "cluster", { old, new: wanted, keys: ["labels"] }))).toEqual([]);
  });

  test.each([
    ["openstack:containerinfra/cluster:Cluster", "cluster/x"],
    ["openstack:containerinfra/nodeGroup:NodeGroup", "node-group/x"],
    ["openstack:blockstorage/volume:Volume", "volume/x"],
    ["openstack:sharedfilesystem/share:Share", "share/x"],
    ["openstack:dns/zone:Zone", "zone/x"],
    ["openstack:networking/floatingIp:FloatingIp", "address/x"],
    ["openstack:networking/port:Port", "address/x"],
    ["openstack:objectstorage/container:Container", "bucket/x"],
    ["gcp:container/cluster:Cluster", "cluster/x"],
    ["gcp:container/nodePool:NodePool", "node-group/x"],
    ["gcp:sql/databaseInstance:DatabaseInstance", "database/x"],
    ["gcp:artifactregistry/repository:Repository", "repository/x"],
    ["gcp:kms/cryptoKey:CryptoKey", "key/x"],
    ["gcp:gkebackup/backupPlan:BackupPlan", "backup/x"],
    ["gcp:netapp/backupVault:BackupVault", "backup/x"],
  ])("%s is %s", (type, name) => {
    expect(of(step("delete", type, "x", { old })).map((finding) => finding.name)).toEqual([name]);
  });
});

describe("values of the fields", () => {
  const field = (before: object, after: object, key: string, outputs: object = before) =>
    of(
      step("replace", clusterType, "cluster", {
        old: { id: "c1", inputs: before, outputs },
        new: { inputs: after },
        keys: [key],
      }),
    )[0]?.fields[0];
  const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
  const secret = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ciphertext: "[secret]" };

  test.each<[string, ReturnType<typeof field>, string, string]>([
    ["numbers", field({ masterCount: 1 }, { masterCount: 3 }, "masterCount"), "1", "3"],
    ["new ones", field({}, { name: "a" }, "name"), "none", '"a"'],
    ["inside of others", field({ labels: { a: "1" } }, { labels: { a: "2" } }, "labels.a"), '"1"', '"2"'],
    [
      "of lists",
      field({ fixedIps: [{ subnetId: "a" }] }, { fixedIps: [{ subnetId: "b" }] }, "fixedIps[0].subnetId"),
      '"a"',
      '"b"',
    ],
    [
      "not known yet",
      field({ fixedNetwork: "n1" }, { fixedNetwork: unknown }, "fixedNetwork"),
      '"n1"',
      "not known yet, because what it comes from changes as well",
    ],
    ["secret ones", field({ password: secret }, { password: secret }, "password"), "[secret]", "[secret]"],
    ["changed by somebody in the cloud", field({ name: "a" }, { name: "a" }, "name", { name: "b" }), '"b"', '"a"'],
    ["long ones", field({ name: "a".repeat(200) }, {}, "name"), `"${"a".repeat(76)}...`, "none"],
  ])("%s", (_, found, before, after) => {
    expect(found).toMatchObject({ old: before, new: after });
  });
});

test("allowReplace lets pass what it names, and says what it names for nothing", () => {
  const found = of(
    step("delete", volumeType, "homes", { old: { id: "v1" } }),
    step("delete", volumeType, "data", { old: { id: "v2" } }),
  );
  const verdict = judge(found, ["volume/data", "zone/dns"]);
  expect(verdict.stopped.map(({ name }) => name)).toEqual(["volume/homes"]);
  expect(verdict.allowed.map(({ name }) => name)).toEqual(["volume/data"]);
  expect(verdict.unused).toEqual(["zone/dns"]);
});
