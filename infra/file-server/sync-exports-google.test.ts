/** What is different on Google Cloud: where the metadata are, how they are asked for, and what disks are called. */
import { spawn } from "node:child_process";
import * as http from "node:http";
import type { AddressInfo } from "node:net";
import { at, attach, environmentOf, makeMachine, put, read, removeMachine, run, script } from "./sync-exports.machine";

beforeEach(makeMachine);
afterEach(removeMachine);

const wanted = { "nfs-clients": "10.128.0.0/23", "nfs-export-homes": "homes rw", "user-data": "#cloud-config" };
const link = "/dev/disk/by-id/google-homes";

test("a disk is found by the name it was attached by", () => {
  attach("homes", "sdb", "google-homes");
  const { status, calls, served, exports } = run(wanted, "google");
  expect(status).toBe(0);
  expect(calls).toEqual([
    `blkid --probe --output export ${link}`,
    `mkfs.xfs ${link}`,
    `mount -t xfs -o prjquota,nodev,nosuid ${link} /srv/homes`,
    "exportfs -ra",
  ]);
  expect(served).toEqual(["/srv/homes"]);
  expect(exports).toBe("/srv/homes 10.128.0.0/23(rw,root_squash,sync,no_subtree_check,sec=sys,mp)\n");
});

test("another disk in the place of a mounted one is never served under its name", () => {
  attach("homes", "sdb", "google-homes");
  run(wanted, "google");
  attach("data", "sdc", "google-data");
  put("sdc", 0, "XFSB");
  const moved = run({ ...wanted, "nfs-export-homes": "data rw" }, "google");
  expect(moved.calls).toContain("umount /srv/homes");
  expect(moved.mounts).toEqual([["/srv/homes", "/dev/sdc"]]);
});

test("keys with a dot are Nova's and mean nothing here", () => {
  const { status, log } = run({ "nfs-clients": "10.128.0.0/23", "nfs-export.homes": "homes rw" }, "google");
  expect(status).toBe(1);
  expect(log).toBe("metadata cannot be used (wrong: nfs-clients or no exports): everything stays as it is\n");
});

test("asks with the header without which Google's metadata server refuses", async () => {
  attach("homes", "sdb", "google-homes");
  const server = http.createServer((request, response) => {
    response.statusCode = request.headers["metadata-flavor"] === "Google" ? 200 : 403;
    response.end(JSON.stringify(wanted));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const code = await new Promise((resolve) =>
    spawn("python3", [script], { env: environmentOf(`http://127.0.0.1:${port}/`, "google") }).on("close", resolve),
  );
  await new Promise((resolve) => server.close(resolve));
  expect(code).toBe(0);
  expect(read("proc/self/mountinfo")).toContain(`${at("srv/homes")} rw - xfs ${at("dev/sdb")} rw`);
});
