/** Runs sync_exports.py for real, in a folder of its own, with programs that only write down how they were called. */
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

const script = path.join(__dirname, "sync_exports.py");
const homes = "3f0c2d6e-1111-2222-3333-444455556666";
const data = "77aa2d6e-1111-2222-3333-444455556666";

let root: string;
const at = (...parts: string[]) => path.join(root, ...parts);

/** A program of this name that notes its call and runs `body`. */
function fake(name: string, body = "exit 0"): void {
  const text = `#!/bin/sh\necho "${name} $*" >> "${at("calls")}"\n${body}\n`;
  fs.writeFileSync(at("bin", name), text, { mode: 0o755 });
}

function device(name: string): void {
  fs.writeFileSync(at("dev/disk/by-id", name), "");
}

function sync(metadata: Record<string, string>) {
  fs.writeFileSync(at("meta_data.json"), JSON.stringify({ uuid: "x", meta: { site: "lab", ...metadata } }));
  fs.rmSync(at("calls"), { force: true });
  const environment = {
    PATH: `${at("bin")}:/usr/bin:/bin`,
    SYNC_EXPORTS_ROOT: root,
    SYNC_EXPORTS_METADATA: `file://${at("meta_data.json")}`,
  };
  const done = spawnSync("python3", [script], { env: environment, encoding: "utf8" });
  const calls = fs.existsSync(at("calls")) ? fs.readFileSync(at("calls"), "utf8").trim().split("\n") : [];
  const exportsFile = at("etc/exports.d/science-platform.exports");
  return {
    status: done.status,
    log: done.stderr,
    calls: calls.map((call) => call.replaceAll(root, "")),
    exports: fs.existsSync(exportsFile) ? fs.readFileSync(exportsFile, "utf8") : undefined,
  };
}

beforeEach(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), "sync-exports-"));
  for (const folder of ["bin", "dev/disk/by-id", "state"]) fs.mkdirSync(at(folder), { recursive: true });
  // Devices are blank until mkfs.xfs, folders not mounted until mount.
  fake("blkid", `[ -e "${at("state")}/formatted-$(basename "$2")" ] || exit 2`);
  fake("mkfs.xfs", `touch "${at("state")}/formatted-$(basename "$1")"`);
  fake("mountpoint", `[ -e "${at("state")}/mounted-$(basename "$2")" ]`);
  fake("mount", `touch "${at("state")}/mounted-$(basename "$6")"`);
  fake("xfs_growfs");
  fake("exportfs");
});

afterEach(() => fs.rmSync(root, { recursive: true }));

const metadata = { "nfs-clients": "10.10.0.0/24", "nfs-export.homes": `${homes} rw` };
const line = "/srv/homes 10.10.0.0/24(rw,root_squash,sync,no_subtree_check,sec=sys,mp)\n";

test("a new volume is formatted, mounted with project quotas, made writable for all, and exported", () => {
  device("virtio-3f0c2d6e-1111-2222-3");
  const { status, calls, exports } = sync(metadata);
  expect(status).toBe(0);
  expect(calls).toEqual([
    "mountpoint --quiet /srv/homes",
    "blkid --probe /dev/disk/by-id/virtio-3f0c2d6e-1111-2222-3",
    "mkfs.xfs /dev/disk/by-id/virtio-3f0c2d6e-1111-2222-3",
    "mount -t xfs -o prjquota,nodev,nosuid /dev/disk/by-id/virtio-3f0c2d6e-1111-2222-3 /srv/homes",
    "exportfs -ra",
  ]);
  expect(exports).toBe(line);
  expect(fs.statSync(at("srv/homes")).mode & 0o7777).toBe(0o1777);
});

test("a second run formats nothing, mounts nothing, and does not touch the exports", () => {
  device("virtio-3f0c2d6e-1111-2222-3");
  sync(metadata);
  const { status, calls } = sync(metadata);
  expect(status).toBe(0);
  expect(calls).toEqual(["mountpoint --quiet /srv/homes", "xfs_growfs -d /srv/homes"]);
});

test("a new machine with an old volume keeps its files and its folder's rights", () => {
  device("virtio-3f0c2d6e-1111-2222-3");
  fs.writeFileSync(at("state/formatted-virtio-3f0c2d6e-1111-2222-3"), "");
  fs.mkdirSync(at("srv/homes/ada"), { recursive: true });
  fs.chmodSync(at("srv/homes"), 0o750);
  const { calls, exports } = sync(metadata);
  expect(calls).not.toContainEqual(expect.stringMatching(/^mkfs/));
  expect(exports).toBe(line);
  expect(fs.statSync(at("srv/homes")).mode & 0o7777).toBe(0o750);
});

test("a device that blkid cannot read is never formatted, and the other volume is served all the same", () => {
  device("virtio-3f0c2d6e-1111-2222-3");
  device(`scsi-0QEMU_QEMU_HARDDISK_${data}`);
  fake("blkid", `case "$2" in *virtio*) exit 8;; *) exit 0;; esac`);
  const { status, log, calls, exports } = sync({ ...metadata, "nfs-export.data": `${data} ro` });
  expect(status).toBe(1);
  expect(log).toContain("homes: blkid cannot tell what is on");
  expect(calls).not.toContainEqual(expect.stringMatching(/^mkfs/));
  expect(exports).toBe("/srv/data 10.10.0.0/24(ro,root_squash,sync,no_subtree_check,sec=sys,mp)\n");
});

test("a volume that is not attached yet is not exported, and the next run finds it", () => {
  const first = sync(metadata);
  expect(first.status).toBe(0);
  expect(first.log).toBe(`homes: volume ${homes} is not attached yet\n`);
  expect(first.exports).toBe("");
  device("virtio-3f0c2d6e-1111-2222-3");
  expect(sync(metadata).exports).toBe(line);
});

test("an export that is no longer wanted is taken back; its files stay mounted", () => {
  device("virtio-3f0c2d6e-1111-2222-3");
  sync(metadata);
  const { calls, exports } = sync({ "nfs-clients": "10.10.0.0/24" });
  expect(exports).toBe("");
  expect(calls).toEqual(["exportfs -ra"]);
});
