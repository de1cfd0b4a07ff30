import * as fs from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";
import { clientsKey, exportKey, exportPath, exportValue, userData } from "./user-data";

interface Document {
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

test("installs the server and carries the script unchanged", () => {
  expect(document.packages).toEqual(["nfs-kernel-server", "xfsprogs"]);
  const script = fs.readFileSync(path.join(__dirname, "sync_exports.py"), "utf8");
  expect(file("/usr/local/sbin/sync-exports")).toBe(script);
  expect(document.write_files.find((one) => one.path === "/usr/local/sbin/sync-exports")?.permissions).toBe("0755");
});

test("NFSv4 only, on its fixed port, and nothing beside it listens", () => {
  const lines = file("/etc/nfs.conf.d/science-platform.conf")?.split("\n");
  expect(lines).toEqual(expect.arrayContaining(["port=2049", "udp=n", "vers3=n", "vers4=y", "vers4.0=n"]));
  expect(document.runcmd[0]).toBe("systemctl mask --now rpcbind.socket rpcbind.service rpc-statd.service");
});

test("every unit that is started is written, and starts a file that is written", () => {
  expect(document.runcmd.at(-1)).toBe("systemctl enable --now sync-exports.timer");
  expect(file("/etc/systemd/system/sync-exports.timer")).toContain("OnUnitInactiveSec=60\n");
  const service = file("/etc/systemd/system/sync-exports.service");
  expect(service).toContain("ExecStart=/usr/local/sbin/sync-exports\n");
  // The other way round, they would wait for each other.
  expect(service).not.toContain("nfs-server");
});

test("at boot the NFS server waits for mounts and exports", () => {
  expect(file("/etc/systemd/system/nfs-server.service.d/sync-exports.conf")).toBe(
    "[Unit]\nWants=sync-exports.service\nAfter=sync-exports.service\n",
  );
});

test("exports travel as metadata", () => {
  expect(clientsKey).toBe("nfs-clients");
  expect([exportKey("openstack", "homes"), exportValue("3f0c", false)]).toEqual(["nfs-export.homes", "3f0c rw"]);
  expect(exportValue("77aa", true)).toBe("77aa ro");
  expect(exportPath("homes")).toBe("/srv/homes");
});

test("on Google Cloud the script is told so, and keys of metadata have no dots", () => {
  const { write_files: files } = parse(userData("google")) as Document;
  const unit = files.find((one) => one.path === "/etc/systemd/system/sync-exports.service")?.content;
  expect(unit).toContain("Environment=SYNC_EXPORTS_CLOUD=google\nExecStart=/usr/local/sbin/sync-exports\n");
  expect(exportKey("google", "homes")).toBe("nfs-export-homes");
});
