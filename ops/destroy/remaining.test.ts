import type { Item } from "../openstack/inventory";
import { remaining, type Whose } from "./remaining";

const uuid = "85033a4a-1aaa-4ae1-bfaa-5f4b9b9875cc";
const driverId = "roe-x7m2qk4zd9ab";

const whose: Whose = {
  site: "roe",
  otherSites: ["roe-test", "lab"],
  clusters: [uuid, driverId],
  made: new Set(["EC2 credential abc", "keypair odd"]),
};
const nothingStays = () => undefined;

function item(kind: string, name: string, more: Partial<Item> = {}): Item {
  return { kind, id: `${kind}-${name}`, name, ...more };
}

/** Why a single item is the stack's; undefined when it is not. */
function why(one: Item): string | undefined {
  return remaining([one], whose, nothingStays).unexpected[0]?.why;
}

describe("whose a thing is", () => {
  test.each<[string, Item, string]>([
    ["by the state", item("EC2 credential", "x", { id: "abc" }), "made by the stack"],
    ["by a tag", item("floating IP", "203.0.113.9", { marks: ["owner=x", "site=roe"] }), "marked site=roe"],
    ["by its name", item("network", "roe-nodes"), "named as things of roe are"],
    ["by its name, which is the site's", item("keypair", "roe"), "named as things of roe are"],
    [
      "a load balancer of the cloud controller",
      item("load balancer", `kube_service_${uuid}_default_probe`),
      `names cluster ${uuid}`,
    ],
    [
      "the same where it knows the cluster by its name",
      item("load balancer", "kube_service_roe_default_probe"),
      "names cluster roe",
    ],
    [
      "a volume of the CSI driver",
      item("volume", "pvc-1", { marks: [`cinder.csi.openstack.org/cluster=${uuid}`] }),
      `names cluster ${uuid}`,
    ],
    [
      "the same where it knows the cluster by its name",
      item("volume", "pvc-1", { marks: ["cinder.csi.openstack.org/cluster=roe"] }),
      "names cluster roe",
    ],
    [
      "a floating IP of the cloud controller",
      item("floating IP", "203.0.113.9", {
        description: `Floating IP for Kubernetes external service default/probe from cluster ${uuid}`,
      }),
      `names cluster ${uuid}`,
    ],
    [
      "the same where it knows the cluster by its name",
      item("floating IP", "203.0.113.9", {
        description: "Floating IP for Kubernetes external service default/probe from cluster roe",
      }),
      "names cluster roe",
    ],
    [
      "a security group of a Service",
      item("security group", "lb-sg-1", {
        description: `Security Group for a/b Service LoadBalancer in cluster ${uuid}`,
      }),
      `names cluster ${uuid}`,
    ],
    [
      "what Cluster API names by the driver's id",
      item("security group", `k8s-cluster-magnum-${driverId}-secgroup-worker`),
      `names cluster ${driverId}`,
    ],
    ["our zone", item("DNS zone", "x.example.", { description: "Zone of roe" }), 'described as "Zone of roe"'],
    [
      "our address, without its tags",
      item("floating IP", "203.0.113.9", { description: "Ingress of roe" }),
      'described as "Ingress of roe"',
    ],
  ])("%s", (_, one, reason) => expect(why(one)).toBe(reason));

  test.each<[string, Item]>([
    ["of nobody", item("server", "web")],
    ["of a site whose name begins like ours", item("network", "roe-test-nodes")],
    ["of that site itself", item("keypair", "roe-test")],
    ["with a name like ours, but another's tag", item("network", "roe-nodes", { marks: ["site=other"] })],
    ["with a name that only begins like ours", item("server", "roesti")],
    ["the same id, but of another kind", item("bucket", "odd", { id: "odd" })],
    ["of another cluster", item("load balancer", "kube_service_1234_default_probe")],
    ["of a cluster whose name ends like ours", item("load balancer", "x", { description: "from cluster lab-roe" })],
  ])("not one %s", (_, one) => expect(why(one)).toBeUndefined());

  test("a mark of another's counts for nothing when the state has it", () => {
    const marked = item("EC2 credential", "x", { id: "abc", marks: ["site=other"] });
    expect(why(marked)).toBe("made by the stack");
  });

  test("what lies on ours: ports and load balancers on the network, snapshots of a volume, but not what another marked", () => {
    const { unexpected } = remaining(
      [
        item("port", "", { id: "p1", on: "n1" }),
        item("port", "", { id: "p2", on: "n2" }),
        item("port", "theirs", { id: "p3", on: "n1", marks: ["site=other"] }),
        item("load balancer", "manual", { id: "l1", on: "n1" }),
        item("network", "roe-nodes", { id: "n1" }),
        item("volume snapshot", "before-upgrade", { id: "s1", on: "v1" }),
        item("volume", "roe-homes", { id: "v1" }),
      ],
      whose,
      nothingStays,
    );
    expect(unexpected.map(({ id, why }) => [id, why])).toEqual([
      ["l1", "on network roe-nodes"],
      ["s1", "on volume roe-homes"],
      ["v1", "named as things of roe are"],
      ["p1", "on network roe-nodes"],
      ["n1", "named as things of roe are"],
    ]);
  });

  test("an address on our port may have been there before: it is not ours for that", () => {
    const left = remaining(
      [item("port", "roe-files", { id: "p1" }), item("floating IP", "203.0.113.9", { on: "n9" })],
      whose,
      nothingStays,
    );
    expect(left.unexpected.map(({ id }) => id)).toEqual(["p1"]);
  });

  test("an id that nobody knows matches nothing", () => {
    const { unexpected } = remaining([item("server", "web")], { ...whose, clusters: [""] }, nothingStays);
    expect(unexpected).toEqual([]);
  });
});

describe("what is meant to stay", () => {
  const mayStay = ({ name }: Item) => (name === "roe-homes" ? "protected" : undefined);

  test("apart from the rest, in the order in which things can be deleted", () => {
    const left = remaining(
      [item("network", "roe-nodes"), item("volume", "roe-homes"), item("server", "roe-files"), item("server", "web")],
      whose,
      mayStay,
    );
    expect(left.kept.map(({ name, why }) => [name, why])).toEqual([["roe-homes", "protected"]]);
    expect(left.unexpected.map(({ name }) => name)).toEqual(["roe-files", "roe-nodes"]);
  });

  test("and copies of it", () => {
    const left = remaining(
      [
        item("volume", "roe-homes", { id: "v1" }),
        item("volume snapshot", "monday", { id: "s1", on: "v1" }),
        item("volume backup", "tuesday", { id: "b1", on: "v1" }),
        item("volume snapshot", "of another", { id: "s2", on: "v2" }),
      ],
      whose,
      mayStay,
    );
    expect(left.kept.map(({ id, why }) => [id, why])).toEqual([
      ["s1", "a copy of a volume that stays"],
      ["b1", "a copy of a volume that stays"],
      ["v1", "protected"],
    ]);
    expect(left.unexpected).toEqual([]);
  });

  test("what is not the stack's is in neither list", () => {
    expect(remaining([item("server", "web")], whose, () => "whatever")).toEqual({ kept: [], unexpected: [] });
  });
});
