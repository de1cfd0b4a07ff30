import * as fs from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";
import { userData } from "./user-data";

interface Document {
  apt: object;
  packages: string[];
  write_files: { path: string; permissions?: string; content: string }[];
  runcmd: string[];
}

const text = userData("openstack");
const document = parse(text) as Document;
const file = (name: string) => document.write_files.find((one) => one.path === name)?.content;

test("is a cloud-config below Nova's limit of 65535 bytes in base64", () => {
  expect(text.split("\n")[0]).toBe("#cloud-config");
  expect(Buffer.from(text).toString("base64").length).toBeLessThan(65535);
});

const programs = ["machine", "quotas", "second_nic", "sync_exports", "take_snapshots", "wanted"];
const folder = "/usr/local/lib/science-platform";

test("installs the server and the node exporter, and nothing that those only recommend", () => {
  expect(document.packages).toEqual(["nfs-kernel-server", "xfsprogs", "prometheus-node-exporter"]);
  expect(document.apt).toEqual({ conf: 'APT::Install-Recommends "0";\n' });
});

test("carries every program of the folder unchanged", () => {
  const machine = path.join(__dirname, "machine");
  expect(fs.readdirSync(machine).filter((name) => name.endsWith(".py"))).toEqual(programs.map((name) => `${name}.py`));
  for (const name of programs) {
    expect(file(`${folder}/${name}.py`)).toBe(fs.readFileSync(path.join(machine, `${name}.py`), "utf8"));
    expect(document.write_files.find((one) => one.path === `${folder}/${name}.py`)?.permissions).toBe("0755");
  }
});

test("NFSv4 only, on its fixed port, and nothing beside it listens", () => {
  const lines = file("/etc/nfs.conf.d/science-platform.conf")?.split("\n");
  expect(lines).toEqual(expect.arrayContaining(["port=2049", "udp=n", "vers3=n", "vers4=y", "vers4.0=n"]));
  expect(document.runcmd[0]).toBe("systemctl mask --now rpcbind.socket rpcbind.service rpc-statd.service");
});

test("every unit that is started is written, and starts a file that is written", () => {
  expect(document.runcmd.at(-1)).toBe("systemctl enable --now sync-exports.timer take-snapshots.timer");
  expect(file("/etc/systemd/system/sync-exports.timer")).toContain("OnUnitInactiveSec=60\n");
  const service = file("/etc/systemd/system/sync-exports.service");
  expect(service).toContain(`ExecStart=${folder}/sync_exports.py\n`);
  // The other way round, they would wait for each other.
  expect(service).not.toContain("nfs-server");
  expect(file("/etc/systemd/system/take-snapshots.timer")).toContain("OnCalendar=*-*-* 01/4:00:00\n");
  const snapshots = file("/etc/systemd/system/take-snapshots.service");
  expect(snapshots).toContain(`Nice=19\nIOSchedulingClass=idle\nExecStart=${folder}/take_snapshots.py\n`);
});

test("the node exporter tells of our units", () => {
  expect(file("/etc/systemd/system/prometheus-node-exporter.service.d/science-platform.conf")).toBe(
    "[Service]\nExecStart=\nExecStart=/usr/bin/prometheus-node-exporter --collector.systemd " +
      "--collector.systemd.unit-include=(sync-exports|take-snapshots|nfs-server).service\n",
  );
});

test("at boot the NFS server waits for mounts and exports", () => {
  expect(file("/etc/systemd/system/nfs-server.service.d/sync-exports.conf")).toBe(
    "[Unit]\nWants=sync-exports.service\nAfter=sync-exports.service\n",
  );
});

test("on Google Cloud both programs are told so", () => {
  const { write_files: files } = parse(userData("google")) as Document;
  for (const [unit, name] of [
    ["sync-exports", "sync_exports"],
    ["take-snapshots", "take_snapshots"],
  ]) {
    const text = files.find((one) => one.path === `/etc/systemd/system/${unit}.service`)?.content;
    expect(text).toContain("Environment=SYNC_EXPORTS_CLOUD=google\n");
    expect(text).toContain(`ExecStart=${folder}/${name}.py\n`);
  }
});
