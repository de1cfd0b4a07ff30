import { commandsFor, inOrderOfDeletion, kindOf, serviceOf } from "./kinds";

test.each([
  ["cluster", "coe cluster show x", "coe cluster delete x"],
  ["floating IP", "floating ip show x", "floating ip delete x"],
  ["secret", "secret get x", "secret delete x"],
  ["bucket", "container show x", "container delete --recursive x"],
  ["EC2 credential", "ec2 credentials show x", "ec2 credentials delete x"],
])("the client's commands for a %s", (kind, show, remove) => {
  const prefix = "openstack --os-cloud lab ";
  expect(commandsFor({ kind, id: "x" }, "lab")).toEqual({ show: prefix + show, delete: prefix + remove });
});

test("a kind that nobody knows", () => {
  expect(commandsFor({ kind: "thing", id: "x" }, "lab")).toBeUndefined();
  expect(serviceOf("thing")).toBe("thing");
});

test("what uses others is deleted before them", () => {
  const kinds = [
    "network",
    "volume",
    "port",
    "cluster",
    "volume snapshot",
    "load balancer",
    "subnet",
    "router",
    "server",
  ];
  expect(
    kinds
      .map((kind) => ({ kind }))
      .sort(inOrderOfDeletion)
      .map(({ kind }) => kind),
  ).toEqual(["cluster", "load balancer", "server", "volume snapshot", "volume", "port", "router", "subnet", "network"]);
});

test("types of resources", () => {
  expect(kindOf("openstack:networking/routerInterface:RouterInterface")).toBe("port");
  expect(kindOf("openstack:networking/secGroupRule:SecGroupRule")).toBeUndefined();
});
