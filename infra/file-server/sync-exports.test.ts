import * as fs from "node:fs";
import {
  at,
  attach,
  data,
  detach,
  failing,
  fake,
  homes,
  makeMachine,
  put,
  read,
  removeMachine,
  run,
  script,
  size,
  sync,
} from "./sync-exports.machine";

beforeEach(makeMachine);
afterEach(removeMachine);

const wanted = { "nfs-export.homes": `${homes} rw` };
const line = (name: string, access = "rw") =>
  `/srv/${name} 10.10.0.0/24(${access},root_squash,sync,no_subtree_check,sec=sys,mp)\n`;
const link = "/dev/disk/by-id/virtio-3f0c2d6e-1111-2222-3";

describe("a new file system", () => {
  test("a blank volume is formatted, mounted with project quotas, made writable for all, and exported", () => {
    attach(homes, "vdb");
    const { status, calls, ...after } = sync(wanted);
    expect(status).toBe(0);
    expect(calls).toEqual([
      `blkid --probe --output export ${link}`,
      `mkfs.xfs ${link}`,
      `mount -t xfs -o prjquota,nodev,nosuid ${link} /srv/homes`,
      "exportfs -ra",
    ]);
    expect(after).toEqual({
      log: `homes: new file system on ${link}\n`,
      exports: line("homes"),
      served: ["/srv/homes"],
      mounts: [["/srv/homes", "/dev/vdb"]],
    });
    expect(fs.statSync(at("srv/homes")).mode & 0o7777).toBe(0o1777);
  });

  test("a new machine with an old volume keeps its files and its folder's rights", () => {
    attach(homes, "vdb");
    put("vdb", 0, "XFSB");
    fs.mkdirSync(at("srv/homes/ada"), { recursive: true });
    fs.chmodSync(at("srv/homes"), 0o750);
    const { calls, served } = sync(wanted);
    expect(calls.map((call) => call.split(" ")[0])).toEqual(["blkid", "mount", "exportfs"]);
    expect(served).toEqual(["/srv/homes"]);
    expect(fs.statSync(at("srv/homes")).mode & 0o7777).toBe(0o750);
  });

  test.each([
    ["in its first MiB", 1_000_000],
    ["in its last MiB", size - 1],
  ])("data of an unknown kind %s is left alone", (_, offset) => {
    attach(homes, "vdb");
    put("vdb", offset, "!");
    const { status, log, calls, served } = sync(wanted);
    expect(status).toBe(1);
    expect(log).toBe(`homes: ${link} holds unknown data, neither XFS nor blank (blkid: exit 2): left alone\n`);
    expect(calls.map((call) => call.split(" ")[0])).toEqual(["blkid", "exportfs"]);
    expect(served).toEqual([]);
  });

  test("another file system is left alone", () => {
    attach(homes, "vdb");
    put("vdb", 0, "EXT4");
    const { status, log, mounts } = sync(wanted);
    expect([status, mounts]).toEqual([1, []]);
    expect(log).toBe(`homes: ${link} holds ext4, neither XFS nor blank (blkid: exit 0): left alone\n`);
  });

  test("a device with I/O errors is left alone though blkid says 2 as for a blank one, and the other volume is served", () => {
    // Reading a process's memory at address 0 is a real EIO.
    fs.symlinkSync("/proc/self/mem", at(link));
    attach(data, "vdc");
    const { status, log, calls, served } = sync({ ...wanted, "nfs-export.data": `${data} ro` });
    expect(status).toBe(1);
    expect(log).toContain(`homes: ${link} cannot be read ([Errno 5] Input/output error): left alone\n`);
    expect(calls.filter((call) => call.startsWith("mkfs"))).toEqual([
      "mkfs.xfs /dev/disk/by-id/virtio-77aa2d6e-1111-2222-3",
    ]);
    expect(served).toEqual(["/srv/data"]);
  });

  test("a disk without a single byte is not taken for a blank one", () => {
    attach(homes, "vdb");
    fs.truncateSync(at("dev/vdb"), 0);
    expect(sync(wanted)).toMatchObject({ status: 1, log: `homes: ${link} cannot be read (0 bytes): left alone\n` });
  });
});

describe("what is wanted changes", () => {
  beforeEach(() => {
    attach(homes, "vdb");
    attach(data, "vdc");
    expect(sync(wanted).served).toEqual(["/srv/homes"]);
  });

  test("a second run grows the file system, asks exportfs again, and does nothing else", () => {
    expect(sync(wanted)).toMatchObject({ status: 0, log: "", calls: ["xfs_growfs -d /srv/homes", "exportfs -ra"] });
  });

  test("another volume: the old one is unexported, then unmounted, and the new one takes its place", () => {
    const { status, calls, served, mounts } = sync({ "nfs-export.homes": `${data} rw` });
    expect(status).toBe(0);
    expect(calls.map((call) => call.split(" ")[0])).toEqual([
      "exportfs",
      "umount",
      "blkid",
      "mkfs.xfs",
      "mount",
      "exportfs",
    ]);
    expect([served, mounts]).toEqual([["/srv/homes"], [["/srv/homes", "/dev/vdc"]]]);
    // The NFS server would hold what it still exports.
    expect(read("told").split("--\n").slice(-2)).toEqual(["", line("homes")]);
  });

  test("another volume while the old one is busy: neither is served until the old one is free", () => {
    failing("umount", true);
    const busy = sync({ "nfs-export.homes": `${data} rw` });
    expect(busy).toMatchObject({ status: 1, exports: "", served: [], mounts: [["/srv/homes", "/dev/vdb"]] });
    expect(busy.log).toBe(
      [
        "homes: /dev/vdb is no longer wanted here: unmounting",
        "homes: umount /srv/homes failed (exit 32): target is busy",
        `homes: /dev/vdb is still mounted: volume ${data} has to wait\n`,
      ].join("\n"),
    );
    failing("umount", false);
    const free = sync({ "nfs-export.homes": `${data} rw` });
    expect(free).toMatchObject({ status: 0, served: ["/srv/homes"], mounts: [["/srv/homes", "/dev/vdc"]] });
  });

  test("another volume that is not attached yet: the old one goes all the same", () => {
    const { served, mounts } = sync({ "nfs-export.homes": "99999999-1111-2222-3333-444455556666 rw" });
    expect([served, mounts]).toEqual([[], []]);
  });

  test("two exports that swap their volumes", () => {
    sync({ ...wanted, "nfs-export.data": `${data} rw` });
    const { status, mounts } = sync({ "nfs-export.homes": `${data} rw`, "nfs-export.data": `${homes} rw` });
    expect(status).toBe(0);
    expect(mounts).toEqual([
      ["/srv/data", "/dev/vdb"],
      ["/srv/homes", "/dev/vdc"],
    ]);
  });

  test("an export that is removed is unexported and unmounted, also when that takes two runs", () => {
    failing("umount", true);
    const busy = sync({ "nfs-export.data": `${data} ro` });
    expect(busy).toMatchObject({ status: 1, exports: line("data", "ro"), served: ["/srv/data"] });
    failing("umount", false);
    const { status, mounts } = sync({ "nfs-export.data": `${data} ro` });
    expect([status, mounts]).toEqual([0, [["/srv/data", "/dev/vdc"]]]);
  });

  test("what others have mounted stays", () => {
    fs.appendFileSync(at("proc/self/mountinfo"), `1 2 3:4 / ${at("srv/scratch")} rw - ext4 /dev/vdz rw\n`);
    expect(sync(wanted).calls).toEqual(["xfs_growfs -d /srv/homes", "exportfs -ra"]);
  });
});

describe("what fails for a while", () => {
  test("a volume that is not attached yet is not served, and the next run finds it", () => {
    const first = sync(wanted);
    expect(first).toMatchObject({ status: 0, log: `homes: volume ${homes} is not attached yet\n`, served: [] });
    attach(homes, "vdb");
    expect(sync(wanted).served).toEqual(["/srv/homes"]);
  });

  test("a device that vanishes is unmounted lazily; its line stays, so clients wait; it is mounted when it is back", () => {
    attach(homes, "vdb");
    sync(wanted);
    detach(homes, "vdb");
    failing("umount", true);
    const gone = sync(wanted);
    expect(gone).toMatchObject({ status: 0, exports: line("homes"), served: [], mounts: [] });
    expect(gone.calls).toEqual(["exportfs -ra", "umount --lazy /srv/homes", "exportfs -ra"]);
    expect(read("told").split("--\n").slice(-2)).toEqual([line("homes"), line("homes")]);
    attach(homes, "vdd");
    put("vdd", 0, "XFSB");
    expect(sync(wanted)).toMatchObject({ served: ["/srv/homes"], mounts: [["/srv/homes", "/dev/vdd"]] });
  });

  test("a mounted volume stays while udev has no link to it", () => {
    attach(homes, "vdb");
    sync(wanted);
    fs.rmSync(at(link));
    expect(sync(wanted)).toMatchObject({ status: 0, served: ["/srv/homes"], mounts: [["/srv/homes", "/dev/vdb"]] });
  });

  test("a file system that cannot grow is served all the same", () => {
    attach(homes, "vdb");
    sync(wanted);
    failing("xfs_growfs", true);
    const { status, log, exports, served } = sync(wanted);
    expect([status, exports, served]).toEqual([1, line("homes"), ["/srv/homes"]]);
    expect(log).toBe("homes: xfs_growfs -d /srv/homes failed (exit 1): \n");
  });

  test("exportfs that failed is called again though the file is written", () => {
    attach(homes, "vdb");
    failing("exportfs", true);
    expect(sync(wanted)).toMatchObject({ status: 1, exports: line("homes"), served: [] });
    failing("exportfs", false);
    expect(sync(wanted)).toMatchObject({ status: 0, served: ["/srv/homes"] });
    expect(fs.readdirSync(at("etc/exports.d"))).toEqual(["science-platform.exports"]);
  });

  test.each([
    ["no meta", { uuid: "x" }, "(KeyError: 'meta')"],
    ["no keys of ours", { meta: { site: "lab" } }, "(KeyError: 'nfs-clients')"],
    ["not an object", [], "(TypeError: list indices must be integers or slices, not str)"],
    ["no exports", { meta: { "nfs-clients": "10.10.0.0/24" } }, "(wrong: nfs-clients or no exports)"],
    [
      "half an export",
      { meta: { "nfs-clients": "10.10.0.0/24", "nfs-export.homes": " rw" } },
      "(wrong: nfs-export.homes)",
    ],
    [
      "a name that leads elsewhere",
      { meta: { "nfs-clients": "10.10.0.0/24", "nfs-export.../etc": `${data} rw` } },
      "(wrong: nfs-export.../etc)",
    ],
  ])("an answer with %s changes nothing", (_, answer, reason) => {
    attach(homes, "vdb");
    const before = sync(wanted);
    const { status, log, calls, ...after } = run(answer);
    expect([status, calls]).toEqual([1, []]);
    expect(log).toBe(`metadata cannot be used ${reason}: everything stays as it is\n`);
    expect(after).toEqual({ exports: before.exports, served: before.served, mounts: before.mounts });
  });

  test("a run while another one is at work does nothing", () => {
    attach(homes, "vdb");
    // The second run starts in the middle of the first.
    fake(
      "blkid",
      `[ -n "$SECOND" ] || SECOND=1 python3 "${script}" 2>&1 | sed "s/^/second: /" >> "${at("calls")}"; exit 2`,
    );
    expect(sync(wanted).calls.slice(1, 3)).toEqual(["second: another run is at work", `mkfs.xfs ${link}`]);
  });
});

test("clients' open files are revoked before unmounting, since they would hold the file system", () => {
  fs.mkdirSync(at("proc/fs/nfsd"), { recursive: true });
  fs.writeFileSync(at("proc/fs/nfsd/unlock_filesystem"), "");
  attach(homes, "vdb");
  sync(wanted);
  expect(read("proc/fs/nfsd/unlock_filesystem")).toBe("");
  sync({ "nfs-export.data": `${data} rw` });
  expect(read("proc/fs/nfsd/unlock_filesystem")).toBe(`${at("srv/homes")}\n`);
});

describe("CephFS", () => {
  const source = "10.19.4.16:6789,10.19.4.17:6789:/volumes/_nogroup/butler";
  const share = "55aa2d6e-1111-2222-3333-444455556666";
  const shared = { "nfs-export.butler": `${share} ro`, "nfs-share.butler": `${source} test-butler AQBsecret==` };

  test("is mounted by a table that only root reads, without any helper, and exported with a number of its own", () => {
    const { status, log, calls, exports, mounts } = sync(shared);
    expect([status, log]).toEqual([0, ""]);
    expect(calls).toEqual([
      "mount --internal-only --fstab /run/science-platform/butler.fstab /srv/butler",
      "exportfs -ra",
    ]);
    expect(exports).toBe(`/srv/butler 10.10.0.0/24(ro,root_squash,sync,no_subtree_check,sec=sys,mp,fsid=${share})\n`);
    expect(mounts).toEqual([["/srv/butler", source]]);
    expect(read("run/science-platform/butler.fstab").replaceAll(at(), "")).toBe(
      `${source} /srv/butler ceph name=test-butler,secret=AQBsecret==,nodev,nosuid,noatime 0 0\n`,
    );
    expect(fs.statSync(at("run/science-platform/butler.fstab")).mode & 0o777).toBe(0o600);
  });

  test("a second run does nothing; it is neither grown nor bounded", () => {
    sync({ ...shared, "nfs-quota.butler.0": "20" });
    expect(sync({ ...shared, "nfs-quota.butler.0": "20" }).calls).toEqual(["exportfs -ra"]);
  });

  test("another share in its place waits until the first is free, and the first is unmounted when it is not wanted", () => {
    sync(shared);
    failing("umount", true);
    const other = { ...shared, "nfs-share.butler": `${source}2 test-butler AQBsecret==` };
    expect(sync(other)).toMatchObject({ status: 1, exports: "", mounts: [["/srv/butler", source]] });
    failing("umount", false);
    expect(sync(other).mounts).toEqual([["/srv/butler", `${source}2`]]);
    attach(data, "vdc");
    expect(sync({ "nfs-export.data": `${data} rw` }).mounts).toEqual([["/srv/data", "/dev/vdc"]]);
  });
});

describe("the second network card", () => {
  const file = "etc/systemd/network/05-second-nic.network";
  const nic = { ...wanted, "second-nic": "fa:16:3e:00:00:01 9000 10.19.4.0/24=10.21.255.254" };

  beforeEach(() => attach(homes, "vdb"));

  test("systemd-networkd is told once, and again when it refused", () => {
    failing("networkctl", true);
    expect(sync(nic)).toMatchObject({
      status: 1,
      log: expect.stringContaining("second network card: networkctl reload failed (exit 1)") as string,
      served: ["/srv/homes"],
    });
    failing("networkctl", false);
    expect(sync(nic).calls[0]).toBe("networkctl reload");
    expect(read(file)).toBe(
      [
        ...["[Match]", "MACAddress=fa:16:3e:00:00:01", "", "[Link]", "RequiredForOnline=no", "MTUBytes=9000", ""],
        ...["[Network]", "DHCP=ipv4", "LinkLocalAddressing=no", ""],
        ...["[DHCPv4]", "UseGateway=no", "UseDNS=no", "UseNTP=no", "UseMTU=no", ""],
        ...["[Route]", "Destination=10.19.4.0/24", "Gateway=10.21.255.254", ""],
      ].join("\n"),
    );
    expect(sync(nic).calls).not.toContain("networkctl reload");
  });

  test("the network's own MTU; and a card that is not wanted any more", () => {
    sync({ ...wanted, "second-nic": "fa:16:3e:00:00:01 -" });
    expect(read(file)).toContain("UseMTU=yes\n");
    expect(read(file)).not.toContain("MTUBytes");
    expect(sync(wanted).calls[0]).toBe("networkctl reload");
    expect(read(file)).toBe("");
  });

  test.each(["fa:16:3e:00:00:01", "fa:16:3e:00:00:01 9000 10.19.4.0/24", "card 9000"])("%j changes nothing", (text) => {
    expect(sync({ ...wanted, "second-nic": text })).toMatchObject({ status: 1, calls: [] });
  });
});

test("root of the clients is root in the files where that is stated", () => {
  attach(homes, "vdb");
  expect(sync({ "nfs-export.homes": `${homes} rw root` }).exports).toBe(
    "/srv/homes 10.10.0.0/24(rw,no_root_squash,sync,no_subtree_check,sec=sys,mp)\n",
  );
});

test.each([
  ["nfs-quota.homes.0", "20 ada"],
  ["nfs-quota.homes.0", "all"],
  ["nfs-quota.homes.0", "20 ../ada=5"],
  ["nfs-snapshots.homes", "daily"],
  ["nfs-share.homes", "server user"],
])("%s %j changes nothing", (key, value) => {
  attach(homes, "vdb");
  const { status, calls, log } = sync({ ...wanted, [key]: value });
  expect([status, calls]).toEqual([1, []]);
  expect(log).toBe(`metadata cannot be used (wrong: ${key}): everything stays as it is\n`);
});
