import { exportRule, poolLocation, poolSize, quotaRules, snapshotPolicy, topFolder } from "./netapp-plan";

test.each([
  ["PREMIUM", 1024, 2048],
  ["PREMIUM", 2048, 2048],
  ["EXTREME", 15360, 15360],
  ["STANDARD", 100, 2048],
  ["FLEX", 100, 1024],
] as const)("a %s pool for %d GiB has %d", (level, size, pool) => {
  expect(poolSize(level, size)).toBe(pool);
});

test("Flex pools lie in a zone, all others in the region", () => {
  const zones = ["us-central1-b", "us-central1-c"];
  expect(poolLocation("FLEX", "us-central1", zones)).toBe("us-central1-b");
  expect(poolLocation("PREMIUM", "us-central1", zones)).toBe("us-central1");
});

test("snapshots: only the schedules of which some are kept", () => {
  expect(snapshotPolicy({ hourly: 24, daily: 7, weekly: 5 })).toEqual({
    enabled: true,
    hourlySchedule: { snapshotsToKeep: 24, minute: 3 },
    dailySchedule: { snapshotsToKeep: 7, hour: 3, minute: 6 },
    weeklySchedule: { snapshotsToKeep: 5, day: "Sunday", hour: 6, minute: 9 },
  });
  expect(snapshotPolicy({ hourly: 0, daily: 1, weekly: 0 })).toEqual({
    enabled: true,
    dailySchedule: { snapshotsToKeep: 1, hour: 3, minute: 6 },
  });
  expect(snapshotPolicy({ hourly: 0, daily: 0, weekly: 0 })).toBeUndefined();
});

test.each([
  [false, false, "READ_WRITE", "ROOT_SQUASH", "1777"],
  [false, true, "READ_WRITE", "NO_ROOT_SQUASH", "0755"],
  [true, false, "READ_ONLY", "ROOT_SQUASH", "1777"],
])("readOnly %p, rootAccess %p: %s, %s, top folder %s", (readOnly, rootAccess, accessType, squashMode, mode) => {
  expect(exportRule({ readOnly, rootAccess }, "10.128.0.0/23")).toEqual({
    allowedClients: "10.128.0.0/23",
    accessType,
    nfsv3: true,
    nfsv4: true,
    squashMode,
  });
  expect(topFolder({ rootAccess })).toBe(mode);
});

test("quotas: everybody's, and those of single users by their ID", () => {
  expect(quotaRules({ name: "homes", userQuotas: [] })).toEqual([]);
  expect(quotaRules({ name: "homes", userQuota: 40000, userQuotas: [{ uid: 91, mib: 500000 }] })).toEqual([
    { name: "homes-everybody", type: "DEFAULT_USER_QUOTA", diskLimitMib: 40000 },
    { name: "homes-91", type: "INDIVIDUAL_USER_QUOTA", target: "91", diskLimitMib: 500000 },
  ]);
});
