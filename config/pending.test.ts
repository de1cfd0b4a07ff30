import { formatPath, parsePath } from "./problems-path";
import { isPending, pendingKeys, pendingTable } from "./pending";
import { keysAt } from "./problems-tree";
import { validInput } from "./testing";

const paths = (input: unknown) => pendingKeys(input).map(({ path }) => path);

test("nothing of the plain configuration is pending", () => {
  expect(pendingKeys(validInput())).toEqual([]);
});

test("what a site sets is pending, what it leaves to its default is not", () => {
  expect(pendingKeys({ ...validInput(), services: { landingPage: {} }, database: {} })).toEqual([
    {
      path: "database",
      instead: "only Phalanx's applications, Keycloak and TAP with backend postgresql use one",
      refused: false,
    },
  ]);
});

test.each<[string, object, string[]]>([
  ["records that we make", { dns: { provider: "designate" } }, []],
  ["records by updates", { dns: { provider: "rfc2136" } }, ["dns.provider"]],
  ["a key of another cloud", { cloud: "gcp", network: { podsPerNode: 64 } }, []],
  ["a key of this cloud", { network: { podsPerNode: 64 } }, ["network.podsPerNode"]],
  ["what the nodes do anyway", { network: { podsPerNode: 110 } }, []],
  [
    "what only one driver of Magnum can",
    { network: { podsPerNode: 64 }, cluster: { driver: "heat", nodePools: [{ antiAffinity: true }] } },
    [],
  ],
  ["users of nothing", { identity: {}, database: {} }, ["identity", "database"]],
  ["users and databases of Phalanx", { identity: { github: {} }, database: {}, phalanx: {} }, []],
  ["users and database of Keycloak", { identity: { keycloak: {} }, database: {} }, []],
  ["a database that TAP asks", { database: {}, services: { tap: { backend: { kind: "postgresql" } } } }, []],
  ["one that it does not ask", { database: {}, services: { tap: { backend: { kind: "sample" } } } }, ["database"]],
  ["what Harbor is told", { services: { registry: { kind: "harbor", upstreams: ["ghcr.io"], logins: [] } } }, []],
  ["what no configuration is", { services: null, platform: [], database: "x" }, ["database"]],
])("%s", (_, sections, expected) => {
  expect(paths({ ...validInput(), ...sections })).toEqual(expected);
});

test("labs and Phalanx know the users of a provider, and nobody else does; Keycloak has its own", () => {
  const [github, keycloak] = [{ github: {} }, { keycloak: {} }];
  const told = (sections: object) =>
    pendingKeys({ ...validInput(), ...sections }).map((one) => `${one.path} ${one.instead}`);
  expect(told({ identity: github })).toEqual(["identity nobody logs in"]);
  expect(told({ identity: github, services: { virtualLabs: {} } })).toEqual([]);
  expect(told({ identity: github, services: { virtualLabs: {} }, phalanx: {} })).toEqual([]);
  expect(told({ identity: keycloak })).toEqual([]);
  expect(told({ identity: keycloak, services: { virtualLabs: {} } })).toEqual([]);
});

test("of a list each entry that is concerned is named", () => {
  const nodePools = [
    { name: "a", antiAffinity: true },
    { name: "b", antiAffinity: false },
    { name: "c" },
    { antiAffinity: true },
  ];
  expect(paths({ ...validInput(), cluster: { nodePools } })).toEqual([
    "cluster.nodePools[0].antiAffinity",
    "cluster.nodePools[3].antiAffinity",
  ]);
});

test.each<[string, boolean]>([
  ["identity", true],
  ["identity.github", true],
  ["identityX", false],
  ["dns", false],
  ["dns.provider", true],
])("%s is at or below a pending key: %s", (path, is) => {
  const pending = ["identity", "dns.provider"].map((one) => ({ path: one, instead: "", refused: false }));
  expect(isPending(path, pending)).toBe(is);
});

test.each(pendingTable)("$path is a key of the schema", ({ path, cloud }) => {
  const parts = parsePath(path.replace("[]", "[0]"));
  const input = { cloud: cloud ?? "openstack" };
  expect(keysAt(parts.slice(0, -1), input)).toContain(parts.at(-1));
  expect(formatPath(parts).replace("[0]", "[]")).toBe(path);
});
