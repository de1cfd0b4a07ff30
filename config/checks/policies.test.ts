import type { OpenstackInput } from "../schema";
import { allMachines, allVolumes } from "./policies";
import { existingConfig, gcpConfig, onExisting, onOpenstack, openstackConfig } from "./testing";

const none = () => undefined;
const exception = (expires: string) => (input: OpenstackInput) =>
  (input.policies = {
    exceptions: [
      {
        rule: "no-open-ports",
        resource: "old-*",
        reason: "The old firewall is replaced in spring.",
        owner: "team",
        expires,
      },
    ],
  });

describe("exceptions", () => {
  onOpenstack([
    ["on their last day", exception("2027-03-31"), []],
    [
      "the day after",
      exception("2027-03-30"),
      [
        {
          path: "policies.exceptions[0].expires",
          message:
            'the exception of "old-*" from no-open-ports ended on 2027-03-30: put it right and remove it, or agree on a new day',
        },
      ],
    ],
  ]);
});

describe("budget", () => {
  // Control plane 2 cores and 4 GiB, three nodes of 8 and 64, file server 2 and 4; volumes 100, 20, and 4 times 100 GiB.
  onOpenstack([
    ["just enough", (input) => (input.policies = { budget: { cpu: "28", memory: "200Gi", storage: "520Gi" } }), []],
    [
      "too small",
      (input) => (input.policies = { budget: { cpu: "27", memory: "199Gi", storage: "519Gi" } }),
      [
        {
          path: "policies.budget.cpu",
          message:
            '"27" is less than the 28 cores that all machines take at the pools\' maximum: raise it, or plan for less',
        },
        {
          path: "policies.budget.memory",
          message:
            '"199Gi" is less than the 200 GiB that all machines take at the pools\' maximum: raise it, or plan for less',
        },
        {
          path: "policies.budget.storage",
          message: '"519Gi" is less than the 520 GiB that all volumes of this file take: raise it, or plan for less',
        },
      ],
    ],
    [
      "an unknown flavor is told once",
      (input) => {
        input.policies = { budget: { cpu: "1", memory: "1Gi", storage: "1Ti" } };
        input.cluster.control.flavor = "medium";
      },
      [
        {
          path: "cluster.control.flavor",
          message: '"medium" is not in openstack.flavors: known there: large, small',
        },
      ],
    ],
  ]);
  onExisting([
    [
      "too small for a cluster that exists",
      (input) => (input.policies = { budget: { cpu: "79", memory: "320Gi", storage: "1Gi" } }),
      [
        {
          path: "policies.budget.cpu",
          message:
            '"79" is less than the 80 cores that all machines take at the pools\' maximum: raise it, or plan for less',
        },
      ],
    ],
  ]);

  const gib = 2 ** 30;
  const serverVm = gcpConfig((input) => {
    input.storage.fileServer = { kind: "vm", machineType: "e2-standard-4", exports: [{ name: "homes", size: 500 }] };
    input.cloudSql = { databases: ["tap"] };
  });
  test.each([
    ["OpenStack", openstackConfig(none), 28, 200, 520],
    // 2 nodes of 8 and 32, 4 of 16 and 128; disks of 200 GiB each.
    ["Google Cloud", gcpConfig(none), 80, 576, 1200],
    ["Google Cloud with server and database", serverVm, 84, 592, 1800],
    ["a cluster that exists", existingConfig(none), 80, 320, 0],
  ])("what %s takes at the most", (_, config, cpu, memory, storage) => {
    expect(allMachines(config)).toEqual({ cpu, memory: memory * gib });
    expect(allVolumes(config)).toBe(storage * gib);
  });
});
