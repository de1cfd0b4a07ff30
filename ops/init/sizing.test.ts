import { homesSize, labNodes, type Machine, notebookMachine, sizesFor, smallest } from "./sizing";

const gib = 2 ** 30;
const machines: Machine[] = [
  { name: "xl", cpu: 16, memory: 65536 },
  { name: "s", cpu: 1, memory: 2048 },
  { name: "l-local", cpu: 8, memory: 32768, disk: 50 },
  { name: "l", cpu: 8, memory: 32768, disk: 0 },
  { name: "m", cpu: 4, memory: 8192 },
];

test.each<[number, number, string | undefined]>([
  [1, 1024, "s"],
  [2, 2048, "m"],
  [2, 10000, "l"],
  [16, 65536, "xl"],
  [17, 1, undefined],
])("the smallest with %d cores and %d MiB is %s", (cpu, memory, expected) => {
  expect(smallest(machines, { cpu, memory })?.name).toBe(expected);
});

test.each<[number, number, string[]]>([
  [8, 32, ["small", "medium", "large"]],
  // 3.5 cores and 14.4 GiB are left for pods.
  [4, 16, ["small", "medium"]],
  [2, 4, ["small"]],
  [1, 2, []],
])("a node of %d cores and %d GiB holds the sizes %j", (cpu, memory, expected) => {
  expect(sizesFor([{ cpu, memory: memory * gib }]).map(({ name }) => name)).toEqual(expected);
});

test.each<[string, number, Machine[], string | undefined]>([
  ["the smallest that holds the largest size", 10, machines, "l"],
  // 140 users at work need 20 nodes for 7 each; 141 need one more.
  ["not too many nodes: still", 140, machines, "l"],
  ["not too many nodes: larger ones", 141, machines, "xl"],
  ["the largest there is", 5000, machines, "xl"],
  // 3.5 cores and 7.2 GiB for pods hold a medium one.
  ["where no machine holds the largest size, the one that holds the next", 10, machines.slice(4), "m"],
  ["none holds any", 1, [{ name: "s", cpu: 1, memory: 2048 }], undefined],
])("machines for notebooks: %s", (_, users, some, expected) => {
  expect(notebookMachine(some, users)?.name).toBe(expected);
});

test.each<[string, number, number, number, object]>([
  // 7.5 cores at half a core or one core each.
  ["cores decide", 40, 8, 64, { count: 3, max: 6, atRest: 15, atWork: 7 }],
  // 14.4 GiB at 3072 MB each.
  ["memory decides at work", 40, 8, 16, { count: 3, max: 8, atRest: 15, atWork: 5 }],
  ["one user", 1, 8, 64, { count: 1, max: 1, atRest: 15, atWork: 7 }],
  ["a full node", 15, 8, 64, { count: 1, max: 3, atRest: 15, atWork: 7 }],
  // A user is a pod: 110 less 15 of the node's own.
  ["pods decide", 1000, 128, 1024, { count: 11, max: 11, atRest: 95, atWork: 95 }],
  // A node that holds the small size only: what it is sure of is less than a user at rest takes.
  ["small nodes", 10, 2, 4, { count: 4, max: 4, atRest: 3, atWork: 3 }],
])("nodes for users: %s", (_, users, cpu, memory, expected) => {
  expect(labNodes(users, { cpu, memory: memory * gib })).toEqual(expected);
});

test.each([
  [1, "100G", 100],
  [20, "100G", 1870],
  [20, "10Gi", 200],
])("homes of %d users with %s each take %d GiB", (users, quota, expected) => {
  expect(homesSize(users, quota)).toBe(expected);
});
