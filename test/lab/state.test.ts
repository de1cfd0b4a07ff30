/** `science-platform state` in a bucket of the lab's Swift, with the real engine: made, versioned, private, moved there and back. */
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { z } from "zod";
import { userEnvironment } from "../../lab/environment";
import { OpenstackClient } from "../../ops/openstack/client";
import { readCloud } from "../../ops/openstack/clouds";
import { capture } from "../../ops/process";
import { parseBackend } from "../../ops/state/backend";
import { bucketOf } from "../../ops/state/bucket";
import { checkState } from "../../ops/state/check";
import { atBackend } from "../../ops/state/engine";
import { lockFolder } from "../../ops/state/locks";
import { moveStack } from "../../ops/state/move";
import { toolEnvironment } from "../../toolchain";

jest.setTimeout(600_000);

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "lab-state-"));
const name = `state-test-${process.pid}`;
const from = `file://${path.join(folder, "state")}`;
const directory = path.join(folder, "project");
const yes = () => Promise.resolve(true);
const progress = (): void => undefined;

let env: NodeJS.ProcessEnv;
let to: string;
let cleanUp = (): Promise<void> => Promise.resolve();

beforeAll(async () => {
  const lab = { ...process.env, ...userEnvironment(toolEnvironment()) };
  const client = await OpenstackClient.login(readCloud("lab-test", lab));
  const keys = `/users/${client.userId}/credentials/OS-EC2`;
  const { credential } = z
    .object({ credential: z.object({ access: z.string(), secret: z.string() }) })
    .parse(await client.post("identity", keys, { tenant_id: client.projectId }));
  env = {
    ...lab,
    AWS_ACCESS_KEY_ID: credential.access,
    AWS_SECRET_ACCESS_KEY: credential.secret,
    PULUMI_CONFIG_PASSPHRASE: "lab tests",
    PULUMI_CONFIG_PASSPHRASE_FILE: undefined,
  };
  cleanUp = async () => {
    const listed = await client.get("object-store", `/${name}?format=json&versions=true`).catch(() => []);
    const versions = z.array(z.object({ name: z.string(), version_id: z.string() })).parse(listed);
    for (const one of versions)
      await client.delete("object-store", `/${name}/${encodeURIComponent(one.name)}?version-id=${one.version_id}`);
    await client.delete("object-store", `/${name}`).catch(() => undefined);
    await client.delete("identity", `${keys}/${credential.access}`);
  };
  expect(client.has("object-store")).toBe(true);
  to = `s3://${name}?endpoint=http://127.0.0.1:8080&region=RegionOne&use_path_style=true&request_checksum_calculation=when_required`;
  fs.mkdirSync(path.join(folder, "state"));
  fs.mkdirSync(directory);
  fs.writeFileSync(path.join(directory, "Pulumi.yaml"), "name: science-platform\nruntime: nodejs\n");
  const init = await capture("pulumi", ["stack", "init", "site", "--no-select", "--non-interactive"], {
    cwd: directory,
    env: { ...env, PULUMI_BACKEND_URL: from },
  });
  expect(init).toMatchObject({ code: 0 });
});
afterAll(async () => {
  await cleanUp();
  fs.rmSync(folder, { recursive: true });
});

const place = () => ({ stack: "site", directory, env });
const content = (backend: string) => atBackend(backend, place(), (engine) => engine.content());

test("a bucket is made, keeps older versions, and nobody else gets in; a second time changes nothing", async () => {
  const bucket = await bucketOf(parseBackend(to), env);
  await expect(bucket.condition()).resolves.toEqual({ exists: false, versioned: undefined, open: undefined });
  await bucket.create();
  await bucket.create();
  await expect(bucket.condition()).resolves.toEqual({ exists: true, versioned: true, open: false });
  const stranger = await fetch(`http://127.0.0.1:8080/${name}`);
  // So Swift answers to an address of S3 that nobody has signed.
  expect(stranger.status).toBe(412);
});

test("a stack moves into it and back, and holds the same", async () => {
  const before = await content(from);
  await expect(moveStack({ ...place(), from, to, confirm: yes, progress })).resolves.toMatchObject({
    content: before,
    sourceRemoved: true,
  });
  await expect(checkState(to, place())).resolves.toMatchObject({
    versioned: true,
    private: true,
    stack: { resources: before.resources, encryption: "a passphrase", locks: [] },
    problems: [],
  });
  await moveStack({ ...place(), from: to, to: from, confirm: yes, progress });
  await expect(content(from)).resolves.toEqual(before);
});

test("the engine's lock in the bucket is seen, and keeps the stack where it is", async () => {
  await moveStack({ ...place(), from, to, confirm: yes, progress });
  const lock = JSON.stringify({ pid: 7, username: "ann", hostname: "elsewhere", timestamp: "2026-11-28T09:00:00Z" });
  const { PutObjectCommand, S3Client } = await import("@aws-sdk/client-s3");
  const s3 = new S3Client({
    endpoint: "http://127.0.0.1:8080",
    region: "RegionOne",
    forcePathStyle: true,
    requestChecksumCalculation: "WHEN_REQUIRED",
    credentials: { accessKeyId: env.AWS_ACCESS_KEY_ID ?? "", secretAccessKey: env.AWS_SECRET_ACCESS_KEY ?? "" },
  });
  const Key = `${lockFolder("science-platform", "site")}1.json`;
  await s3.send(new PutObjectCommand({ Bucket: name, Key, Body: lock }));
  await expect(moveStack({ ...place(), from: to, to: from, confirm: yes, progress })).rejects.toThrow(
    /^site is being worked on by ann on elsewhere, process 7/,
  );
  await expect(checkState(to, place())).resolves.toMatchObject({
    stack: { locks: ["ann on elsewhere, process 7, since 2026-11-28T09:00:00Z"] },
  });
});

test("wrong keys are told in a sentence", async () => {
  const bucket = await bucketOf(parseBackend(to), { ...env, AWS_SECRET_ACCESS_KEY: "wrong" });
  await expect(bucket.condition()).rejects.toThrow(
    new RegExp(`^s3://${name} at http://127\\.0\\.0\\.1:8080: looking at it failed: refused \\(403`),
  );
});
