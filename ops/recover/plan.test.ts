import { carryOut, decide, exportSchema, knownIds, pendingCreates } from "./plan";

const urn = "urn:pulumi:lab::science-platform::openstack:networking/network:Network::nodes";
const stack = exportSchema.parse({
  version: 3,
  deployment: {
    resources: [{ urn: "urn:other", type: "openstack:networking/network:Network", id: "net-1" }],
    pending_operations: [
      {
        type: "creating",
        resource: { urn, type: "openstack:networking/network:Network", inputs: { name: "lab-nodes" } },
      },
      { type: "updating", resource: { urn: "urn:updated", type: "openstack:dns/zone:Zone", id: "z" } },
    ],
  },
});
const pending = { urn, type: "openstack:networking/network:Network", inputs: { name: "lab-nodes" } };

test("only creations are pending; an update has its id in the state already", () => {
  expect(pendingCreates(stack)).toEqual([pending]);
  expect([...knownIds(stack)]).toEqual(["net-1"]);
});

test("a state without pending operations has none", () => {
  expect(pendingCreates(exportSchema.parse({ deployment: { resources: [], pending_operations: null } }))).toEqual([]);
});

test.each([
  ["nothing found", [], { urn, action: "forget" }],
  ["one found", [{ id: "net-2", failed: false }], { urn, action: "adopt", id: "net-2" }],
  ["one found, but it failed", [{ id: "net-2", failed: true }], { urn, action: "discard", id: "net-2" }],
  ["found, but the state has it", [{ id: "net-1", failed: false }], { urn, action: "forget" }],
  [
    "one of two is known",
    [
      { id: "net-1", failed: false },
      { id: "net-2", failed: false },
    ],
    { urn, action: "adopt", id: "net-2" },
  ],
  [
    "two unknown",
    [
      { id: "net-2", failed: false },
      { id: "net-3", failed: true },
    ],
    { urn, action: "ask", candidates: ["net-2", "net-3"] },
  ],
])("%s", (_name, found, decision) => {
  expect(decide(pending, found, knownIds(stack))).toEqual(decision);
});

test("what was made joins the resources with its id, and no creation is pending any more", () => {
  const after = carryOut(stack, [{ urn, action: "adopt", id: "net-2" }]);
  expect(after).toEqual({
    version: 3,
    deployment: {
      resources: [
        { urn: "urn:other", type: "openstack:networking/network:Network", id: "net-1" },
        { ...pending, id: "net-2", outputs: {} },
      ],
      pending_operations: [
        { type: "updating", resource: { urn: "urn:updated", type: "openstack:dns/zone:Zone", id: "z" } },
      ],
    },
  });
});

test("what was not made, or came to nothing, only stops being pending", () => {
  for (const decision of [{ urn, action: "forget" } as const, { urn, action: "discard", id: "net-2" } as const]) {
    const { deployment } = carryOut(stack, [decision]);
    expect(deployment.resources).toEqual(stack.deployment.resources);
    expect(deployment.pending_operations).toHaveLength(1);
  }
});
