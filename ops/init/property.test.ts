/** Whatever the answers and whatever the cloud: a file that is right, or a sentence that says why there is none. */
import fc from "fast-check";
import { parse } from "yaml";
import { readStackFile } from "../../config/stack-file";
import { schema } from "../../config/schema";
import { UserError } from "../errors";
import type { Answers } from "./answers";
import type { ClusterFacts, OpenstackFacts } from "./facts";
import { plan } from "./plan";
import { clusterFacts, common, openstackFacts } from "./testing";

/** Each with a value, or missing. */
const some = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: undefined });

const text = fc.constantFrom("team", "Institute for Astronomy", "yes", "2025-11-10", "#1", "a: b", "O'Brien", "1e3");

const answers: fc.Arbitrary<Answers> = fc.record({
  ...Object.fromEntries(Object.entries(common).map(([key, value]) => [key, fc.constant(value)])),
  cloud: fc.constantFrom("openstack" as const, "gcp" as const, "existing" as const),
  owner: text,
  osCloud: text,
  project: fc.constant("my-project"),
  region: fc.constant("europe-west2"),
  ingressAddress: fc.constant("198.51.100.10"),
  users: fc.integer({ min: 1, max: 600 }),
  lifecycle: some(fc.constantFrom("production" as const, "disposable" as const)),
  login: some(
    fc.constantFrom("keycloak" as const, "github" as const, "oidc" as const, "cilogon" as const, "none" as const),
  ),
  homeQuota: some(fc.constantFrom("100G", "10Gi", "500M")),
  zones: some(fc.constantFrom(["europe-west2-a"], ["europe-west2-a", "europe-west2-b", "europe-west2-c"])),
  organization: some(text),
});

const flavor = fc.record({
  id: fc.constant("1"),
  name: fc.constantFrom("tiny", "m1.large", "c3.4c8", "gpu-1"),
  cpu: fc.constantFrom(1, 2, 4, 8, 32, 128),
  memory: fc.constantFrom(1024, 4096, 16384, 65536, 1048576),
  disk: fc.constantFrom(0, 20),
});
const quota = fc.record({ limit: fc.constantFrom(0, 10, 1000, 1e6, Infinity), used: fc.constantFrom(0, 10) });
const openstack: fc.Arbitrary<OpenstackFacts> = fc.record({
  externalNetworks: some(fc.subarray(["public", "external", "yes"])),
  subnets: some(fc.subarray(["10.10.0.0/16", "10.0.0.0/10", "192.168.0.0/16"])),
  flavors: some(fc.array(flavor, { maxLength: 6 })),
  images: some(fc.constant(openstackFacts.images ?? [])),
  volumeTypes: some(fc.subarray(["ceph", "ssd"])),
  zones: some(fc.subarray(["nova", "b"])),
  dns: some(fc.boolean()),
  objectStore: some(fc.boolean()),
  quotas: some(fc.record({ cores: some(quota), memory: some(quota), storage: some(quota) })),
});
const cluster: fc.Arbitrary<ClusterFacts> = fc.record({
  version: some(fc.constantFrom("v1.34.1", "v1.20.0")),
  nodes: some(fc.subarray(clusterFacts.nodes ?? [])),
  cidr: some(fc.constantFrom("10.0.0.0/24", "10.244.0.0/16")),
  classes: some(fc.subarray(clusterFacts.classes ?? [])),
});

test("a file that is right, or a UserError", () => {
  let written = 0;
  fc.assert(
    fc.property(answers, openstack, cluster, (given, openstackFound, clusterFound) => {
      let made;
      try {
        made = plan(given, { openstack: openstackFound, cluster: clusterFound }, []);
      } catch (error) {
        expect(error).toBeInstanceOf(UserError);
        return;
      }
      written++;
      const { input, problems } = readStackFile(made.text);
      expect(problems).toEqual([]);
      expect(schema.parse(input)).toEqual(made.config);
      expect(parse(made.text, { schema: "yaml-1.1" })).toEqual(parse(made.text));
      expect(made.text.split("\n").filter((line) => line.length > 120 && !line.includes("yours:"))).toEqual([]);
    }),
    { numRuns: 60, seed: 1 },
  );
  // Most of them are; else the test would say nothing.
  expect(written).toBeGreaterThan(30);
});
