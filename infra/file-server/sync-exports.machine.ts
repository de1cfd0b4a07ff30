/** For tests: runs sync_exports.py for real, in a folder of its own, with programs that behave as the real ones do and note their calls. */
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

export const script = path.join(__dirname, "machine/sync_exports.py");
export const homes = "3f0c2d6e-1111-2222-3333-444455556666";
export const data = "77aa2d6e-1111-2222-3333-444455556666";
export const size = 3 << 20;

let root: string;
export const at = (...parts: string[]) => path.join(root, ...parts);
export const read = (file: string) => (fs.existsSync(at(file)) ? fs.readFileSync(at(file), "utf8") : "");

/** A program of this name that notes its call and runs `body`. */
export function fake(name: string, body: string): void {
  const text = `#!/bin/sh\necho "${name} $*" >> "${at("calls")}"\n${body}\n`;
  fs.writeFileSync(at("bin", name), text, { mode: 0o755 });
}

/** A switch of the fakes: `umount`, `xfs_growfs` or `exportfs` fail while it is on. */
export function failing(name: string, on: boolean): void {
  if (on) fs.writeFileSync(at("fail", name), "");
  else fs.rmSync(at("fail", name));
}

/** Attaches a volume as a blank disk of this name; `link` is what udev calls it. */
export function attach(volume: string, disk: string, link = `virtio-${volume.slice(0, 20)}`): void {
  fs.writeFileSync(at("dev", disk), "");
  fs.truncateSync(at("dev", disk), size);
  fs.symlinkSync(`../../${disk}`, at("dev/disk/by-id", link));
}

export function put(disk: string, offset: number, bytes: string): void {
  const file = fs.openSync(at("dev", disk), "r+");
  fs.writeSync(file, Buffer.from(bytes, "latin1"), 0, bytes.length, offset);
  fs.closeSync(file);
}

export function detach(volume: string, disk: string): void {
  fs.rmSync(at("dev", disk));
  fs.rmSync(at("dev/disk/by-id", `virtio-${volume.slice(0, 20)}`));
}

/** Exports and mounts as they are after a run. */
function state() {
  const mounts = read("proc/self/mountinfo").replaceAll(root, "").trim().split("\n");
  return {
    exports: read("etc/exports.d/science-platform.exports"),
    served: read("served").split("\n").filter(Boolean),
    mounts: mounts.filter(Boolean).map((line) => line.split(" ").filter((_, index) => index === 4 || index === 8)),
  };
}

/** What the script is told by its environment. */
export const environmentOf = (metadata: string, cloud?: string) => ({
  PATH: `${at("bin")}:/usr/local/bin:/usr/bin:/bin`,
  SYNC_EXPORTS_ROOT: root,
  SYNC_EXPORTS_METADATA: metadata,
  ...(cloud === undefined ? {} : { SYNC_EXPORTS_CLOUD: cloud }),
});

export function run(answer: unknown, cloud?: string) {
  fs.writeFileSync(at("meta_data.json"), JSON.stringify(answer));
  fs.rmSync(at("calls"), { force: true });
  const environment = environmentOf(`file://${at("meta_data.json")}`, cloud);
  const done = spawnSync("python3", [script], { env: environment, encoding: "utf8" });
  const calls = read("calls").replaceAll(root, "").trim().split("\n").filter(Boolean);
  return { status: done.status, log: done.stderr.replaceAll(root, ""), calls, ...state() };
}

export const sync = (exports: Record<string, string>) =>
  run({ uuid: "x", meta: { site: "lab", "nfs-clients": "10.10.0.0/24", ...exports } });

/** To be called before each test: a machine without any volume. */
export function makeMachine(): void {
  root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "sync-exports-")));
  for (const folder of ["bin", "dev/disk/by-id", "fail", "proc/self"]) fs.mkdirSync(at(folder), { recursive: true });
  const mounts = at("proc/self/mountinfo");
  fs.writeFileSync(mounts, "");
  // As the real one: 2 for what is blank and for what it cannot read.
  fake(
    "blkid",
    `[ "$(head -c 4 "$4" 2>/dev/null)" = XFSB ] && { echo TYPE=xfs; exit 0; }
     [ "$(head -c 4 "$4" 2>/dev/null)" = EXT4 ] && { echo TYPE=ext4; exit 0; }
     exit 2`,
  );
  fake("mkfs.xfs", `printf XFSB | dd of="$1" conv=notrunc 2>/dev/null`);
  // Of a CephFS the table is told, whose first word is what will be seen as the source.
  fake(
    "mount",
    `if [ "$1" = --internal-only ]; then
       [ -d "$4" ] || exit 32; read -r source rest < "$3"; echo "1 2 3:4 / $4 rw - ceph $source rw" >> "${mounts}"; exit
     fi
     [ -d "$6" ] || exit 32; echo "1 2 3:4 / $6 rw - xfs $(realpath "$5") rw" >> "${mounts}"`,
  );
  fake("networkctl", `[ ! -e "${at("fail/networkctl")}" ]`);
  fake(
    "umount",
    `if [ "$1" = --lazy ]; then shift; elif [ -e "${at("fail/umount")}" ]; then echo "target is busy" >&2; exit 32; fi
     grep -v " $1 " "${mounts}" > "${mounts}.new"; mv "${mounts}.new" "${mounts}"`,
  );
  fake("xfs_growfs", `[ ! -e "${at("fail/xfs_growfs")}" ]`);
  // Serves what is in the file and, because of \`mp\`, mounted.
  fake(
    "exportfs",
    `[ ! -e "${at("fail/exportfs")}" ] || exit 1
     : > "${at("served")}"
     { echo "--"; cat "${at("etc/exports.d/science-platform.exports")}"; } >> "${at("told")}"
     while read -r folder rest; do
       case "$rest" in *,mp\\)) grep -q " ${root}$folder " "${mounts}" || continue;; esac
       echo "$folder" >> "${at("served")}"
     done < "${at("etc/exports.d/science-platform.exports")}"`,
  );
}

/** To be called after each test. */
export function removeMachine(): void {
  fs.rmSync(root, { recursive: true });
}
