import { validConfig, type validInput } from "../../config/testing";
import { checkOffers } from "./checks";
import { type Offers, services } from "./offers";
import { nothing, type Existing } from "./parts";

type Input = ReturnType<typeof validInput>;

/** A cloud that has all that validConfig names. */
const offers: Offers = {
  services: new Set(Object.keys(services)),
  flavors: [
    { id: "1", name: "small", cpu: 2, memory: 4096, disk: 20 },
    { id: "2", name: "large", cpu: 8, memory: 65536, disk: 50 },
  ],
  images: [
    {
      id: "k",
      name: "ubuntu-jammy-kube-v1.34.2",
      status: "active",
      distribution: "ubuntu",
      kubernetesVersion: "1.34.2",
    },
    { id: "u1", name: "ubuntu", status: "active" },
    { id: "u2", name: "ubuntu", status: "active" },
  ],
  networks: [
    { id: "n1", name: "public", external: true, shared: true, project: "admin" },
    { id: "n2", name: "cephfs", external: false, shared: true, project: "admin" },
  ],
  routers: [
    { id: "r1", name: "campus", project: "admin", externalNetwork: "n1" },
    { id: "r2", name: "lost", project: "p1" },
    { id: "r3", name: "twin", project: "p1", externalNetwork: "n1" },
    { id: "r4", name: "twin", project: "p1", externalNetwork: "n1" },
  ],
  floatingIps: [
    { id: "f1", address: "203.0.113.8", description: "", project: "p1" },
    { id: "f2", address: "203.0.113.9", description: "", port: "x", project: "p1" },
  ],
  volumeTypes: ["ceph", "ceph-ssd"],
  shareTypes: ["ceph01_cephfs"],
  machineZones: ["nova"],
  volumeZones: ["nova"],
  loadBalancerProviders: ["amphora", "ovn"],
};
const kube = offers.images?.[0] as NonNullable<Offers["images"]>[number];

const problems = (change?: (input: Input) => void, more: Partial<Offers> = {}, existing: Partial<Existing> = {}) =>
  checkOffers(validConfig(change), { ...offers, ...more }, { ...nothing, ...existing }).map(
    ({ path, message }) => `${path}: ${message}`,
  );

test("a cloud that has it all", () => {
  expect(problems()).toEqual([]);
});

test("a cloud that tells nothing is not accused of anything", () => {
  expect(checkOffers(validConfig(), { services: offers.services }, nothing)).toEqual([]);
});

test.each<[string, (input: Input) => void, string[]]>([
  [
    "an external network that is none",
    (input) => (input.openstack.externalNetwork = "cephfs"),
    ['openstack.externalNetwork: "cephfs" is no external network of the cloud: there are public'],
  ],
  [
    "names with a slip",
    (input) => {
      Object.assign(input.storage.classes[0] as object, { volumeType: "cehp" });
      input.storage.volumes = { homes: { size: 1, type: "tape" } };
    },
    [
      'storage.classes[0].volumeType: "cehp" is no volume type of the cloud: there are ceph, ceph-ssd',
      'storage.volumes.homes.type: "tape" is no volume type of the cloud: there are ceph, ceph-ssd',
    ],
  ],
  [
    "zones",
    (input) => (input.openstack.availabilityZone = "nov"),
    [
      'openstack.availabilityZone: "nov" is no availability zone of machines of the cloud: did you mean "nova"?',
      'openstack.availabilityZone: "nov" is no availability zone of volumes of the cloud: did you mean "nova"?',
    ],
  ],
  [
    "sizes of flavors that are not the cloud's",
    (input) =>
      (input.openstack.flavors = { small: { cpu: 4, memory: 4096, disk: 0 }, large: { cpu: 8, memory: 65000 } }),
    [
      "openstack.flavors.small.cpu: 4 is not what the cloud says, 2: write that",
      "openstack.flavors.small.disk: 0 is not what the cloud says, 20: write that",
      "openstack.flavors.large.memory: 65000 is not what the cloud says, 65536: write that",
    ],
  ],
  [
    "a flavor that is not there, told once; one that nothing uses is nobody's business",
    (input) => {
      input.openstack.flavors = {
        ...input.openstack.flavors,
        lage: { cpu: 8, memory: 65536 },
        spare: { cpu: 1, memory: 1 },
      };
      input.cluster.workers.flavor = "lage";
      input.cluster.nodePools = [{ name: "notebook", flavor: "lage", count: 1 }];
    },
    ['openstack.flavors.lage: "lage" is no flavor of the cloud: did you mean "large"?'],
  ],
  [
    "images",
    (input) => {
      input.cluster.image = "ubuntu-jammy-kube-v1.34.3";
      input.cluster.kubernetesVersion = "v1.34.3";
      input.storage.fileServer.image = "debian";
    },
    [
      'cluster.image: "ubuntu-jammy-kube-v1.34.3" is no image of the cloud: did you mean "ubuntu-jammy-kube-v1.34.2"?',
      'storage.fileServer.image: "debian" is no image of the cloud: there are ubuntu, ubuntu-jammy-kube-v1.34.2',
    ],
  ],
  [
    "a class of the name of a volume type, of which driver capi makes one by itself",
    (input) => (input.storage.classes = [{ name: "ceph-ssd", volumeType: "ceph", reclaim: "Delete", default: true }]),
    [
      'storage.classes[0].name: "ceph-ssd" is what driver capi calls the class that it makes for volume type "ceph-ssd": choose another name, or use the driver\'s (create: false)',
    ],
  ],
  [
    "CephFS: its network and its share type",
    (input) =>
      (input.storage.fileServer.cephfs = {
        network: "cephs",
        range: "10.21.0.0/16",
        shareType: "ceph01",
        shares: [{ name: "butler", size: 1 }],
      }),
    [
      'storage.fileServer.cephfs.network: "cephs" is no network of the cloud: did you mean "cephfs"?',
      'storage.fileServer.cephfs.shareType: "ceph01" is no share type of the cloud: there are ceph01_cephfs',
    ],
  ],
  ["a router that is there", (input) => (input.network.router = "campus"), []],
  [
    "a router that is not",
    (input) => (input.network.router = "campsu"),
    ['network.router: "campsu" is no router of the cloud: did you mean "campus"?'],
  ],
  [
    "a router to nowhere",
    (input) => (input.network.router = "lost"),
    ['network.router: "lost" has no gateway to "public"'],
  ],
  [
    "a router's name that two have",
    (input) => (input.network.router = "twin"),
    ['network.router: "twin" is the name of 2 routers'],
  ],
  ["a free address", (input) => (input.addresses = { ingress: "203.0.113.8" }), []],
  [
    "an address in use before the site is there",
    (input) => (input.addresses = { ingress: "203.0.113.9" }),
    ['addresses.ingress: "203.0.113.9" is in use already, and the site has no network "test-nodes" yet: free it'],
  ],
  [
    "an address that the project does not have",
    (input) => (input.addresses = { ingress: "198.51.100.200" }),
    ['addresses.ingress: "198.51.100.200" is no floating IP of the project: there are 203.0.113.8, 203.0.113.9'],
  ],
])("%s", (_, change, expected) => {
  expect(problems(change)).toEqual(expected);
});

test("an address in use once the site's network is there is for the preview to judge", () => {
  const change = (input: Input) => (input.addresses = { ingress: "203.0.113.9" });
  expect(problems(change, {}, { network: true })).toEqual([]);
});

describe("the image of the nodes", () => {
  const absent =
    "without which Magnum makes no cluster of it: choose an image made for Magnum, or ask the administrators to set it";
  const images = (...of: object[]) => ({
    images: of.map((one) => ({ ...kube, ...one })).concat(offers.images?.slice(1) ?? []),
  });

  test.each<[string, Partial<Offers>, string[]]>([
    [
      "without properties",
      { images: [{ id: "k", name: kube.name, status: "active" }, ...(offers.images?.slice(1) ?? [])] },
      [
        `cluster.image: the image has no property os_distro, ${absent}`,
        `cluster.image: the image has no property kube_version, ${absent}`,
      ],
    ],
    [
      "of another version than its name says",
      images({ kubernetesVersion: "v1.33.0" }),
      ['cluster.kubernetesVersion: "v1.34.2" is not what the image holds, "v1.33.0": make them the same'],
    ],
    [
      "twice",
      images({}, { id: "k2" }),
      ['cluster.image: "ubuntu-jammy-kube-v1.34.2" is the name of 2 images, of which Magnum takes none'],
    ],
    [
      "not ready",
      images({ status: "queued" }),
      ['cluster.image: "ubuntu-jammy-kube-v1.34.2" is no image of the cloud: there are ubuntu'],
    ],
  ])("%s", (_, more, expected) => {
    expect(problems(undefined, more)).toEqual(expected);
  });

  test("the Heat driver reads no properties", () => {
    const bare = { images: [{ id: "k", name: kube.name, status: "active" }, ...(offers.images?.slice(1) ?? [])] };
    expect(problems((input) => (input.cluster.driver = "heat"), bare)).toEqual([]);
  });
});

test("a load balancer provider that the cloud has not", () => {
  expect(problems(undefined, { loadBalancerProviders: ["ovn"] })).toEqual([
    'openstack.loadBalancerProvider: "amphora" is no load balancer provider of the cloud: there are ovn',
  ]);
});

test("services that the site needs; DNS only when Designate shall serve it", () => {
  const few = { services: new Set(["compute", "image", "network", "volumev3", "object-store"]) };
  const both = [
    "openstack.cloud: the cloud's catalog has no load balancers (Octavia) in this region, which the site needs",
    "openstack.cloud: the cloud's catalog has no Kubernetes clusters (Magnum) in this region, which the site needs",
  ];
  expect(problems(undefined, few)).toEqual([
    ...both,
    "dns.provider: the cloud's catalog has no DNS zones (Designate) in this region, which the site needs",
  ]);
  expect(problems((input) => (input.dns.provider = "none"), few)).toEqual(both);
});

test("Manila only where shares are to be made", () => {
  const rest = new Set(Object.keys(services).filter((service) => service !== "sharev2"));
  expect(problems(undefined, { services: rest })).toEqual([]);
  const shares = (input: Input) =>
    (input.storage.fileServer.cephfs = {
      network: "cephfs",
      range: "10.21.0.0/16",
      shareType: "ceph01_cephfs",
      shares: [{ name: "butler", size: 1 }],
    });
  expect(problems(shares, { services: rest })).toEqual([
    "storage.fileServer.cephfs.shares: the cloud's catalog has no shares (Manila) in this region, which the site needs",
  ]);
});

test("a zone of the name that was not made for this site", () => {
  const zone = (description: string) => ({ zones: [{ name: "test.example.", description }] });
  expect(problems(undefined, {}, zone("Zone of test"))).toEqual([]);
  expect(problems(undefined, {}, zone("by hand"))).toEqual([
    'dns.zone: "test.example." is in the project already and was not made for this site: choose a zone below it, or delete it',
  ]);
});
