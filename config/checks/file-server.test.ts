import { validConfig, type validInput } from "../testing";
import * as checks from "./file-server";

type Change = (input: ReturnType<typeof validInput>) => void;

const homes =
  (more: object): Change =>
  (input) => {
    input.storage.fileServer.exports = [{ name: "homes", volume: "homes", ...more }];
  };

test("bounds larger than the volume are told, each at its place", () => {
  expect(checks.quotasFit(validConfig(homes({ quota: 101, quotas: { ada: 100, "grace.h": 200 } })))).toEqual([
    {
      path: "storage.fileServer.exports[0].quota",
      message: '101 GiB is more than the volume "homes" has (100 GiB): lower it, or raise storage.volumes.homes.size',
    },
    {
      path: 'storage.fileServer.exports[0].quotas["grace.h"]',
      message: '200 GiB is more than the volume "homes" has (100 GiB): lower it, or raise storage.volumes.homes.size',
    },
  ]);
  expect(checks.quotasFit(validConfig(homes({ quota: 100 })))).toEqual([]);
  // That the volume is missing is told by another check.
  expect(checks.quotasFit(validConfig(homes({ volume: "home", quota: 100 })))).toEqual([]);
});

test("more single bounds than the machine's metadata hold", () => {
  const quotas = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`user${index}`, 50]));
  expect(checks.quotasTravel(validConfig(homes({ quotas: quotas(2000) })))).toEqual([]);
  expect(checks.quotasTravel(validConfig(homes({ quotas: quotas(3000) })))).toEqual([
    {
      path: "storage.fileServer.exports[0].quotas",
      message:
        "3000 bounds of single folders are more than reach the file server (Nova's metadata): raise quota for everybody and keep the exceptions few",
    },
  ]);
});

test("CephFS: shares need a type, and routes lead over its network", () => {
  const cephfs = { network: "cephfs", range: "10.21.0.0/16" };
  const check = (more: object) =>
    checks.cephfs(validConfig((input) => (input.storage.fileServer.cephfs = { ...cephfs, ...more })));
  const route = { to: "10.19.4.0/24", via: "10.21.255.254" };
  expect(check({ routes: [route] })).toEqual([]);
  expect(check({ shareType: "ceph", shares: [{ name: "butler", size: 100 }] })).toEqual([]);
  expect(check({ shares: [{ name: "butler", size: 100 }], routes: [route, { ...route, via: "10.22.0.1" }] })).toEqual([
    {
      path: "storage.fileServer.cephfs.shareType",
      message: "is missing: shares are made of it (`openstack share type list`)",
    },
    {
      path: "storage.fileServer.cephfs.routes[1].via",
      message: '"10.22.0.1" is not in storage.fileServer.cephfs.range "10.21.0.0/16": write a router of that network',
    },
  ]);
});
