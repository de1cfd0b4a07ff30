import { clustersOf, inClusterOf, keysOf, labelOf, planOf, resourcesOf } from "./state";
import { resource, types, urnOf } from "./testing";

const names = (resources: readonly { urn: string }[]) => resources.map(({ urn }) => urn.split("::").at(-1));

describe("what goes and what stays", () => {
  const component = "science-platform:infra:Cluster";
  const provider = resource("pulumi:providers:openstack", "openstack", { id: "p1" });
  const stack = [
    provider,
    resource(component, "parent"),
    resource(types.network, "network", { id: "n1" }),
    resource(types.rule, "rule", { id: "r1", dependencies: [`${types.network}::network`] }),
    resource(types.cluster, "cluster", {
      id: "c1",
      protect: true,
      retainOnDelete: true,
      parent: `${component}::parent`,
      provider: `${provider.urn}::p1`,
      dependencies: [`${types.network}::network`],
    }),
    resource(types.nodeGroup, "notebook", { id: "c1/g1", dependencies: [`${types.cluster}::cluster`] }),
    resource(types.volume, "old", { id: "v1", retainOnDelete: true }),
  ];

  test("what is protected stays, with all that it needs; what needs it goes", () => {
    const plan = planOf(stack);
    expect(names(plan.protected)).toEqual(["cluster"]);
    expect(names(plan.needed)).toEqual(["openstack", "parent", "network"]);
    expect(names(plan.retained)).toEqual(["old"]);
    expect(names(plan.deleted)).toEqual(["rule", "notebook"]);
  });

  test.each([
    ["a property", { propertyDependencies: { networkId: [urnOf(types.network, "network")], size: null } }],
    ["its deletion with another", { deletedWith: urnOf(types.network, "network") }],
  ])("it needs what it names by %s", (_, more) => {
    const volume = resource(types.volume, "homes", { protect: true, ...more });
    expect(names(planOf([resource(types.network, "network"), volume]).needed)).toEqual(["network"]);
  });

  test("nothing stays where nothing is protected", () => {
    const plan = planOf([resource(types.network, "network"), resource(types.volume, "homes")]);
    expect([plan.protected, plan.needed, plan.retained]).toEqual([[], [], []]);
    expect(names(plan.deleted)).toEqual(["network", "homes"]);
  });
});

test("an empty stack", () => {
  expect(resourcesOf({ version: 3, deployment: { manifest: {} } })).toEqual([]);
});

test("keys of what the inventory knows: rules and components are nothing there, nor what was never made", () => {
  const resources = [
    resource("science-platform:infra:Network", "network"),
    resource(types.network, "network", { id: "n1" }),
    resource(types.rule, "rule", { id: "r1" }),
    resource(types.volume, "pending"),
    resource("openstack:networking/routerInterface:RouterInterface", "network", { id: "port-1" }),
  ];
  expect([...keysOf(resources)]).toEqual(["network n1", "port port-1"]);
});

test.each([
  [types.volume, "homes", "volume homes"],
  [types.rule, "files-nfs", "SecGroupRule files-nfs"],
  [types.release, "landing-page", "Release landing-page"],
  ["gcp:sql/databaseInstance:DatabaseInstance", "sql", "DatabaseInstance sql"],
])("%s %s is called %s", (type, name, label) => {
  expect(labelOf(resource(type, name))).toBe(label);
});

test("clusters of both clouds", () => {
  const google = "gcp:container/cluster:Cluster";
  const all = [resource(types.cluster, "a"), resource(google, "b"), resource(types.network, "c")];
  expect(names(clustersOf(all))).toEqual(["a", "b"]);
});

test("what of the stack is in the cluster", () => {
  expect(
    inClusterOf([
      resource(types.namespace, "landing-page", { id: "landing-page" }),
      resource(types.release, "landing-page", { id: "landing-page/landing-page" }),
      resource("kubernetes:core/v1:PersistentVolume", "files-homes", { id: "homes" }),
      resource("kubernetes:core/v1:Service", "extra", { id: "x/extra" }),
      resource(types.namespace, "pending"),
      resource(types.network, "network", { id: "n1" }),
    ]),
  ).toEqual({
    namespaces: ["landing-page"],
    releases: ["landing-page/landing-page"],
    services: ["x/extra"],
    volumes: ["homes"],
  });
});
