import { parseConfig } from "./parse";
import { report } from "./problems-report";
import type { ConfigInput } from "./schema";
import { validInput } from "./testing";

function problemsOf(input: unknown) {
  const result = parseConfig(input);
  return "problems" in result ? result.problems : [];
}

/** The valid configuration with some of it replaced. */
function withChange(change: (input: ReturnType<typeof validInput>) => void): ConfigInput {
  const input = validInput();
  change(input);
  return input;
}

test("a valid configuration has its defaults filled in and is frozen through and through", () => {
  const result = parseConfig(validInput());
  if ("problems" in result) throw new Error(report("test", result.problems, undefined));
  expect(result.config.network.pods).toBe("172.16.0.0/13");
  expect(result.config.network.podsPerNode).toBe(110);
  expect(result.config.dns.ttl).toBe(300);
  expect(Object.isFrozen(result.config)).toBe(true);
  expect(Object.isFrozen(result.config.cluster.nodePools[0])).toBe(true);
  expect(() => {
    result.config.network.administrators.push("0.0.0.0/0");
  }).toThrow(TypeError);
});

test.each<[string, (input: ReturnType<typeof validInput>) => void, string, string]>([
  [
    "a missing key",
    (input) => delete (input as Partial<ConfigInput>).owner,
    "owner",
    "is missing: write a text (Team that answers for the site; a label on everything.)",
  ],
  [
    "a missing section",
    (input) => delete (input as Partial<ConfigInput>).dns,
    "dns",
    "is missing: write a mapping of keys to values (Names of the platform.)",
  ],
  [
    "a word that is not one of a few",
    (input) => Object.assign(input, { lifecycle: "prod" }),
    "lifecycle",
    '"prod" is wrong: write one of "production", "disposable"',
  ],
  [
    "a name with capitals",
    (input) => (input.site = "Lab"),
    "site",
    '"Lab" is wrong: write lower-case letters, digits and dashes, starting with a letter, at most 40 characters',
  ],
  [
    "a range that is none",
    (input) => (input.network.cidr = "10.0.0.0/33"),
    "network.cidr",
    '"10.0.0.0/33" is wrong: write an IPv4 range like 10.20.0.0/24',
  ],
  [
    "an address where ranges stand",
    (input) => (input.network.administrators = ["192.0.2.7"]),
    "network.administrators[0]",
    '"192.0.2.7" is wrong: write 192.0.2.7/32 for this one address, or an IPv4 range like 10.20.0.0/24',
  ],
  [
    "something else where ranges stand",
    (input) => (input.network.administrators = ["vpn.example.org"]),
    "network.administrators[0]",
    '"vpn.example.org" is wrong: write an IPv4 range like 10.20.0.0/24',
  ],
  [
    "an empty list",
    (input) => (input.network.administrators = []),
    "network.administrators",
    "[] is wrong: write at least 1 entry",
  ],
  [
    "an even number of control nodes",
    (input) => Object.assign(input.cluster.control, { count: 2 }),
    "cluster.control.count",
    "2 is wrong: write one of 1, 3, 5",
  ],
  [
    "a pool of no nodes",
    (input) => Object.assign(input.cluster.nodePools[0] as object, { count: 0 }),
    "cluster.nodePools[0].count",
    "0 is wrong: write a number of at least 1",
  ],
  [
    "a text for a number",
    (input) => Object.assign(input.cluster.workers, { count: "two" }),
    "cluster.workers.count",
    '"two" is wrong: write a number',
  ],
  [
    "a cloud that does not exist",
    (input) => Object.assign(input, { cloud: "openstac" }),
    "cloud",
    '"openstac" is wrong: write one of "openstack", "gcp", "existing"',
  ],
  [
    "a slip in a key",
    (input) => Object.assign(input.cluster, { nodePool: [] }),
    "cluster.nodePool",
    'there is no such key: did you mean "nodePools"?',
  ],
  [
    "a key of another place",
    (input) => Object.assign(input.dns, { owner: "x" }),
    "dns.owner",
    "there is no such key: possible are email, provider, ttl, zone",
  ],
  [
    "a slip in a key below a choice",
    (input) => Object.assign(input.openstack, { regoin: "x" }),
    "openstack.regoin",
    'there is no such key: did you mean "region"?',
  ],
  [
    "a volume with a name that is none",
    (input) => Object.assign(input.storage.volumes, { "A B": { size: 1, type: "ceph" } }),
    'storage.volumes["A B"]',
    "this name is not allowed: lower-case letters, digits and dashes, starting with a letter, at most 40 characters",
  ],
  [
    "a mail address that is none",
    (input) => (input.dns.email = "admin"),
    "dns.email",
    '"admin" is wrong: write a mail address',
  ],
  [
    "a version that YAML takes for a number",
    (input) => Object.assign(input.cluster, { kubernetesVersion: 1.34 }),
    "cluster.kubernetesVersion",
    '1.34 is wrong: write a version like "v1.34.2", in quotes',
  ],
  [
    "a list for a text",
    (input) => Object.assign(input, { owner: ["a", "b"] }),
    "owner",
    "a list of 2 entries is wrong: write a text",
  ],
  [
    "a mapping for a list",
    (input) => Object.assign(input.network, { administrators: { office: "192.0.2.0/24" } }),
    "network.administrators",
    'a mapping with "office" is wrong: write a list',
  ],
  [
    "an empty section that has defaults for everything",
    (input) => Object.assign(input.services, { monitoring: null }),
    "services.monitoring",
    "is empty: write a mapping of keys to values, or {} for the defaults",
  ],
  [
    "an empty section that has none",
    (input) => Object.assign(input.services, { landingPage: null }),
    "services.landingPage",
    "is empty: write a mapping of keys to values",
  ],
  [
    "a choice that is missing",
    (input) => Object.assign(input, { dns: { zone: "a.example.", email: "a@a.example" } }),
    "dns.provider",
    'is missing: write one of "designate", "clouddns", "rfc2136", "route53", "none"',
  ],
  [
    "a choice that is none",
    (input) => Object.assign(input.dns, { provider: "bind" }),
    "dns.provider",
    '"bind" is wrong: write one of "designate", "clouddns", "rfc2136", "route53", "none"',
  ],
  [
    "a text that fits none of two forms",
    (input) => Object.assign(input, { certificates: { issuer: "existing", names: ["rsp"] } }),
    "certificates.names[0]",
    '"rsp" is wrong: write a full host name like rsp.example.org, or a text that starts with "*."',
  ],
  [
    "a path that does not begin at the root",
    (input) =>
      Object.assign(input.storage, {
        fileServer: { kind: "existing", server: "nfs", exports: [{ name: "homes", path: "srv", size: 1 }] },
      }),
    "storage.fileServer.exports[0].path",
    '"srv" is wrong: write a text that starts with "/"',
  ],
  [
    "a whole number with a fraction",
    (input) => Object.assign(input.cluster.workers, { count: 1.5 }),
    "cluster.workers.count",
    "1.5 is wrong: write a whole number",
  ],
  [
    "a number without bounds",
    (input) => Object.assign(input.cluster.workers, { count: 1e300 }),
    "cluster.workers.count",
    "1e+300 is wrong: write a number of at most 9007199254740991",
  ],
  [
    "an address without https",
    (input) => Object.assign(input, { secrets: { backend: "vault", address: "http://vault.example.org", path: "a" } }),
    "secrets.address",
    '"http://vault.example.org" is wrong: write an address like https://vault.example.org',
  ],
  [
    "a label that is none",
    (input) => Object.assign(input.cluster.nodePools[0] as object, { labels: { "a b": "x" } }),
    'cluster.nodePools[0].labels["a b"]',
    'this name is not allowed: a label like "example.org/purpose" or "purpose"',
  ],
  [
    "a key that objects inherit",
    (input) => Object.assign(input.cluster.workers, { constructor: "x" }),
    "cluster.workers.constructor",
    "there is no such key: possible are count, flavor",
  ],
  [
    "a section of another cloud",
    (input) => Object.assign(input, { cloudSql: { databases: ["tap"] } }),
    "cloudSql",
    "is no key with cloud: openstack, only with cloud: gcp",
  ],
  [
    "a key of another form",
    (input) => Object.assign(input.dns, { keyName: "acme" }),
    "dns.keyName",
    "is no key with provider: designate, only with provider: rfc2136",
  ],
  ["an empty owner", (input) => (input.owner = ""), "owner", '"" is wrong: write a text that is not empty'],
])("%s", (_, change, path, message) => {
  expect(problemsOf(withChange(change))).toEqual([{ path, message }]);
});

test("all problems are listed at once, and where they are explained", () => {
  const input = withChange((one) => {
    one.site = "Lab";
    Object.assign(one.dns, { ttl: 0, zon: "x" });
  });
  expect(report("lab", problemsOf(input), "openstack")).toBe(
    [
      "Pulumi.lab.yaml: 3 problems",
      '  - site: "Lab" is wrong: write lower-case letters, digits and dashes, starting with a letter, at most 40 characters',
      "    see docs/configuration.md#the-site",
      "  - dns.ttl: 0 is wrong: write a number of at least 1",
      '  - dns.zon: there is no such key: did you mean "zone"?',
      "    see docs/configuration.md#dns",
    ].join("\n"),
  );
});

test("without a cloud, what all sites have is checked all the same", () => {
  const input = withChange((one) => {
    one.site = "Lab";
    Object.assign(one, { cloud: undefined, databse: {} });
  });
  expect(problemsOf(input)).toEqual([
    { path: "cloud", message: 'is missing: write one of "openstack", "gcp", "existing"' },
    {
      path: "site",
      message:
        '"Lab" is wrong: write lower-case letters, digits and dashes, starting with a letter, at most 40 characters',
    },
    { path: "databse", message: 'there is no such key: did you mean "database"?' },
  ]);
});

test.each<[string, unknown, string]>([
  ["nothing", null, "is empty: write a mapping of keys to values"],
  ["a list", [], "[] is wrong: write a mapping of keys to values"],
  ["a text", "hello", '"hello" is wrong: write a mapping of keys to values'],
])("%s instead of a configuration is one problem", (_, input, message) => {
  expect(problemsOf(input)).toEqual([{ path: "science-platform:config", message }]);
});

test("what is nested without end is one problem", () => {
  let input: unknown = {};
  for (let level = 0; level < 10_000; level++) input = { values: [input] };
  expect(problemsOf(input)).toEqual([
    { path: "science-platform:config", message: "is nested more than 50 levels deep: no key needs that" },
  ]);
});
