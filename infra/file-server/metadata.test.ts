import {
  clientsKey,
  exportKey,
  exportPath,
  exportValue,
  secondNicKey,
  secondNicValue,
  settings,
  shareKey,
  shareValue,
} from "./metadata";

const homes = { name: "homes", readOnly: false };

test("keys, values and paths", () => {
  expect([clientsKey, secondNicKey]).toEqual(["nfs-clients", "second-nic"]);
  expect([exportKey("openstack", "homes"), shareKey("openstack", "butler")]).toEqual([
    "nfs-export.homes",
    "nfs-share.butler",
  ]);
  expect(exportValue("3f0c", homes)).toBe("3f0c rw");
  expect(exportValue("77aa", { ...homes, readOnly: true, rootAccess: true })).toBe("77aa ro root");
  expect(shareValue("10.19.4.16:6789:/volumes/a", "roe-butler", "AQB=")).toBe(
    "10.19.4.16:6789:/volumes/a roe-butler AQB=",
  );
  expect(secondNicValue("fa:16:3e:00:00:01", 9000, [{ to: "10.19.4.0/24", via: "10.21.255.254" }])).toBe(
    "fa:16:3e:00:00:01 9000 10.19.4.0/24=10.21.255.254",
  );
  expect(secondNicValue("fa:16:3e:00:00:01", undefined, [])).toBe("fa:16:3e:00:00:01 -");
  expect(exportPath("homes")).toBe("/srv/homes");
});

test("an export without bounds and snapshots has no settings", () => {
  expect(settings("openstack", { ...homes, quotas: {}, snapshots: 0 })).toEqual({});
});

test("bounds and snapshots; Google's keys have no dots", () => {
  const bounded = { ...homes, quota: 20, quotas: { ada: 200, bob: 50 }, snapshots: 7 };
  expect(settings("openstack", bounded)).toEqual({
    "nfs-quota.homes.0": "20 restored=1000000 ada=200 bob=50",
    "nfs-snapshots.homes": "7",
  });
  expect(settings("openstack", { ...homes, quota: 20, quotas: { restored: 5 } })).toEqual({
    "nfs-quota.homes.0": "20 restored=5",
  });
  expect(settings("google", { ...homes, quotas: { ada: 200 } })).toEqual({ "nfs-quota-homes-0": "- ada=200" });
});

test("many bounds go on in the next value, none of them longer than Nova takes", () => {
  const quotas = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`user${index}`, 100 + index]));
  const values = Object.values(settings("openstack", { ...homes, quota: 20, quotas }));
  expect(values.map((value) => value.length)).toEqual([251, 254, 254, 254, 100]);
  expect(values.map((value) => value.split(" ")[0])).toEqual(["20", "-", "-", "-", "-"]);
  expect(values.flatMap((value) => value.split(" ").slice(1))).toEqual([
    "restored=1000000",
    ...Object.entries(quotas).map(([folder, gib]) => `${folder}=${gib}`),
  ]);
});
