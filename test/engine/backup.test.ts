/** The backup commands against a real API server; the test plays Velero's part, and the target's. */
import * as fs from "node:fs";
import * as http from "node:http";
import type { AddressInfo } from "node:net";
import * as os from "node:os";
import * as path from "node:path";
import { gzipSync } from "node:zlib";
import { repository } from "../../system/repository";
import { capture } from "../../ops/process";
import { definitions } from "../../platform/charts/contents";
import { toolEnvironment } from "../../toolchain";
import { until } from "../until";
import { ApiServer } from "./api-server";

jest.setTimeout(180_000);

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "backup-"));
const kubeconfig = path.join(folder, "kubeconfig");
const velero = "/apis/velero.io/v1/namespaces/velero";
const hour = 3_600_000;
const ago = (hours: number) => new Date(Date.now() - hours * hour).toISOString();
let api: ApiServer;
/** Answers with what a backup holds. */
let target: http.Server;
/** What it answers. */
let contents: object[] = [];

beforeAll(async () => {
  api = await ApiServer.start();
  fs.writeFileSync(kubeconfig, api.kubeconfig("admin"), { mode: 0o600 });
  target = http.createServer((_, response) => void response.end(gzipSync(JSON.stringify(contents))));
  await new Promise<void>((resolve) => target.listen(0, "127.0.0.1", resolve));
});

afterAll(async () => {
  target.close();
  await api.stop();
  fs.rmSync(folder, { recursive: true });
});

async function make(url: string, object: object): Promise<void> {
  const { status, body } = await api.request("admin", "POST", url, object);
  if (status !== 201) throw new Error(`${url}: ${status} ${body.message}`);
}

const kinds = {
  backups: "Backup",
  schedules: "Schedule",
  backupstoragelocations: "BackupStorageLocation",
} as const;

const makeVelero = (kind: keyof typeof kinds, name: string, rest: object) =>
  make(`${velero}/${kind}`, { apiVersion: "velero.io/v1", kind: kinds[kind], metadata: { name }, ...rest });

const change = (url: string, patch: object) => api.request("admin", "PATCH", url, patch);

/** Objects of a kind, as they are now. */
async function items(kind: string): Promise<{ metadata: { name: string }; spec: Record<string, unknown> }[]> {
  const { body } = await api.request("admin", "GET", `${velero}/${kind}`);
  return (body["items"] ?? []) as { metadata: { name: string }; spec: Record<string, unknown> }[];
}

function command(...words: string[]) {
  return capture("node", ["--import", "tsx", "ops/cli.ts", "backup", ...words, "--kubeconfig", kubeconfig], {
    cwd: repository,
    env: { ...process.env, ...toolEnvironment() },
  });
}

/** As Velero: gives the address of the target to whoever asks. */
async function giveAddress(): Promise<void> {
  const { port } = target.address() as AddressInfo;
  const [asked] = await until("a question to Velero", async () => {
    const found = await items("downloadrequests");
    return found.length > 0 ? found : undefined;
  });
  await change(`${velero}/downloadrequests/${asked?.metadata.name}`, {
    status: { phase: "Processed", downloadURL: `http://127.0.0.1:${port}/` },
  });
}

test("without Velero it says what installs it", async () => {
  expect(await command("list")).toEqual({
    code: 1,
    stdout: "",
    stderr: "Velero is not in the cluster: with services.backup in the stack file `pulumi up` installs it.\n",
  });
});

describe("with Velero's objects", () => {
  beforeAll(async () => {
    for (const crd of definitions(path.join(repository, "lab/charts/velero")))
      await make("/apis/apiextensions.k8s.io/v1/customresourcedefinitions", crd);
    await make("/api/v1/namespaces", { apiVersion: "v1", kind: "Namespace", metadata: { name: "velero" } });
    await make("/api/v1/namespaces", { apiVersion: "v1", kind: "Namespace", metadata: { name: "lab-birds" } });
    await until("the kinds", async () => (await api.request("admin", "GET", `${velero}/backups`)).status === 200);
    await makeVelero("backupstoragelocations", "near", { spec: {}, status: { phase: "Available" } });
    await makeVelero("schedules", "velero-near", {
      spec: {
        schedule: "0 1 * * *",
        template: {
          storageLocation: "near",
          includedNamespaces: ["lab-birds"],
          ttl: "720h0m0s",
          snapshotMoveData: true,
        },
      },
    });
    await makeVelero("backups", "velero-near-1", {
      spec: { storageLocation: "near", includedNamespaces: ["lab-birds"] },
      status: { phase: "Completed", startTimestamp: ago(1), completionTimestamp: ago(0.9), expiration: ago(-24) },
    });
  });

  test("list shows them, and ends well when every target has its backup", async () => {
    const { code, stdout } = await command("list", "--json");
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      backups: [{ name: "velero-near-1", target: "near", phase: "Completed", errors: 0 }],
      problems: [],
    });
  });

  test("list ends with 1 when a target cannot be reached, and says which", async () => {
    await makeVelero("backupstoragelocations", "far", {
      spec: {},
      status: { phase: "Unavailable", message: "denied" },
    });
    const { code, stdout } = await command("list");
    expect(code).toBe(1);
    expect(stdout).toMatch(/^name +target +schedule .*\nvelero-near-1 +near +- +Completed /);
    expect(stdout).toMatch(
      /\n\nfar: is Unavailable: denied\nfar: has no schedule, so nothing is backed up there by itself\n$/,
    );
    await api.request("admin", "DELETE", `${velero}/backupstoragelocations/far`);
  });

  test("run makes a backup from the schedule's template, and waits until it is complete", async () => {
    const running = command("run", "--wait", "--json");
    const made = await until("a backup", async () =>
      (await items("backups")).find(({ metadata }) => metadata.name !== "velero-near-1"),
    );
    expect(made.spec).toEqual({
      storageLocation: "near",
      includedNamespaces: ["lab-birds"],
      ttl: "720h0m0s",
      snapshotMoveData: true,
    });
    const url = `${velero}/backups/${made.metadata.name}`;
    await change(url, { status: { phase: "Completed", startTimestamp: ago(0), expiration: ago(-1) } });
    const { code, stdout, stderr } = await running;
    expect(stderr).toContain(`${made.metadata.name}: Completed\n`);
    expect(JSON.parse(stdout)).toMatchObject({ backups: [{ name: made.metadata.name, phase: "Completed" }] });
    expect(code).toBe(0);
    expect(made.metadata.name).toMatch(/^velero-near-\d{14}$/);
  });

  test("a dry run of a restore finds the claim that is in the way, and makes nothing", async () => {
    contents = [
      { pvcNamespace: "lab-birds", pvcName: "claim-anna", snapshotDataMovementInfo: { size: 2 ** 30 } },
      { pvcNamespace: "lab-birds", pvcName: "claim-bert" },
    ];
    await make("/api/v1/namespaces/lab-birds/persistentvolumeclaims", {
      apiVersion: "v1",
      kind: "PersistentVolumeClaim",
      metadata: { name: "claim-bert" },
      spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } },
    });
    const running = command("restore", "velero-near-1", "--namespace", "lab-birds", "--dry-run");
    await giveAddress();
    const { code, stdout } = await running;
    expect(stdout).toBe(
      [
        "Restore from velero-near-1:",
        "  lab-birds: what is there stays as it is; what is missing is made.",
        "  lab-birds: the claim claim-anna comes back with 1 GiB of data.",
        "",
        "Refused:",
        "  lab-birds: the claim claim-bert is there, so its data would not come back: delete it when nothing of it is needed, or say --keep-existing",
        "",
      ].join("\n"),
    );
    expect(code).toBe(1);
    expect([await items("restores"), await items("downloadrequests")]).toEqual([[], []]);
  });

  test("refused without a dry run too, and nobody is asked when there is nobody", async () => {
    const refused = command("restore", "velero-near-1", "--namespace", "lab-birds", "--yes");
    await giveAddress();
    expect((await refused).code).toBe(1);
    const asking = command("restore", "velero-near-1", "--namespace", "lab-birds", "--keep-existing");
    await giveAddress();
    const { code, stderr } = await asking;
    expect([code, stderr]).toEqual([1, "Nothing was done: there is no terminal to ask at. --yes goes on without.\n"]);
    expect(await items("restores")).toEqual([]);
  });

  test("a restore that is meant is made, and waited for", async () => {
    const running = command(
      "restore",
      "velero-near-1",
      "--namespace",
      "lab-birds",
      "--keep-existing",
      "--yes",
      "--wait",
    );
    await giveAddress();
    const [made] = await until("a restore", async () => {
      const found = await items("restores");
      return found.length > 0 ? found : undefined;
    });
    expect(made?.spec).toMatchObject({
      backupName: "velero-near-1",
      includedNamespaces: ["lab-birds"],
      restorePVs: true,
    });
    await change(`${velero}/restores/${made?.metadata.name}`, { status: { phase: "PartiallyFailed", errors: 1 } });
    const { code, stdout } = await running;
    expect(stdout).toContain(`${made?.metadata.name}: PartiallyFailed, errors: 1\n`);
    expect(code).toBe(1);
  });

  test("of a backup that is not there nothing is looked up", async () => {
    const { code, stdout } = await command(
      "restore",
      "velero-near-2",
      "--namespace",
      "lab-birds",
      "--dry-run",
      "--json",
    );
    expect(JSON.parse(stdout)).toEqual({
      backup: "velero-near-2",
      problems: ["There is no backup velero-near-2: did you mean velero-near-1?"],
      steps: [],
    });
    expect(code).toBe(1);
  });
});
