/**
 * The file server's own programs on a real machine: Debian with systemd, cloud-init, the kernel's NFS server and client, and XFS with
 * quotas (lab/machine). Needs the lab's packages, not its cloud.
 *
 * Not real: the cloud's disks are loop devices with the links that udev would make; the machine has no network, so that cloud-init's
 * `apt-get update` fails and the packages are installed beforehand; CephFS, of which there is none (sync-exports.test.ts has its mount).
 */
import { parse } from "yaml";
import { secondNicValue, settings } from "../../infra/file-server/metadata";
import { userData } from "../../infra/file-server/user-data";
import { machineDisk } from "../../lab/machine/image";
import { Machine } from "../../lab/machine/machine";
import { printProgress } from "../../lab/progress";

const homes = "3f0c2d6e-1111-2222-3333-444455556666";
const document = parse(userData("openstack")) as { packages: string[] };
const programs = "/usr/local/lib/science-platform";

const wanted: Record<string, string> = {
  "nfs-clients": "127.0.0.0/8",
  "nfs-export.homes": `${homes} rw`,
  ...settings("openstack", { name: "homes", readOnly: false, quota: 1, quotas: { grace: 2 }, snapshots: 2 }),
};

let machine: Machine;

/** Runs commands that have to succeed, and returns what they print. */
async function must(script: string): Promise<string> {
  const { code, output } = await machine.run(script);
  if (code !== 0) throw new Error(`exit code ${code} of: ${script}\n${output}`);
  return output.trim();
}

/** A run of the timer's service, with what it logs. */
const sync = async () => (await machine.run(`${programs}/sync_exports.py`)).output.trim().split("\n").filter(Boolean);

async function snapshot(date: string) {
  const { code, output } = await machine.run(`TAKE_SNAPSHOTS_DATE=${date} ${programs}/take_snapshots.py`);
  // Times differ.
  return { code, log: output.trim().replace(/ in \d+ s$/m, "") };
}

/** A command of a user. */
const as = (uid: number, command: string) => `setpriv --reuid ${uid} --regid ${uid} --clear-groups ${command}`;

const snapshots = () => must("ls -A /srv/homes/.snapshots");

beforeAll(async () => {
  const disk = await machineDisk(document.packages, printProgress);
  machine = Machine.start(disk, userData("openstack"));
  machine.setMetadata(wanted);
  // `cloud-init status --wait` ends at the first error, and that there is no network is one.
  const finished = "/var/lib/cloud/instance/boot-finished";
  await machine.run(
    `while [ ! -e ${finished} ]; do sleep 1; done; systemctl stop sync-exports.timer take-snapshots.timer`,
    900,
  );
}, 1_500_000);

afterAll(() => machine.stop());

jest.setTimeout(600_000);

describe("the first boot", () => {
  test("everything is up, and nothing listens that need not", async () => {
    expect(await must("systemctl is-active nfs-server prometheus-node-exporter")).toBe("active\nactive");
    expect(await must("systemctl is-enabled sync-exports.timer take-snapshots.timer")).toBe("enabled\nenabled");
    expect(await must("ss -Hltn | awk '{print $4}' | grep -v 169.254.169.254 | sort -u")).toBe(
      "*:9100\n0.0.0.0:2049\n[::]:2049",
    );
    expect(await must("cat /proc/fs/nfsd/versions")).toBe("-3 +4 -4.0 +4.1 +4.2");
  });

  test("the node exporter tells how our units are", async () => {
    const metrics = `python3 -c 'import urllib.request as u; print(u.urlopen("http://127.0.0.1:9100/metrics").read().decode())'`;
    const units = await must(
      `${metrics} | grep -o 'node_systemd_unit_state{name="[a-z-]*.service",state="active"' | sort`,
    );
    expect(units.match(/name="[^"]*"/g)).toEqual([
      'name="nfs-server.service"',
      'name="sync-exports.service"',
      'name="take-snapshots.service"',
    ]);
  });
});

describe("a volume", () => {
  let id: string;

  test("is waited for, then formatted once, mounted with quotas and exported to the clients only", async () => {
    expect(await sync()).toEqual([`homes: volume ${homes} is not attached yet`]);
    await must(
      `mkdir -p /dev/disk/by-id /var/volumes && truncate -s 3G /var/volumes/homes && losetup /dev/loop0 /var/volumes/homes &&
       ln -s ../../loop0 /dev/disk/by-id/virtio-${homes.slice(0, 20)}`,
    );
    expect(await sync()).toEqual([
      `homes: new file system on /dev/disk/by-id/virtio-${homes.slice(0, 20)}`,
      "homes: bounds set: 1",
    ]);
    expect(await must("findmnt --noheadings --output OPTIONS /srv/homes")).toMatch(/^rw,nosuid,nodev,.*,prjquota$/);
    expect(await must("exportfs -s")).toMatch(
      /^\/srv\/homes {2}127\.0\.0\.0\/8\(.*,rw,secure,root_squash,no_all_squash\)$/,
    );
    id = await must("blkid --output value --match-tag UUID /dev/loop0");
  });

  test("a second run formats nothing, and neither does a new machine", async () => {
    expect(await sync()).toEqual([]);
    await must("touch /srv/homes/old && exportfs -ua && umount /srv/homes && rm /etc/exports.d/* && rmdir /srv/homes");
    expect(await sync()).toEqual([]);
    expect(await must("ls /srv/homes && rm /srv/homes/old")).toBe("old");
    expect(await must("blkid --output value --match-tag UUID /dev/loop0")).toBe(id);
  });

  test("clients' root is nobody; users make their own homes", async () => {
    await must("mkdir -p /mnt && mount -t nfs4 127.0.0.1:/srv/homes /mnt");
    await must(as(1001, "sh -c 'mkdir /mnt/ada && echo one > /mnt/ada/notes'"));
    await must(as(1002, "mkdir /mnt/grace"));
    await must("touch /mnt/loose");
    expect(await must("stat --format '%U' /srv/homes/loose")).toBe("nobody");
    expect((await machine.run("rm -r /mnt/ada")).code).toBe(1);
  });
});

describe("bounds", () => {
  test("every home becomes a project with its bound; a second run does nothing", async () => {
    expect(await sync()).toEqual([
      "homes: ada becomes project 1000",
      "homes: grace becomes project 1001",
      "homes: bounds set: 2",
    ]);
    expect(await sync()).toEqual([]);
    const report = await must("xfs_quota -x -c 'report -p -n -N -b' /srv/homes | awk 'NF {print $1, $4}'");
    expect(report.split("\n")).toEqual(["#0 0", "#1 1048576", "#1000 1048576", "#1001 2097152"]);
  });

  test("a client gets no more than its home's bound, and sees it", async () => {
    expect(await machine.run(as(1001, "fallocate -l 1100M /mnt/ada/big"))).toEqual({
      code: 1,
      output: "fallocate: fallocate failed: No space left on device\n",
    });
    await must(as(1002, "fallocate -l 1100M /mnt/grace/big"));
    expect(await must("df --output=size --block-size=1M /mnt/ada | tail -1")).toBe("1024");
    await must("rm /srv/homes/grace/big");
  });

  test("who writes beside the homes is bounded too", async () => {
    // Not created: the kernel lets not even root do so in a folder for all with a file of another's.
    const grow = `import os; os.posix_fallocate(os.open("/mnt/loose", os.O_WRONLY), 0, 1100 << 20)`;
    expect((await machine.run(`python3 -c '${grow}'`)).output).toContain("No space left on device");
  });

  test("another bound in the configuration is another bound on the machine; none lifts it", async () => {
    const bound = () => must("xfs_quota -x -c 'report -p -n -N -b' /srv/homes | awk '/^#1000/ {print $4}'");
    machine.setMetadata({ ...wanted, "nfs-quota.homes.0": "1 ada=3" });
    expect(await sync()).toEqual(["homes: bounds set: 2"]);
    expect(await bound()).toBe("3145728");
    const unbounded = Object.entries(wanted).filter(([key]) => !key.startsWith("nfs-quota."));
    machine.setMetadata(Object.fromEntries(unbounded));
    expect(await sync()).toEqual(["homes: bounds set: 3"]);
    expect(await bound()).toBe("0");
    machine.setMetadata(wanted);
    expect(await sync()).toEqual(["homes: bounds set: 3"]);
  });

  test("a folder with files from before is marked through and through, except by way of links", async () => {
    await must(
      "mkdir -p /srv/homes/old/a/b && echo x > /srv/homes/old/a/b/c && ln -s /srv/homes/ada /srv/homes/old/link",
    );
    expect(await sync()).toEqual(["homes: old becomes project 1002", "homes: bounds set: 1"]);
    expect(await must("lsattr -p /srv/homes/old/a/b/c | awk '{print $1}'")).toBe("1002");
    expect(await must("lsattr -p -d /srv/homes/ada | awk '{print $1}'")).toBe("1000");
  });
});

describe("snapshots", () => {
  test("share the files' blocks, count as nobody's, and only root on the machine sees them", async () => {
    await must("dd if=/dev/urandom of=/srv/homes/ada/data bs=1M count=100 status=none && sync");
    const used = () => must("xfs_quota -x -c 'report -p -n -N -b' /srv/homes | awk '/^#1000/ {print $2}'");
    const free = () => must("df --output=avail --block-size=1M /srv/homes | tail -1");
    const before = [await used(), Number(await free())] as const;
    expect(await snapshot("2026-01-01")).toEqual({ code: 0, log: "homes: snapshot 2026-01-01 taken" });
    expect(await used()).toBe(before[0]);
    expect(before[1] - Number(await free())).toBeLessThan(10);
    expect((await machine.run("ls /mnt/.snapshots")).output).toContain("Permission denied");
    expect((await machine.run(as(1001, "ls /mnt/.snapshots"))).code).toBe(2);
  });

  test("a user's file comes back as it was, as the user's own and within the bound", async () => {
    await must("echo two > /srv/homes/ada/notes; chown 1001:1001 /srv/homes/ada/notes");
    await must("cp -a --reflink=always /srv/homes/.snapshots/2026-01-01/ada/notes /srv/homes/ada/notes-of-new-year");
    expect(await must("cat /mnt/ada/notes-of-new-year; stat --format %u /mnt/ada/notes-of-new-year")).toBe("one\n1001");
    expect(await must("lsattr -p /srv/homes/ada/notes-of-new-year | awk '{print $1}'")).toBe("1000");
  });

  test("one a day; the oldest go", async () => {
    expect(await snapshot("2026-01-01")).toEqual({ code: 0, log: "" });
    await snapshot("2026-01-02");
    expect(await snapshot("2026-01-03")).toEqual({
      code: 0,
      log: "homes: snapshot 2026-01-03 taken\nhomes: snapshot 2026-01-01 removed",
    });
    expect(await snapshots()).toBe("2026-01-02\n2026-01-03");
  });

  test("an interrupted one is gone on with, and never looks like a whole one", async () => {
    await must(
      `cd /srv/homes/.snapshots && mkdir -p .new-2026-01-04/whole/ada .new-2026-01-04/part .old-2025-12-31/x .new-2025-12-30/whole &&
       touch .new-2026-01-04/whole/ada/was-done .new-2026-01-04/part/copy`,
    );
    expect((await snapshot("2026-01-04")).code).toBe(0);
    expect(await snapshots()).toBe("2026-01-03\n2026-01-04");
    expect(await must("ls /srv/homes/.snapshots/2026-01-04; ls /srv/homes/.snapshots/2026-01-04/ada")).toBe(
      "ada\ngrace\nloose\nold\nwas-done",
    );
  });

  test("a full file system gets none and keeps those it has", async () => {
    await must("fallocate -l 2500M /srv/homes/full");
    const { code, log } = await snapshot("2026-01-05");
    expect([code, log.replace(/\d+ % full/, "N % full")]).toEqual([
      1,
      "homes: N % full, more than 85 %: no snapshot; raise the volume's size or keep fewer snapshots",
    ]);
    expect(await snapshots()).toBe("2026-01-03\n2026-01-04");
    await must("rm /srv/homes/full");
  });

  test("a folder of that name which a user made is not used", async () => {
    await must("mv /srv/homes/.snapshots /srv/homes/kept && ln -s /etc /srv/homes/.snapshots");
    expect(await snapshot("2026-01-05")).toEqual({
      code: 1,
      log: "homes: /srv/homes/.snapshots is not ours: remove it or move it away",
    });
    await must("rm /srv/homes/.snapshots && mv /srv/homes/kept /srv/homes/.snapshots");
  });
});

test("the volume grows while a client writes", async () => {
  const ticks = "for i in $(seq 200); do echo $i || exit 1; sleep 0.05; done > /mnt/ada/ticks";
  await must(`(${as(1001, `sh -c '${ticks}'`)}; echo $? > /run/ticks) &`);
  await must("truncate -s 4G /var/volumes/homes && losetup --set-capacity /dev/loop0");
  expect(await sync()).toEqual([]);
  expect(Number(await must("df --output=size --block-size=1M /srv/homes | tail -1"))).toBeGreaterThan(3900);
  expect(await must("while [ ! -e /run/ticks ]; do sleep 0.2; done; cat /run/ticks; wc -l < /mnt/ada/ticks")).toBe(
    "0\n200",
  );
});

test("the second card: MTU and routes are CephFS's, gateway and names are not taken from it", async () => {
  // The other end is the network's DHCP server, and its router.
  await must(`mkdir -p /etc/systemd/network && ip link add card address fa:16:3e:00:00:01 type veth peer name router
    printf '[Match]\\nName=router\\n[Network]\\nAddress=10.21.255.254/16\\nDHCPServer=yes\\n' > /etc/systemd/network/router.network
    networkctl reload && ip link set router up && ip link set router mtu 9000`);
  const nic = secondNicValue("fa:16:3e:00:00:01", 9000, [{ to: "10.19.4.0/24", via: "10.21.255.254" }]);
  machine.setMetadata({ ...wanted, "second-nic": nic });
  expect(await sync()).toEqual([]);
  expect(await must("for i in $(seq 60); do ip route show 10.19.4.0/24 | grep . && break; sleep 1; done")).toMatch(
    /^10\.19\.4\.0\/24 via 10\.21\.255\.254 dev card /,
  );
  expect(await must("cat /sys/class/net/card/mtu; ip route show default")).toBe("9000");
  machine.setMetadata(wanted);
  expect(await sync()).toEqual([]);
  expect((await machine.run("ls /etc/systemd/network/05-second-nic.network")).code).toBe(2);
});

test("an export that is gone is let go of, though a client has a file open", async () => {
  await must(`${as(1001, "sh -c 'exec 3>> /mnt/ada/open; sleep 600'")} & sleep 1`);
  machine.setMetadata({ "nfs-clients": "127.0.0.0/8", "nfs-export.other": "99999999-1111-2222-3333-444455556666 rw" });
  expect(await sync()).toEqual([
    "homes: /dev/loop0 is no longer wanted here: unmounting",
    "other: volume 99999999-1111-2222-3333-444455556666 is not attached yet",
  ]);
  expect((await machine.run("findmnt /srv/homes")).code).toBe(1);
  await must("losetup --detach /dev/loop0");
});
