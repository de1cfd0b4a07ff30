/** The file server as the platform makes it, under mocks, and the script that starts it. */
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { record, type RecordedResource, type Run } from "../../../test/mocks";
import { createPlatform } from "../..";
import { ownCharts } from "../../catalog";
import { broken, exampleInfrastructure } from "../../testing";
import { backedUpNamespaces } from "../table";
import { exampleGiven, exampleSite } from "../testing";
import { fileServer } from ".";

const exports = [
  { name: "homes", size: 100, address: "172.24.0.21", rootAccess: true },
  { name: "catalogues", size: 50, address: "172.24.0.22", class: "standard", readOnly: true },
];
const storage = {
  classes: [{ name: "standard", volumeType: "ceph", reclaim: "Retain" as const, default: true }],
  fileServer: { kind: "pod" as const, exports },
};
const site = exampleSite({ storage, services: { portal: { host: "portal", workArea: "homes" } } });
const [instance] = fileServer.instances(site);

test("each export has its volume, its address and its rights; only a disposable site's claims go with it", () => {
  const values = (lifecycle: "production" | "disposable") =>
    fileServer.instances(exampleSite({ storage, lifecycle })).map((one) => one.values(exampleGiven));
  const made = {
    exports: [
      { name: "homes", size: "100Gi", address: "172.24.0.21", readOnly: false, rootAccess: true, backup: true },
      {
        ...{ name: "catalogues", size: "50Gi", address: "172.24.0.22", readOnly: true, rootAccess: false },
        ...{ storageClass: "standard", backup: true },
      },
    ],
    clients: ["10.10.0.0/24"],
    priorityClassName: "platform-foundation",
  };
  expect(values("production")).toEqual([{ ...made, keep: true }]);
  expect(values("disposable")).toEqual([{ ...made, keep: false }]);
});

test("only the nodes come in, or whom the site names", () => {
  const pods = { "app.kubernetes.io/name": "file-server" };
  expect(instance?.openings).toEqual({
    nodes: { kind: "from-ranges", ranges: ["10.10.0.0/24"], pods, ports: [2049] },
  });
  const clients = ["10.10.0.0/24", "172.16.0.0/24"];
  const [wider] = fileServer.instances(
    exampleSite({ storage: { ...storage, fileServer: { ...storage.fileServer, clients } } }),
  );
  expect(wider?.openings).toEqual({ nodes: { kind: "from-ranges", ranges: clients, pods, ports: [2049] } });
  expect(wider?.values(exampleGiven)).toMatchObject({ clients });
});

test("its namespace has room for its volumes, and for one pod more than there are exports", () => {
  expect(instance?.namespace).toEqual({
    owner: "operators",
    podSecurity: "privileged",
    quota: { cpu: "6", memory: "6144Mi", pods: 3, storage: "150Gi", claims: 2 },
  });
});

test("its volumes are backed up, all but those of which the site says that they need it not", () => {
  expect(backedUpNamespaces(site)).toEqual(["file-server"]);
  const left = (without: Record<string, string>) => {
    const targets = { near: { kind: "bucket" as const, bucket: "backup" } };
    const config = exampleSite({ storage, services: { backup: { targets, without } } });
    const [made] = fileServer.instances(config);
    const { exports: served } = made?.values(exampleGiven) as { exports: { name: string; backup: boolean }[] };
    return [served.map((one) => one.backup), made?.backup];
  };
  expect(left({ "files-catalogues": "elsewhere too" })).toEqual([
    [true, false],
    { kind: "volumes", what: "The files of the exports homes." },
  ]);
  expect(left({ "files-catalogues": "elsewhere too", "files-homes": "scratch" })).toEqual([
    [false, false],
    { kind: "nothing", why: "services.backup.without names every export." },
  ]);
});

describe("in the platform", () => {
  let run: Run;
  beforeAll(async () => {
    jest.spyOn(console, "warn").mockImplementation(() => undefined);
    run = await record("files", () => ({
      platform: pulumi.output(createPlatform(site, exampleInfrastructure()).endpoints),
    }));
  }, 240_000);

  test("keeps to our own policies", () => {
    expect(broken(run, site)).toEqual([]);
  });

  test("every other service comes after it, and goes before it", () => {
    const services = run.resources.filter(({ type }) => type.startsWith("science-platform:services:"));
    const waits = ({ dependsOn = [] }: RecordedResource) =>
      dependsOn.some((one) => one.includes("Release::file-server"));
    expect(services.map((one) => [one.name, waits(one)])).toEqual([
      ["file-server", false],
      ["portal", true],
    ]);
  });
});

describe("serve.sh", () => {
  let folder: string;
  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "file-server-"));
    fs.writeFileSync(path.join(folder, "ganesha.nfsd"), '#!/bin/sh\necho "$@"\n', { mode: 0o755 });
  });
  afterEach(() => fs.rmSync(folder, { recursive: true }));

  /** The volume is a folder of ours. @returns what the server was started with */
  function start(): string {
    const file = path.join(__dirname, "../../..", ownCharts, "file-server/files/serve.sh");
    const script = fs.readFileSync(file, "utf8").replaceAll("/export/", `${folder}/export/`);
    const { stdout, stderr, status } = spawnSync("sh", ["-c", script], {
      env: { PATH: `${folder}:${process.env.PATH ?? ""}` },
      encoding: "utf8",
    });
    expect([status, stderr]).toEqual([0, ""]);
    return stdout;
  }
  const mode = (name: string) => (fs.statSync(path.join(folder, "export", name)).mode & 0o7777).toString(8);

  test("an empty volume can be written by everybody, what the server notes by itself only", () => {
    expect(start()).toBe("-F -L STDOUT -p /var/run/ganesha/ganesha.pid -f /etc/file-server/ganesha.conf\n");
    expect([mode("files"), mode("state")]).toEqual(["1777", "700"]);
  });

  test("a volume that holds something keeps the rights that somebody gave it", () => {
    start();
    fs.mkdirSync(path.join(folder, "export/files/ada"));
    fs.chmodSync(path.join(folder, "export/files"), 0o750);
    start();
    expect(mode("files")).toBe("750");
  });
});
