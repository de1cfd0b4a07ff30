import { openToTheWorld, protectedResources, secretOutputs, withoutProvider } from "./assertions";

const rule = "openstack:networking/secGroupRule:SecGroupRule";
const firewall = "gcp:compute/firewall:Firewall";
const gke = "gcp:container/cluster:Cluster";
const web = { portRangeMin: 443, portRangeMax: 443 };
const allows = [{ protocol: "tcp", ports: ["80", "443"] }];

test.each<[string, string, object, string[]]>([
  ["a rule for all", rule, { direction: "ingress", remoteIpPrefix: "0.0.0.0/0", ...web }, ["443-443 from 0.0.0.0/0"]],
  ["a rule without ports", rule, { direction: "ingress", remoteIpPrefix: "::/0" }, ["all-all from ::/0"]],
  ["a rule without a range", rule, { direction: "ingress", ...web }, ["443-443 from anywhere"]],
  ["a rule for a group", rule, { direction: "ingress", remoteGroupId: "nodes" }, []],
  ["a rule for some", rule, { direction: "ingress", remoteIpPrefix: "192.0.2.0/24" }, []],
  ["a way out", rule, { direction: "egress", remoteIpPrefix: "0.0.0.0/0" }, []],
  ["a firewall for all", firewall, { allows, sourceRanges: ["0.0.0.0/0"] }, ["80,443 from 0.0.0.0/0"]],
  ["a firewall for every protocol", firewall, { allows: [{ protocol: "all" }] }, ["all from anywhere"]],
  ["a firewall for tags", firewall, { allows, sourceTags: ["nodes"] }, []],
  ["a firewall for some", firewall, { allows, sourceRanges: ["10.0.0.0/8"] }, []],
  ["a firewall's way out", firewall, { allows, direction: "EGRESS" }, []],
  ["a GKE API for all", gke, {}, ["API from anywhere"]],
  ["a GKE API for some", gke, { masterAuthorizedNetworksConfig: { cidrBlocks: [{ cidrBlock: "192.0.2.0/24" }] } }, []],
])("%s", (_, type, inputs, open) => {
  expect(openToTheWorld({ resources: [{ type, name: "one", inputs }], outputs: {} })).toEqual(open);
});

test("protection that is half is told apart", () => {
  const one = { type: "openstack:blockstorage/volume:Volume", inputs: {} };
  const resources = [
    { ...one, name: "kept", protect: true, retainOnDelete: true } as const,
    { ...one, name: "protected", protect: true } as const,
    { ...one, name: "free" },
  ];
  expect(protectedResources({ resources, outputs: {} })).toEqual(["Volume kept", "Volume protected (half)"]);
});

test("a default provider, or none, is seen", () => {
  const one = { type: "gcp:compute/network:Network", inputs: {} };
  const resources = [
    { ...one, name: "own", provider: "gcp" },
    { ...one, name: "default", provider: "default_9_9_0" },
    { ...one, name: "none" },
    { type: "science-platform:infra:Network", name: "component", inputs: {} },
  ];
  expect(withoutProvider({ resources, outputs: {} }).map(({ name }) => name)).toEqual(["default", "none"]);
});

test("secrets inside outputs are found by their path", () => {
  const outputs = { kubeconfig: "[secret]", objectStore: { region: "x", credentials: { accessKey: "[secret]" } } };
  expect(secretOutputs({ resources: [], outputs })).toEqual(["kubeconfig", "objectStore.credentials.accessKey"]);
});
