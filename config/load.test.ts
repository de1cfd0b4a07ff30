import * as pulumi from "@pulumi/pulumi";
import { loadConfig, parseConfig, report } from "./load";
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
  if ("problems" in result) throw new Error(report("test", result.problems));
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
    "an empty list",
    (input) => (input.network.administrators = []),
    "network.administrators",
    "[] is wrong: write at least 1",
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
    (input) => Object.assign(input.dns, { password: "x" }),
    "dns.password",
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
  ["an empty owner", (input) => (input.owner = ""), "owner", '"" is wrong: it may not be empty'],
])("%s", (_, change, path, message) => {
  expect(problemsOf(withChange(change))).toEqual([{ path, message }]);
});

test("all problems are listed at once", () => {
  const input = withChange((one) => {
    one.site = "Lab";
    Object.assign(one.dns, { ttl: 0, zon: "x" });
  });
  expect(report("lab", problemsOf(input))).toBe(
    [
      "Pulumi.lab.yaml, science-platform:config: 3 problems",
      '  - site: "Lab" is wrong: write lower-case letters, digits and dashes, starting with a letter, at most 40 characters',
      "  - dns.ttl: 0 is wrong: write a number of at least 1",
      '  - dns.zon: there is no such key: did you mean "zone"?',
    ].join("\n"),
  );
});

describe("loadConfig", () => {
  const load = (value: string | undefined) => {
    pulumi.runtime.setAllConfig(value === undefined ? {} : { "science-platform:config": value });
    return loadConfig;
  };

  test("reads the stack's configuration", () => {
    expect(load(JSON.stringify(validInput()))().site).toBe("test");
  });

  test.each([
    [
      "no configuration",
      undefined,
      /^Pulumi\.stack\.yaml has no science-platform:config\. Start from Pulumi\.lab\.yaml/,
    ],
    ["a text", "hello", /^Pulumi\.stack\.yaml: science-platform:config is not a mapping of keys to values\.$/],
    [
      "a wrong one",
      '{ "cloud": "openstack" }',
      /^Pulumi\.stack\.yaml, science-platform:config: 10 problems\n {2}- site: is missing/,
    ],
  ])("%s is a RunError, which the engine prints without a stack trace", (_, value, message) => {
    const loader = load(value);
    expect(loader).toThrow(pulumi.RunError);
    expect(loader).toThrow(message);
  });
});
