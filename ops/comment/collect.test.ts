import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { exceptionText } from "../../policies/exceptions";
import { Collector } from "./collect";
import { readEventLog } from "./events";
import { lines, modelOf, site } from "./testing";

const cluster = "openstack:containerinfra/cluster:Cluster";
const template = "openstack:containerinfra/clusterTemplate:ClusterTemplate";
const nodes = "openstack:containerinfra/nodeGroup:NodeGroup";
const volume = "openstack:blockstorage/volume:Volume";
const config = "kubernetes:core/v1:ConfigMap";
const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const secret = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ciphertext: "[secret]" };

test("each resource once, with what becomes of it; a replacement is several steps", () => {
  const control = {
    old: { id: "4c2f", protect: true, inputs: { masterCount: 1 } },
    new: { inputs: { masterCount: 3 } },
  };
  const { changes, counts, kind, result, seconds, stopped } = modelOf([
    lines.step("same", config, "a", { old: {}, new: {} }),
    lines.step("refresh", config, "b", { old: {}, new: {} }),
    lines.step("create", config, "c", { new: { inputs: { data: { a: "1" }, __defaults: [] } } }),
    lines.step("update", config, "d", {
      old: { id: "x/d", inputs: { data: { a: "1", "b.c": "2" }, same: 1, list: [{ x: 1 }, { x: 2 }], grown: [1] } },
      new: { id: "x/d", inputs: { data: { a: "3", "b.c": "4" }, same: 1, list: [{ x: 1 }, { x: 3 }], grown: [1, 2] } },
    }),
    lines.step("create-replacement", cluster, "cluster", { new: control.new }),
    lines.step("replace", cluster, "cluster", {
      ...control,
      keys: ["masterCount"],
      detailedDiff: { masterCount: { diffKind: "update-replace" } },
    }),
    lines.step("delete-replaced", cluster, "cluster", { old: control.old }),
    lines.step("delete", volume, "homes", { old: { id: "9a", retainOnDelete: true, inputs: { size: 100 } } }),
    lines.summary(),
  ]);
  expect({ kind, result, seconds, counts, stopped }).toEqual({
    kind: "preview",
    result: "succeeded",
    seconds: 12,
    counts: { replace: 1, delete: 1, import: 0, update: 1, create: 1, read: 0, same: 1 },
    stopped: ["cluster/cluster", "volume/homes"],
  });
  const said = changes.map(({ action, name, id, guarded, protected: kept, retained, reasons, diff }) => ({
    action,
    name,
    id,
    guarded,
    kept,
    retained,
    reasons,
    diff,
  }));
  const plain = { id: "", guarded: undefined, kept: false, retained: false, reasons: [] };
  expect(said).toEqual([
    { ...plain, action: "create", name: "c", diff: ['+ data: {"a":"1"}'] },
    {
      ...plain,
      action: "update",
      name: "d",
      id: "x/d",
      diff: [
        '- data.a: "1"',
        '+ data.a: "3"',
        '- data["b.c"]: "2"',
        '+ data["b.c"]: "4"',
        "- list[1].x: 2",
        "+ list[1].x: 3",
        "- grown: [1]",
        "+ grown: [1,2]",
      ],
    },
    {
      action: "replace",
      name: "cluster",
      id: "4c2f",
      guarded: "cluster/cluster",
      kept: true,
      retained: false,
      reasons: ["masterCount: 1 -> 3"],
      diff: ["- masterCount: 1", "+ masterCount: 3"],
    },
    { ...plain, action: "delete", name: "homes", id: "9a", guarded: "volume/homes", retained: true, diff: [] },
  ]);
});

test("secrets and what is not known yet are words; a difference that only the cloud has shows its side", () => {
  const { changes } = modelOf([
    lines.step("update", config, "a", {
      old: { inputs: { key: secret, address: "192.0.2.1", name: "a" }, outputs: { name: "by-hand" } },
      new: { inputs: { key: secret, address: unknown, name: "a" } },
      detailedDiff: {
        key: { diffKind: "update" },
        address: { diffKind: "update" },
        name: { diffKind: "update" },
        __meta: { diffKind: "update" },
      },
    }),
  ]);
  expect(changes[0]?.diff).toEqual([
    "- key: [secret]",
    "+ key: [secret]",
    '- address: "192.0.2.1"',
    "+ address: not known yet, because what it comes from changes as well",
    '- name: "by-hand"',
    '+ name: "a"',
  ]);
});

test("literal secrets are taken out before anything is cut", () => {
  const long = `${"x".repeat(70)}hunter22-hunter22`;
  const masked = modelOf(
    [
      lines.step("create", config, "a", {
        new: { inputs: { long, b64: Buffer.from("hunter22-hunter22").toString("base64") } },
      }),
      lines.error("login hunter22-hunter22 refused"),
    ],
    {},
    (text) => text.replaceAll("hunter22-hunter22", "[secret]").replaceAll("aHVudGVyMjItaHVudGVyMjI=", "[secret]"),
  );
  expect(JSON.stringify(masked)).not.toMatch(/hunter|aHVu/);
  expect(masked.changes[0]?.diff).toEqual([`+ long: "${"x".repeat(70)}[secret]"`, '+ b64: "[secret]"']);
});

test("a resource with many properties says some, and how many there are", () => {
  const inputs = Object.fromEntries(Array.from({ length: 45 }, (_, index) => [`p${index}`, index]));
  const { changes } = modelOf([lines.step("create", config, "a", { new: { inputs } })]);
  expect(changes[0]?.diff).toHaveLength(31);
  expect(changes[0]?.diff.at(-1)).toBe("  ... and 15 lines more");
});

test("the capacity of the whole stack, before and after; a pool counts with its largest, what its cluster's template says included", () => {
  const pool = (most: number) => ({ inputs: { flavorId: "large", nodeCount: 1, maxNodeCount: most } });
  const whole = [
    lines.step("same", template, "t", {
      old: { inputs: { flavor: "large", masterFlavor: "small", dockerVolumeSize: 20 } },
      new: { inputs: { flavor: "large", masterFlavor: "small", dockerVolumeSize: 20 } },
    }),
    lines.step("same", cluster, "cluster", {
      old: { inputs: { masterCount: 1, nodeCount: 2 } },
      new: { inputs: { masterCount: 1, nodeCount: 2 } },
    }),
  ];
  const log = [
    ...whole,
    lines.step("update", nodes, "notebook", { old: pool(2), new: pool(4) }),
    lines.step("create", volume, "data", { new: { inputs: { size: unknown } } }),
    lines.step("delete", volume, "homes", { old: { inputs: { size: 100 } } }),
    lines.step("create", "openstack:networking/floatingIp:FloatingIp", "ingress", {
      new: { inputs: { pool: "public" } },
    }),
    lines.summary(),
  ];
  const prices = { currency: "GBP", source: "test", perMonth: { core: 10, memory: 1, storage: 0.1, address: 3 } };
  const found = modelOf(log, { prices });
  expect(found.capacity).toEqual([
    { what: "cores", before: 2 + 16 + 16, after: 2 + 16 + 32 },
    { what: "memory, GiB", before: 4 + 128 + 128, after: 4 + 128 + 256 },
    { what: "storage, GiB", before: 60 + 40 + 100, after: 60 + 80 },
    { what: "public addresses", before: 0, after: 1 },
  ]);
  expect(found.uncounted).toEqual(["data: size"]);
  expect(found.cost).toEqual({ currency: "GBP", source: "test", before: 340 + 260 + 20, after: 500 + 388 + 14 + 3 });
  expect(modelOf(whole, { prices }).capacity).toEqual([]);
});

test("rules: what stops, advice, exceptions and what is not known yet, each once, without colours and description", () => {
  const exception = { rule: "probes", resource: "web", reason: "batch", owner: "ops", expires: "2099-01-31" };
  const found = modelOf([
    lines.policy(
      "probes",
      `Every container is watched.\n${exceptionText(exception)} Deployment demo/web: spec has none.`,
      "advisory",
    ),
    lines.policy("limits", "Bounded.\nDeployment demo/web: cpu is missing.", "advisory"),
    lines.policy(
      "limits",
      "Bounded.\nCannot be known before the update, which checks it: Deployment demo/web: cpu.",
      "advisory",
      "science-platform-roe",
    ),
    lines.policy("images", "Pinned.\nDeployment demo/web: image has no tag.", "mandatory"),
    lines.policy("images", "Pinned.\nDeployment demo/web: image has no tag.", "mandatory"),
    lines.summary("failed"),
  ]);
  expect(found.result).toBe("failed");
  expect(found.policies).toEqual([
    { verdict: "mandatory", rule: "images", resource: "web", message: "Deployment demo/web: image has no tag." },
    { verdict: "advisory", rule: "limits", resource: "web", message: "Deployment demo/web: cpu is missing." },
    {
      verdict: "exception",
      rule: "probes",
      resource: "web",
      message: "Excepted until 2099-01-31 by ops: batch. Deployment demo/web: spec has none.",
    },
    {
      verdict: "unknown",
      rule: "limits",
      resource: "science-platform-roe",
      message: "Cannot be known before the update, which checks it: Deployment demo/web: cpu.",
    },
  ]);
});

test("an update: what was done, not what its own preview said", () => {
  const { changes, counts, kind, stopped } = modelOf([
    lines.step("create", config, "a", { new: {} }),
    lines.step("same", config, "b", { old: {}, new: {} }),
    lines.summary("succeeded", true),
    lines.step("same", config, "b", { old: {}, new: {}, planning: false }),
    lines.step("update", config, "a", { old: {}, new: {}, planning: false }),
    lines.summary("succeeded", false),
  ]);
  expect([kind, changes.map(({ action, name }) => `${action} ${name}`), counts.same, stopped]).toEqual([
    "update",
    ["update a"],
    1,
    [],
  ]);
});

test("what allowReplace names is allowed", () => {
  const { allowed, stopped } = modelOf([lines.step("delete", volume, "homes", { old: {} })], {
    allowReplace: ["volume/homes"],
  });
  expect([allowed, stopped]).toEqual([["volume/homes"], []]);
});

describe("logs that are not whole", () => {
  const start = lines.step("create", config, "a", { new: {} });

  test.each<[string, string[], string, number]>([
    ["nothing at all", [], "none", 0],
    ["no summary", [start], "unfinished", 0],
    ["a last line that is cut off", [start, start.slice(0, 40)], "unfinished", 1],
    [
      "a line of an unchanged resource that is cut off",
      [start, lines.step("same", config, "b").slice(0, -5)],
      "unfinished",
      1,
    ],
    ["lines of others between", ["warning: hello", start, "", "{}", lines.summary()], "succeeded", 1],
    [
      "a kind of event that nobody knows",
      [start, '{"sequence":1,"timestamp":2,"quantumEvent":{"metadata":3}}', lines.summary()],
      "succeeded",
      0,
    ],
    [
      "a known event of another form",
      [start, '{"sequence":1,"timestamp":2,"resourcePreEvent":{"metadata":3}}', lines.summary()],
      "succeeded",
      1,
    ],
    [
      "an operation that nobody knows",
      [start, lines.step("teleport", config, "z", { old: {}, new: {} }), lines.summary()],
      "succeeded",
      0,
    ],
    [
      "an error of the program",
      [lines.error("boom"), lines.error("preview failed"), lines.summary("succeeded")],
      "failed",
      0,
    ],
    ["a run that was cancelled", [start, lines.summary("canceled")], "canceled", 0],
  ])("%s", (_, log, result, broken) => {
    const found = modelOf(log, {}, undefined, "the last words");
    expect([found.result, found.broken]).toEqual([result, broken]);
    expect(found.printed).toBe(result === "succeeded" ? "" : "the last words");
  });

  test("any cut of a log is read without a throw", () => {
    const log = [start, lines.policy("a", "b\nc"), lines.error("d"), lines.summary()].join("\n");
    for (let end = 0; end <= log.length; end += 7)
      expect(modelOf(log.slice(0, end).split("\n")).broken).toBeLessThanOrEqual(1);
  });

  test("a file that is not there is a run that did not start", async () => {
    const collector = new Collector(site);
    expect(await readEventLog("/nowhere/events.json", collector)).toEqual({ lines: 0, broken: 0 });
    expect(collector.model({ lines: 0, broken: 0 }).result).toBe("none");
  });
});

test("10,000 resources are read and counted, through a file, in bounded time", async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "events-"));
  try {
    const file = path.join(folder, "events.json");
    const inputs = {
      metadata: { name: "x", labels: { a: "b" } },
      data: Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`key-${i}`, "v".repeat(50)])),
    };
    const stream = fs.openSync(file, "w");
    for (let index = 0; index < 10_000; index++) {
      const op = index % 2 === 0 ? "create" : "same";
      fs.writeSync(
        stream,
        `${lines.step(op, config, `n${index}`, op === "create" ? { new: { inputs } } : { old: { inputs }, new: { inputs } })}\n`,
      );
    }
    fs.writeSync(stream, `${lines.summary()}\n`);
    fs.closeSync(stream);
    const collector = new Collector(site);
    const leftover = await readEventLog(file, collector);
    const { counts, result } = collector.model(leftover);
    expect({ ...leftover, create: counts.create, same: counts.same, result }).toEqual({
      lines: 10_001,
      broken: 0,
      create: 5000,
      same: 5000,
      result: "succeeded",
    });
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}, 60_000);
