import { validConfig, type validInput } from "../../config/testing";
import type { Item } from "../openstack/inventory";
import { expected } from "./expected";
import type { Resource } from "./state";
import { resource, types } from "./testing";

interface Case {
  change?: (input: ReturnType<typeof validInput>) => void;
  before?: Resource[];
  after?: Resource[];
}

function why(item: Omit<Item, "name"> & { name?: string }, { change, before = [], after = [] }: Case = {}) {
  return expected(validConfig(change), before, after)({ name: "", ...item });
}

const production = (input: ReturnType<typeof validInput>) => void (input.lifecycle = "production");

describe("by the state", () => {
  const network = resource(types.network, "network", { id: "n1" });
  const volume = resource(types.volume, "homes", { id: "v1", protect: true, retainOnDelete: true });
  const stack = { before: [network, volume], after: [network, volume] };

  test("what is protected", () => expect(why({ kind: "volume", id: "v1" }, stack)).toBe("protected"));
  test("what that needs", () => expect(why({ kind: "network", id: "n1" }, stack)).toBe("what is protected needs it"));
  test("not the same id of another kind", () => expect(why({ kind: "port", id: "v1" }, stack)).toBeUndefined());
  test("not what was deleted", () =>
    expect(why({ kind: "network", id: "n1" }, { ...stack, after: [volume] })).toBeUndefined());
  test("what was left in the cloud", () => {
    const retained = resource(types.volume, "old", { id: "v2", retainOnDelete: true });
    const reason = "left in the cloud on purpose (retainOnDelete)";
    expect(why({ kind: "volume", id: "v2" }, { before: [retained] })).toBe(reason);
  });
});

describe("of a cluster that stays", () => {
  const cluster = resource(types.cluster, "cluster", { id: "c1", protect: true });
  const server = resource("openstack:compute/instance:Instance", "files", { id: "s1" });
  const stack = { before: [cluster, server], after: [cluster] };
  const reason = "the cluster stays, and this is its own or of something in it";

  test("what the stack did not make", () => expect(why({ kind: "load balancer", id: "l1" }, stack)).toBe(reason));
  test("not what it made and deleted", () => expect(why({ kind: "server", id: "s1" }, stack)).toBeUndefined());
  test("nothing of a cluster that is gone", () =>
    expect(why({ kind: "load balancer", id: "l1" }, { ...stack, after: [] })).toBeUndefined());
});

test("a claim's volume that was kept", () => {
  const marks = ["cinder.csi.openstack.org/cluster=c1", "science-platform.kept=web/data"];
  expect(why({ kind: "volume", id: "v9", marks })).toBe("data of claim web/data");
});

describe("by the stack file alone, when the state knows nothing any more", () => {
  test.each<[string, Omit<Item, "id">]>([
    ["volumes", { kind: "volume", name: "test-homes" }],
    ["buckets", { kind: "bucket", name: "test-backup" }],
    ["the zone", { kind: "DNS zone", name: "test.example." }],
    ["the cluster", { kind: "cluster", name: "test" }],
    ["the file server's address", { kind: "port", name: "test-files" }],
    ["the port to CephFS", { kind: "port", name: "test-files-cephfs" }],
    ["the public address", { kind: "floating IP", name: "203.0.113.9", description: "Ingress of test" }],
  ])("%s of a production site", (_, item) => {
    expect(why({ id: "x", ...item }, { change: production })).toBe("data of a production site");
    expect(why({ id: "x", ...item })).toBeUndefined();
  });

  test.each<[string, Omit<Item, "id">]>([
    ["another volume", { kind: "volume", name: "test-data" }],
    ["the file server, which is no data", { kind: "server", name: "test-files" }],
    ["an address of something else", { kind: "floating IP", name: "203.0.113.9", description: "by hand" }],
  ])("not %s", (_, item) => expect(why({ id: "x", ...item }, { change: production })).toBeUndefined());

  test("both clusters, while one takes the other's place", () => {
    const change = (input: ReturnType<typeof validInput>) => {
      production(input);
      input.cluster.generation = "blue";
      input.cluster.next = { generation: "green" };
      input.allowReplace = ["cluster/cluster-blue"];
    };
    const told = ["test", "test-blue", "test-green"].map((name) => why({ kind: "cluster", id: "x", name }, { change }));
    expect(told).toEqual([undefined, undefined, "data of a production site"]);
  });

  test("not what allowReplace gives up", () => {
    const change = (input: ReturnType<typeof validInput>) => {
      production(input);
      input.allowReplace = ["volume/homes", "address/ingress"];
    };
    expect(why({ kind: "volume", id: "x", name: "test-homes" }, { change })).toBeUndefined();
    expect(why({ kind: "floating IP", id: "x", description: "Ingress of test" }, { change })).toBeUndefined();
    expect(why({ kind: "floating IP", id: "x" }, { change })).toBeUndefined();
    expect(why({ kind: "bucket", id: "x", name: "test-backup" }, { change })).toBe("data of a production site");
  });

  test("an address that the site had before, whatever the lifecycle", () => {
    const change = (input: ReturnType<typeof validInput>) => void (input.addresses = { ingress: "203.0.113.9" });
    const reason = "the site had this address before";
    expect(why({ kind: "floating IP", id: "x", name: "203.0.113.9" }, { change })).toBe(reason);
  });
});
