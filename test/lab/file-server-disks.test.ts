/**
 * The file server's programs on real disks: blkid, mkfs.xfs, mount, growth and shared blocks on loop devices, in a mount namespace of the
 * test's own. Most kernels of CI can do that much; what needs more is test/trial/file-server.test.ts, which boots a machine.
 *
 * Not real: the NFS server (exportfs), and project quotas, which kernels without XFS_QUOTA neither mount with nor keep.
 */
import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { settings } from "../../infra/file-server/metadata";
import { installPackages, missingPackages } from "../../lab/packages";
import { printProgress } from "../../lab/progress";
import { repository } from "../../lab/paths";

jest.setTimeout(300_000);

const homes = "3f0c2d6e-1111-2222-3333-444455556666";
const machine = path.join(repository, "infra/file-server/machine");
const root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "file-server-")));
const at = (...parts: string[]) => path.join(root, ...parts);
const device = at("dev/disk/by-id", `virtio-${homes.slice(0, 20)}`);
let namespace: ChildProcess;
let loop: string;

/** Runs a shell's commands where the test's mounts are. */
function inside(script: string, env: NodeJS.ProcessEnv = {}): { code: number | null; output: string } {
  const words = ["--target", String(namespace.pid), "--mount", "--", "sh", "-c", script];
  const { status, stderr, stdout } = spawnSync("nsenter", words, {
    env: { PATH: `${at("bin")}:/usr/sbin:/usr/bin:/sbin:/bin`, LC_ALL: "C.UTF-8", SYNC_EXPORTS_ROOT: root, ...env },
    encoding: "utf8",
  });
  return { code: status, output: `${stdout}${stderr}`.replaceAll(root, "").trim() };
}

function must(script: string): string {
  const { code, output } = inside(script);
  if (code !== 0) throw new Error(`exit code ${code} of: ${script}\n${output}`);
  return output;
}

const wanted = {
  "nfs-clients": "10.10.0.0/24",
  "nfs-export.homes": `${homes} rw`,
  ...settings("openstack", { name: "homes", readOnly: false, snapshots: 2 }),
};

function sync(meta: Record<string, string> = wanted) {
  fs.writeFileSync(at("meta_data.json"), JSON.stringify({ uuid: "x", meta }));
  return inside(`python3 ${machine}/sync_exports.py`, { SYNC_EXPORTS_METADATA: `file://${at("meta_data.json")}` });
}

function snapshot(date: string) {
  const about = { SYNC_EXPORTS_METADATA: `file://${at("meta_data.json")}`, TAKE_SNAPSHOTS_DATE: date };
  const { code, output } = inside(`python3 ${machine}/take_snapshots.py`, about);
  // Times differ.
  return { code, log: output.replace(/ in \d+ s$/m, "") };
}

/** A program before the real one of its name. */
function program(name: string, body: string): void {
  fs.writeFileSync(at("bin", name), `#!/bin/sh\n${body}\n`, { mode: 0o755 });
}

beforeAll(async () => {
  const missing = missingPackages(["xfsprogs"]);
  if (missing.length > 0) await installPackages(missing, printProgress);
  for (const folder of ["bin", "dev/disk/by-id", "proc"]) fs.mkdirSync(at(folder), { recursive: true });
  program("exportfs", `echo "exportfs $*" >> ${at("calls")}`);
  program("xfs_quota", "exit 0");
  program(
    "mount",
    `for word; do shift; set -- "$@" "$(echo "$word" | sed s/^prjquota,//)"; done; exec /bin/mount "$@"`,
  );
  namespace = spawn("unshare", ["--mount", "--propagation", "private", "sleep", "infinity"], { stdio: "ignore" });
  await once(namespace, "spawn");
  for (const own = fs.readlinkSync("/proc/self/ns/mnt"); fs.readlinkSync(`/proc/${namespace.pid}/ns/mnt`) === own; )
    await new Promise((resolve) => setTimeout(resolve, 20));
  must(`mount --bind /proc ${at("proc")}`);
});
afterAll(() => {
  // Its mounts go with it.
  namespace.kill("SIGKILL");
  if (loop !== undefined) spawnSync("losetup", ["--detach", loop]);
  fs.rmSync(root, { recursive: true, force: true });
});

/** Fills a disk's beginning by a command. */
function attach(prepare = "true"): void {
  fs.rmSync(at("disk"), { force: true });
  execFileSync("sh", ["-c", `truncate -s 512M ${at("disk")} && cd ${root} && ${prepare}`]);
  loop = execFileSync("losetup", ["--find", "--show", at("disk")], { encoding: "utf8" }).trim();
  fs.symlinkSync(loop, device);
}

function detach(): void {
  fs.rmSync(device);
  execFileSync("losetup", ["--detach", loop]);
}

describe("a disk with something on it is left alone", () => {
  test.each([
    [
      "ext4",
      "mkfs.ext4 -q disk",
      /^homes: \/dev\/disk\/by-id\/virtio-\S+ holds ext4, neither XFS nor blank \(blkid: exit 0\): left alone$/,
    ],
    [
      "who knows what",
      "printf precious | dd of=disk bs=1 seek=700000 conv=notrunc status=none",
      /^homes: \/dev\/disk\/by-id\/virtio-\S+ holds unknown data, neither XFS nor blank \(blkid: exit 2\): left alone$/,
    ],
  ])("%s", (_, prepare, says) => {
    attach(prepare);
    const before = execFileSync("sha256sum", [at("disk")], { encoding: "utf8" });
    const { code, output } = sync();
    expect(code).toBe(1);
    expect(output).toMatch(says);
    expect(execFileSync("sha256sum", [at("disk")], { encoding: "utf8" })).toBe(before);
    detach();
  });
});

describe("a volume", () => {
  let id: string;

  test("is waited for, then formatted once, mounted and exported", () => {
    expect(sync()).toEqual({ code: 0, output: `homes: volume ${homes} is not attached yet` });
    attach();
    expect(sync()).toEqual({ code: 0, output: `homes: new file system on ${device.replace(root, "")}` });
    expect(must(`findmnt --noheadings --output FSTYPE,OPTIONS ${at("srv/homes")}`)).toMatch(/^xfs +rw,nosuid,nodev,/);
    expect(must(`stat --format %a ${at("srv/homes")}`)).toBe("1777");
    expect(fs.readFileSync(at("etc/exports.d/science-platform.exports"), "utf8")).toBe(
      "/srv/homes 10.10.0.0/24(rw,root_squash,sync,no_subtree_check,sec=sys,mp)\n",
    );
    expect(fs.readFileSync(at("calls"), "utf8")).toMatch(/^(exportfs -ra\n)+$/);
    id = must(`blkid --output value --match-tag UUID ${loop}`);
  });

  test("a second run formats nothing, and neither does a new machine", () => {
    must(`touch ${at("srv/homes/old")}`);
    expect(sync()).toEqual({ code: 0, output: "" });
    must(`umount ${at("srv/homes")} && rm ${at("etc/exports.d")}/* && rmdir ${at("srv/homes")}`);
    expect(sync()).toEqual({ code: 0, output: "" });
    expect(must(`ls ${at("srv/homes")}`)).toBe("old");
    expect(must(`blkid --output value --match-tag UUID ${loop}`)).toBe(id);
  });

  test("grows while something writes to it", () => {
    const size = () => Number(must(`df --output=size --block-size=1M ${at("srv/homes")} | tail -1`));
    expect(size()).toBeLessThan(512);
    must(
      `(for i in $(seq 100); do echo $i || exit 1; sleep 0.02; done > ${at("srv/homes/ticks")}; echo $? > ${at("ended")}) & ` +
        `truncate -s 1G ${at("disk")} && losetup --set-capacity ${loop}`,
    );
    expect(sync()).toEqual({ code: 0, output: "" });
    expect(size()).toBeGreaterThan(900);
    must(`while [ ! -e ${at("ended")} ]; do sleep 0.1; done`);
    expect(must(`cat ${at("ended")}; wc -l < ${at("srv/homes/ticks")}`)).toBe("0\n100");
  });
});

describe("snapshots", () => {
  const snapshots = () => must(`ls -A ${at("srv/homes/.snapshots")}`);

  test("share the files' blocks, and only root sees them", () => {
    must(
      `mkdir ${at("srv/homes/ada")} && dd if=/dev/urandom of=${at("srv/homes/ada/data")} bs=1M count=100 status=none && sync`,
    );
    const free = () => Number(must(`df --output=avail --block-size=1M ${at("srv/homes")} | tail -1`));
    const before = free();
    expect(snapshot("2026-01-01")).toEqual({ code: 0, log: "homes: snapshot 2026-01-01 taken" });
    expect(before - free()).toBeLessThan(10);
    expect(must(`cmp ${at("srv/homes/ada/data")} ${at("srv/homes/.snapshots/2026-01-01/ada/data")} && echo same`)).toBe(
      "same",
    );
    expect(must(`stat --format %a ${at("srv/homes/.snapshots")}`)).toBe("700");
  });

  test("a file comes back as it was", () => {
    must(`printf two > ${at("srv/homes/old")}`);
    must(`cp -a --reflink=always ${at("srv/homes/.snapshots/2026-01-01/old")} ${at("srv/homes/old")}`);
    expect(must(`wc -c < ${at("srv/homes/old")}`)).toBe("0");
  });

  test("one a day; the oldest go; a full file system gets none and keeps those it has", () => {
    expect(snapshot("2026-01-01")).toEqual({ code: 0, log: "" });
    snapshot("2026-01-02");
    expect(snapshot("2026-01-03")).toEqual({
      code: 0,
      log: "homes: snapshot 2026-01-03 taken\nhomes: snapshot 2026-01-01 removed",
    });
    must(`fallocate -l 750M ${at("srv/homes/full")}`);
    const { code, log } = snapshot("2026-01-04");
    expect([code, log.replace(/\d+ % full/, "N % full")]).toEqual([
      1,
      "homes: N % full, more than 85 %: no snapshot; raise the volume's size or keep fewer snapshots",
    ]);
    expect(snapshots()).toBe("2026-01-02\n2026-01-03");
  });
});

test("an export that is gone is unmounted, so that its volume can go", () => {
  const other = { "nfs-clients": "10.10.0.0/24", "nfs-export.other": "99999999-1111-2222-3333-444455556666 rw" };
  expect(sync(other)).toEqual({
    code: 0,
    output: `homes: ${loop} is no longer wanted here: unmounting\nother: volume 99999999-1111-2222-3333-444455556666 is not attached yet`,
  });
  expect(inside(`findmnt ${at("srv/homes")}`).code).toBe(1);
});
