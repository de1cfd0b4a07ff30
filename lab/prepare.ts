/** Makes the state folder ready for the processes. Repeated by every start; never touches data. */
import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { paths, repository } from "./paths";
import { renderFolder } from "./render";

/** The only place outside the state folder: Octavia's OVN provider looks for its agent's sockets here, whatever the configuration says. */
const octaviaSockets = "/var/run/octavia";

const dataFolders = [
  ...["setup", "bind", "ovs", "neutron", "octavia", "cinder/volumes", "glance/images", "magnum/clusters"],
  ...["nova/instances", "designate/tooz", "keystone/fernet", "keystone/credential"],
  ...["swift/rings", "swift/devices/disk"],
  // [oslo_concurrency] lock_path
  ...["glance", "neutron", "nova", "cinder", "octavia", "magnum", "designate", "barbican"].map(
    (name) => `${name}/lock`,
  ),
];

/** Folders, keys, configuration files, entry points of our drivers, clouds.yaml. */
export function prepareState(): void {
  fs.mkdirSync(paths.state, { recursive: true, mode: 0o755 });
  for (const folder of [paths.etc, paths.var, paths.log, paths.pulumi])
    fs.mkdirSync(folder, { recursive: true, mode: 0o755 });
  for (const folder of dataFolders) fs.mkdirSync(path.join(paths.var, folder), { recursive: true });

  emptyRun();
  writeEntryPoints();
  ensureNameServerKey();
  ensureLoadBalancerAuthority();
  renderFolder(paths.config, paths.etc, { STATE: paths.state, VAR: paths.var, RUN: paths.run });
  fs.renameSync(path.join(paths.etc, "clouds.yaml"), paths.cloudsYaml);
}

/** Sockets and pid files of processes that are gone mislead the next ones. */
function emptyRun(): void {
  fs.rmSync(paths.run, { recursive: true, force: true });
  fs.mkdirSync(path.join(paths.run, "ovs"), { recursive: true, mode: 0o755 });
  for (const [folder, user] of [
    ["mysql", "mysql"],
    ["rabbitmq", "rabbitmq"],
  ] as const) {
    fs.mkdirSync(path.join(paths.run, folder));
    execFileSync("chown", [user, path.join(paths.run, folder)]);
  }
  execFileSync("chown", ["-R", "rabbitmq", path.join(paths.run, "rabbitmq")]);
  fs.mkdirSync(octaviaSockets, { recursive: true });
  for (const file of fs.readdirSync(octaviaSockets)) fs.rmSync(path.join(octaviaSockets, file));
  fs.writeFileSync(paths.prepared, `${repository}\n`);
}

/** A folder X.dist-info on PYTHONPATH is all that makes a Python module an installed plugin. */
function writeEntryPoints(): void {
  const folder = path.join(paths.etc, "python", "lab_drivers-1.0.dist-info");
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(path.join(folder, "METADATA"), "Metadata-Version: 2.1\nName: lab-drivers\nVersion: 1.0\n");
  fs.writeFileSync(
    path.join(folder, "entry_points.txt"),
    "[magnum.drivers]\nk8s_lab = lab_magnum:Driver\n\n" +
      "[octavia.network.drivers]\nlab_network_driver = lab_octavia:LabNetworkDriver\n",
  );
}

/** With this key Designate tells named about zones. */
function ensureNameServerKey(): void {
  const file = path.join(paths.var, "bind", "rndc.key");
  if (fs.existsSync(file)) return;
  const secret = randomBytes(32).toString("base64");
  writeWhole(file, `key "rndc-key" {\n  algorithm hmac-sha256;\n  secret "${secret}";\n};\n`);
}

/** Octavia reads a certificate authority when it starts, though no amphora ever asks for a certificate. */
function ensureLoadBalancerAuthority(): void {
  const folder = path.join(paths.var, "octavia");
  const [key, certificate, both] = ["ca.key", "ca.crt", "client.pem"].map((name) => path.join(folder, name));
  if (key === undefined || certificate === undefined || both === undefined || fs.existsSync(both)) return;
  const subject = ["-subj", "/CN=lab-octavia", "-days", "3650", "-passout", "pass:lab"];
  execFileSync("openssl", ["req", "-x509", "-newkey", "rsa:2048", ...subject, "-keyout", key, "-out", certificate], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  writeWhole(both, fs.readFileSync(certificate, "utf8") + fs.readFileSync(key, "utf8"));
}

/** A file that exists is complete. */
function writeWhole(file: string, text: string): void {
  fs.writeFileSync(`${file}.new`, text, { mode: 0o600 });
  fs.renameSync(`${file}.new`, file);
}
