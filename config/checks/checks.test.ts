import { check } from ".";
import type { Problem } from "../problems";
import { validConfig, type validInput } from "../testing";

type Input = ReturnType<typeof validInput>;
const pool = (input: Input, index: number) => input.cluster.nodePools[index] as Input["cluster"]["nodePools"][number];

test("the valid configuration has no problem", () => {
  expect(check(validConfig())).toEqual([]);
});

test.each<[string, (input: Input) => void, Problem[]]>([
  [
    "nodes and pods in one range",
    (input) => (input.network.cidr = "172.20.0.0/16"),
    [{ path: "network.pods", message: '"172.16.0.0/13" overlaps network.cidr "172.20.0.0/16": choose another range' }],
  ],
  [
    "services inside the pods' range",
    (input) => (input.network.services = "172.16.0.0/16"),
    [
      {
        path: "network.services",
        message: '"172.16.0.0/16" overlaps network.pods "172.16.0.0/13": choose another range',
      },
    ],
  ],
  [
    "a range with host bits",
    (input) => (input.network.cidr = "10.10.0.5/24"),
    [{ path: "network.cidr", message: '"10.10.0.5/24" has host bits set: write the first address of the range' }],
  ],
  [
    "two pools of one name",
    (input) => input.cluster.nodePools.push({ ...pool(input, 0) }),
    [
      {
        path: "cluster.nodePools[1].name",
        message: '"notebook" is taken (another pool has it): choose another name',
      },
    ],
  ],
  [
    "a pool named as Magnum's own",
    (input) => (pool(input, 0).name = "default-worker"),
    [
      {
        path: "cluster.nodePools[0].name",
        message: '"default-worker" is taken (Magnum\'s own groups have that name): choose another name',
      },
    ],
  ],
  [
    "min above and max below count",
    (input) => Object.assign(pool(input, 0), { count: 3, min: 4, max: 2 }),
    [
      { path: "cluster.nodePools[0].min", message: "4 is more than count 3: min <= count <= max" },
      { path: "cluster.nodePools[0].max", message: "2 is less than count 3: min <= count <= max" },
    ],
  ],
  [
    "min without max",
    (input) => Object.assign(pool(input, 0), { count: 3, min: 2 }),
    [{ path: "cluster.nodePools[0].min", message: "2 has no meaning without max: give both, or only count" }],
  ],
  [
    "flavors that are not described",
    (input) => {
      input.cluster.control.flavor = "smal";
      input.storage.fileServer.flavor = "gigantic";
    },
    [
      { path: "cluster.control.flavor", message: '"smal" is not in openstack.flavors: did you mean "small"?' },
      {
        path: "storage.fileServer.flavor",
        message: '"gigantic" is not in openstack.flavors: known there: large, small',
      },
    ],
  ],
  [
    "an image of another version",
    (input) => (input.cluster.kubernetesVersion = "v1.33.1"),
    [
      {
        path: "cluster.image",
        message:
          '"ubuntu-jammy-kube-v1.34.2" is of v1.34.2, but cluster.kubernetesVersion is "v1.33.1": make them the same',
      },
    ],
  ],
  [
    "no default storage class",
    (input) => input.storage.classes.forEach((one) => (one.default = false)),
    [{ path: "storage.classes", message: "exactly one class must be the default, none is: set default: true on one" }],
  ],
  [
    "two default storage classes of one name",
    (input) => input.storage.classes.push({ ...(input.storage.classes[0] as Input["storage"]["classes"][number]) }),
    [
      { path: "storage.classes[1].name", message: '"standard" is taken: choose another name' },
      {
        path: "storage.classes",
        message: 'exactly one class must be the default, "standard" and "standard" are: set default: true on one',
      },
    ],
  ],
  [
    "an export of a volume that is not there",
    (input) => (input.storage.fileServer.exports = [{ name: "homes", volume: "home" }]),
    [
      {
        path: "storage.fileServer.exports[0].volume",
        message: '"home" is not in storage.volumes: did you mean "homes"?',
      },
    ],
  ],
  [
    "one volume exported twice",
    (input) => input.storage.fileServer.exports.push({ name: "homes", volume: "homes" }),
    [
      { path: "storage.fileServer.exports[1].name", message: '"homes" is taken: choose another name' },
      {
        path: "storage.fileServer.exports[1].volume",
        message: '"homes" is exported already: give each export a volume of its own',
      },
    ],
  ],
  [
    "a landing host with the zone",
    (input) => (input.services.landingPage.host = "rsp.test.example"),
    [
      {
        path: "services.landingPage.host",
        message: '"rsp.test.example" repeats the zone "test.example.": write only what stands before it',
      },
    ],
  ],
  [
    "replicas that the namespace's quota has no room for",
    (input) =>
      (input.platform.ingress = {
        replicas: 3,
        resources: { cpu: { request: "1", limit: "3" }, memory: { request: "1Gi", limit: "4Gi" } },
      }),
    [
      {
        path: "platform.ingress.resources.cpu.limit",
        message: '"3" for each of 3 replicas is more than platform.quota.cpu "8": raise the quota or lower either',
      },
    ],
  ],
  [
    "a landing host that is none",
    (input) => (input.services.landingPage.host = "rsp."),
    [
      {
        path: "services.landingPage.host",
        message:
          '"rsp." is not a host name below "test.example.": write lower-case letters, digits and dashes, without a closing dot',
      },
    ],
  ],
])("%s", (_, change, problems) => {
  expect(check(validConfig(change))).toEqual(problems);
});

test("with driver heat the image says nothing of the version", () => {
  const heat = (input: Input) => Object.assign(input.cluster, { driver: "heat", kubernetesVersion: "v1.33.1" });
  expect(check(validConfig(heat))).toEqual([]);
});
