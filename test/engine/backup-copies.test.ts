/**
 * The backup commands and restic's copies, against a real API server with the CronJobs of the chart; the test plays the part of the cluster
 * that runs pods. What the pods' scripts do is tested beside the chart (platform/services/backup/scripts.test.ts).
 */
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { repository } from "../../system/repository";
import { capture } from "../../ops/process";
import { definitions } from "../../platform/charts/contents";
import { toolEnvironment } from "../../toolchain";
import { until } from "../until";
import { ApiServer } from "./api-server";

jest.setTimeout(180_000);

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "backup-copies-"));
const kubeconfig = path.join(folder, "kubeconfig");
const batch = "/apis/batch/v1/namespaces/restic";
const env = { ...process.env, ...toolEnvironment() };
const ago = (hours: number) => `${new Date(Date.now() - hours * 3_600_000).toISOString().slice(0, 19)}Z`;
let api: ApiServer;

interface Item {
  metadata: { name: string; labels?: Record<string, string>; annotations?: Record<string, string> } & Record<
    string,
    unknown
  >;
  spec: { jobTemplate?: { spec: object }; template?: { metadata: object; spec: PodSpec } } & Record<string, unknown>;
}
interface PodSpec {
  initContainers?: Container[];
  containers: Container[];
  volumes: { name: string }[];
}
interface Container {
  name: string;
  command: string[];
  env: { name: string; value?: string }[];
  volumeMounts: object[];
}

const values = {
  site: "test",
  secretName: "restic-keys",
  priorityClassName: "",
  resources: { requests: { cpu: "1m", memory: "1Mi" }, limits: { cpu: "1m", memory: "1Mi" } },
  dump: { resources: { requests: { cpu: "1m" }, limits: { cpu: "1m" } }, storage: "1Gi" },
  targets: [{ name: "near", repository: "s3:https://s3.example.org/backup/test-restic" }],
  files: ["homes"],
  databases: [
    {
      name: "keycloak",
      ...{ host: "database.database.svc", port: 5432, database: "keycloak", user: "keycloak", passwordKey: "k" },
    },
  ],
};

beforeAll(async () => {
  api = await ApiServer.start();
  fs.writeFileSync(kubeconfig, api.kubeconfig("admin"), { mode: 0o600 });
  for (const crd of definitions(path.join(repository, "lab/charts/velero")))
    await make("/apis/apiextensions.k8s.io/v1/customresourcedefinitions", crd);
  for (const [name, labels] of [
    ["velero", {}],
    ["restic", { "pod-security.kubernetes.io/enforce": "baseline" }],
  ] as const)
    await make("/api/v1/namespaces", { apiVersion: "v1", kind: "Namespace", metadata: { name, labels } });
  const valuesFile = path.join(folder, "values.json");
  fs.writeFileSync(valuesFile, JSON.stringify(values));
  const rendered = path.join(folder, "restic.yaml");
  const chart = ["template", "restic", "lab/charts/restic", "--namespace", "restic", "--values", valuesFile];
  fs.writeFileSync(rendered, (await tool("helm", ...chart)).stdout);
  await tool("kubectl", "--kubeconfig", kubeconfig, "apply", "--filename", rendered);
  await makeExport();
  await until("Velero's kinds", async () => (await get("/apis/velero.io/v1/backups")).status === 200);
});

afterAll(async () => {
  await api.stop();
  fs.rmSync(folder, { recursive: true });
});

async function tool(name: string, ...words: string[]) {
  const done = await capture(name, words, { cwd: repository, env });
  if (done.code !== 0) throw new Error(`${name}: ${done.stderr}`);
  return done;
}

async function make(url: string, object: object): Promise<void> {
  const { status, body } = await api.request("admin", "POST", url, object);
  if (status !== 201) throw new Error(`${url}: ${status} ${body.message}`);
}

async function change(url: string, patch: object): Promise<void> {
  const { status, body } = await api.request("admin", "PATCH", url, patch);
  if (status !== 200) throw new Error(`${url}: ${status} ${body.message}`);
}

const get = (url: string) => api.request("admin", "GET", url);

/** As the platform gives it to the copies: for reading only. */
async function makeExport(): Promise<void> {
  const capacity = { storage: "1Gi" };
  const nfs = { server: "10.10.0.5", path: "/export/homes", readOnly: true };
  const common = { accessModes: ["ReadOnlyMany"], storageClassName: "" };
  await make("/api/v1/persistentvolumes", {
    ...{ apiVersion: "v1", kind: "PersistentVolume", metadata: { name: "restic-homes" } },
    spec: { ...common, capacity, nfs },
  });
  await make("/api/v1/namespaces/restic/persistentvolumeclaims", {
    ...{ apiVersion: "v1", kind: "PersistentVolumeClaim", metadata: { name: "homes" } },
    spec: { ...common, volumeName: "restic-homes", resources: { requests: capacity } },
  });
}

async function jobs(): Promise<Item[]> {
  return ((await get(`${batch}/jobs`)).body["items"] ?? []) as Item[];
}

/** The job whose name begins so. */
const job = (beginning: string) =>
  until(`the job ${beginning}`, async () => (await jobs()).find(({ metadata }) => metadata.name.startsWith(beginning)));

/** As the cluster: a pod of the job, by somebody whom Pod Security looks at, which has said something and ended. */
async function end(of: Item, phase: "Complete" | "Failed", said: Record<string, string>): Promise<void> {
  const { name } = of.metadata;
  const template = of.spec.template;
  const pods = "/api/v1/namespaces/restic/pods";
  const { status, body } = await api.request("checked", "POST", pods, {
    ...{ apiVersion: "v1", kind: "Pod", metadata: { name, labels: { "batch.kubernetes.io/job-name": name } } },
    spec: template?.spec,
  });
  expect([status, body.message]).toEqual([201, undefined]);
  const exitCode = phase === "Failed" ? 1 : 0;
  const states = (containers: Container[] = []) =>
    containers.map((one) => ({
      ...{ name: one.name, image: "x", imageID: "x", ready: false, restartCount: 0 },
      state: { terminated: { exitCode, message: said[one.name] ?? "", reason: "Error" } },
    }));
  await change(`${pods}/${name}/status`, {
    status: {
      phase: phase === "Failed" ? "Failed" : "Succeeded",
      initContainerStatuses: states(template?.spec.initContainers),
      containerStatuses: states(template?.spec.containers),
    },
  });
  const condition = (type: string) => ({
    type,
    status: "True",
    reason: "BackoffLimitExceeded",
    lastTransitionTime: ago(0),
  });
  await change(`${batch}/jobs/${name}/status`, {
    status: {
      startTime: ago(0.01),
      ...(phase === "Complete" ? { completionTime: ago(0), succeeded: 1 } : { failed: 1 }),
      conditions: [condition(phase === "Complete" ? "SuccessCriteriaMet" : "FailureTarget"), condition(phase)],
    },
  });
}

function command(...words: string[]) {
  return capture("node", ["--import", "tsx", "ops/cli.ts", "backup", ...words, "--kubeconfig", kubeconfig], {
    cwd: repository,
    env,
  });
}

const variables = (container: Container | undefined) =>
  Object.fromEntries((container?.env ?? []).flatMap(({ name, value }) => (value === undefined ? [] : [[name, value]])));

test("list shows when each copy succeeded, and that one was never made is no problem in its first night", async () => {
  const last = ago(2);
  await change(`${batch}/cronjobs/files-homes-near/status`, {
    status: { lastScheduleTime: last, lastSuccessfulTime: last },
  });
  const { code, stdout } = await command("list", "--json");
  const next = new Date();
  next.setUTCHours(1, 0, 0, 0);
  if (next <= new Date()) next.setUTCDate(next.getUTCDate() + 1);
  const same = { target: "near", schedule: "0 1 * * *", next: next.toISOString().replace(".000Z", "Z") };
  expect(JSON.parse(stdout)).toEqual({
    backups: [],
    copies: [
      { copy: "database-keycloak", ...same, state: "never" },
      { copy: "files-homes", ...same, state: "ok", last },
    ],
    problems: [{ target: "", text: "there are no targets" }],
  });
  // Velero's: this test gives it none.
  expect(code).toBe(1);
});

test("run makes the job that the CronJob would, and of one that fails it says the last words", async () => {
  const running = command("run", "--copy", "files-homes", "--wait", "--json");
  const made = await job("files-homes-near-");
  const cronJob = (await get(`${batch}/cronjobs/files-homes-near`)).body as unknown as Item;
  expect(made.metadata).toMatchObject({
    annotations: { "cronjob.kubernetes.io/instantiate": "manual" },
    ownerReferences: [{ kind: "CronJob", name: "files-homes-near", uid: cronJob.metadata["uid"], controller: true }],
  });
  expect(made.spec.template?.spec).toEqual((cronJob.spec.jobTemplate?.spec as Item["spec"]).template?.spec);
  const refused = await command("run", "--copy", "files-homes", "files-hoems");
  expect(refused).toEqual({
    code: 1,
    stdout: "",
    stderr:
      'Nothing was begun:\n  --copy: there is no copy "files-hoems": did you mean files-homes?\n' +
      `  files-homes to near is being made already (job ${made.metadata.name}): wait for it\n`,
  });
  await end(made, "Failed", { copy: "Fatal: unable to open config file: AccessDenied\n" });
  const { code, stdout } = await running;
  expect([code, JSON.parse(stdout)]).toEqual([
    1,
    {
      backups: [],
      copies: [
        {
          ...{ copy: "files-homes", target: "near", job: made.metadata.name, phase: "Failed" },
          reason: "BackoffLimitExceeded",
          log: ["copy: Fatal: unable to open config file: AccessDenied"],
        },
      ],
    },
  ]);
});

test("list knows that it failed", async () => {
  const { code, stdout } = await command("list");
  expect(code).toBe(1);
  expect(stdout).toMatch(/\nfiles-homes +near +0 1 \* \* \* +failed /);
  expect(stdout).toMatch(
    /\nnear: files-homes: the last copy failed \(job files-homes-near-\w+\): the last good one is of /,
  );
});

const found = [
  "snapshots 6535be26 2026-11-27T01:00:50Z 1fcb9ad9 2026-11-28T01:00:52Z",
  "snapshot 1fcb9ad9 2026-11-28T01:00:52Z",
];

test("a dry run of files looks by a pod that may write to the export, and leaves nothing behind", async () => {
  const running = command("restore", "files-homes", "--path", "ada/n*tes", "--dry-run");
  const look = await job("check-files-homes-");
  const spec = look.spec.template?.spec;
  expect(spec?.volumes.find(({ name }) => name === "data")).toEqual({
    name: "data",
    nfs: { server: "10.10.0.5", path: "/export/homes" },
  });
  expect(spec?.containers[0]?.command).toEqual(["sh", "/scripts/restore-files.sh"]);
  expect(spec?.containers[0]?.volumeMounts).toContainEqual({ name: "data", mountPath: "/files/homes" });
  expect(variables(spec?.containers[0])).toMatchObject({
    ...{ DO: "check", SNAPSHOT: "latest", INCLUDE: "/ada/n\\*tes", KIND: "files-homes", SITE: "test" },
    RESTIC_REPOSITORY: "s3:https://s3.example.org/backup/test-restic/files-homes",
  });
  expect(look.metadata["ownerReferences"]).toBeUndefined();
  const restore = [
    ...found,
    "free 1048576",
    'size {"message_type":"summary","total_files":3,"total_bytes":2147483648}',
  ];
  await end(look, "Complete", { restore: restore.join("\n") });
  const { code, stdout } = await running;
  const folder = variables(spec?.containers[0])["STAMP"];
  expect([code, stdout.split("\n")]).toEqual([
    1,
    [
      "Restore from files-homes:",
      "  From near: the snapshot 1fcb9ad9 of 2026-11-28T01:00:52Z.",
      `  ada/n*tes: 3 files and folders with 2 GiB come into the new folder restored/${folder} of the export, which is root's alone; nothing that is there is changed.`,
      "  There are 6535be26 (2026-11-27T01:00:50Z), 1fcb9ad9 (2026-11-28T01:00:52Z).",
      "",
      "Refused:",
      "  The export has 1 GiB left, and 2 GiB come back: make room, or bring back less (--path)",
      "",
    ],
  ]);
  expect((await jobs()).map(({ metadata }) => metadata.name).filter((name) => name.startsWith("check"))).toEqual([]);
});

test("a database that nobody may make is refused, with the command that makes it", async () => {
  const running = command("restore", "database-keycloak", "--yes", "--json");
  const look = await job("check-database-keycloak-");
  await end(look, "Complete", {
    fetch: [...found, 'size {"name":"keycloak.dump","size":20480}'].join("\n"),
    restore: "into forbidden\nproblem There is no database keycloak_restored, and keycloak may make none",
  });
  const { code, stdout } = await running;
  expect([code, (JSON.parse(stdout) as { problems: string[] }).problems]).toEqual([
    1,
    [
      "There is no database keycloak_restored, and keycloak may make none: kubectl --namespace database exec database-0 -- createdb --username postgres --owner keycloak keycloak_restored",
    ],
  ]);
  await until(
    "the look to be gone",
    async () => !(await jobs()).some(({ metadata }) => metadata.name.startsWith("check")),
  );
});

test("a database comes back: first the look, then the job, of the snapshot that was seen", async () => {
  const running = command("restore", "database-keycloak", "--into", "keycloak", "--yes", "--wait");
  await end(await job("check-database-keycloak-"), "Complete", {
    fetch: [...found, 'size {"name":"keycloak.dump","size":20480}'].join("\n"),
    restore: "into empty",
  });
  const made = await job("restore-database-keycloak-");
  const spec = made.spec.template?.spec;
  expect(variables(spec?.initContainers?.[0])).toMatchObject({
    DO: "restore",
    SNAPSHOT: "1fcb9ad9",
    DATABASE: "keycloak",
  });
  expect(variables(spec?.containers[0])).toMatchObject({
    DO: "restore",
    INTO: "keycloak",
    PGHOST: "database.database.svc",
  });
  expect(spec?.volumes.find(({ name }) => name === "data")).toHaveProperty("emptyDir.sizeLimit", "1Gi");
  expect(made.metadata["ownerReferences"]).toBeUndefined();
  await end(made, "Complete", { fetch: "", restore: "into empty\ntables 93" });
  const { code, stdout } = await running;
  expect(stdout).toContain(
    "All of it, or nothing, comes into the database keycloak at database.database.svc:5432, which is there and empty.",
  );
  expect(stdout).toMatch(/\nrestore-database-keycloak-\w+: Complete\nThe database keycloak has 93 tables\.\n$/);
  expect(code).toBe(0);
});
