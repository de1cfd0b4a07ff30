/**
 * What the rules add to a `pulumi preview` of the stack roe: `npm run bench:policies`. At most 30 % may be; more is an error.
 *
 * Measured as a person at a terminal waits for it: the whole program with roe's own stack file through the real engine and the real
 * providers, once with the policy pack and roe's settings and once without, in turns, so that whatever else the machine does meets both
 * alike; medians. Only the cloud is not real: a server on this machine gives the few answers that a first preview asks it for. A real
 * cloud takes longer to answer, which makes the rules' share smaller than what is shown here. The engine runs a pack beside the program
 * and compiles both when they start. `npm run bench:policies -- 9` takes nine of each, instead of five.
 */
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { parse, stringify } from "yaml";
import type { OpenstackInput } from "../../config/schema";
import { requiredSecrets } from "../../config/secrets";
import { fakeCloud, type Answer } from "../../ops/openstack/testing";
import { stackConfig } from "../../policies/generated";
import { toolEnvironment } from "../../toolchain";
import { TestStack } from "../lab/workspace";

const most = 0.3;
const runs = Number(process.argv[2] ?? 5);
const repository = path.resolve(__dirname, "../..");
const key = "science-platform:config";

interface StackFile {
  config: Record<string, unknown> & { [key]: OpenstackInput };
}

/** roe's stack file; its charts come from the repository, because a preview reads each and a download is none of the rules' business. */
function roe(): StackFile {
  const file = parse(fs.readFileSync(path.join(repository, "Pulumi.roe.yaml"), "utf8")) as StackFile;
  file.config[key].platform = { ...file.config[key].platform, charts: { source: "directory", path: "lab/charts" } };
  return file;
}

/** What a first preview of roe looks up in the cloud: the network outside, the address that it has already, the file server's image. */
function answers({ openstack, addresses, storage: { fileServer } }: OpenstackInput): Record<string, Answer> {
  const [id, time] = ["00000000-0000-4000-8000-000000000000", "2026-01-01T00:00:00Z"];
  const name = openstack.externalNetwork;
  const address = addresses?.ingress ?? "";
  const image = fileServer?.kind === "vm" ? fileServer.image : "";
  const named = `name=${image}&sort_dir=asc&sort_key=name&status=active`;
  const row = { id, created_at: time, updated_at: time };
  return {
    [`/network/v2.0/networks?name=${name}&router%3Aexternal=true`]: {
      body: { networks: [{ ...row, name, status: "ACTIVE", admin_state_up: true, "router:external": true }] },
    },
    // The file server's second network, and its subnet.
    "/network/v2.0/networks?name=cephfs": {
      body: { networks: [{ ...row, name: "cephfs", status: "ACTIVE", admin_state_up: true }] },
    },
    [`/network/v2.0/floatingips?floating_ip_address=${address}`]: {
      body: { floatingips: [{ ...row, floating_ip_address: address, floating_network_id: id, status: "DOWN" }] },
    },
    [`/image/v2/images?${named}`]: { body: { images: [{ ...row, name: image, status: "active" }] } },
  };
}

function median(times: number[]): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

async function time(work: () => Promise<unknown>): Promise<number> {
  const begin = performance.now();
  await work();
  return (performance.now() - begin) / 1000;
}

async function main(): Promise<void> {
  const file = roe();
  const cloud = await fakeCloud(["network", "image", "identity"], answers(file.config[key]));
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "bench-"));
  try {
    const entry = {
      auth: { auth_url: `${cloud.address}/v3`, username: "u", password: "p", project_name: "rsp", domain_name: "d" },
      region_name: "RegionOne",
    };
    fs.writeFileSync(
      path.join(folder, "clouds.yaml"),
      stringify({ clouds: { [file.config[key].openstack.cloud]: entry } }),
    );
    const env = {
      ...toolEnvironment(),
      PULUMI_CONFIG_PASSPHRASE: "bench",
      OS_CLIENT_CONFIG_FILE: path.join(folder, "clouds.yaml"),
    };
    Object.assign(process.env, env);
    const stack = await TestStack.create(folder, "roe", env, stringify(file));
    for (const { name } of requiredSecrets(stackConfig(folder, "roe"), "roe"))
      await stack.stack.setConfig(`science-platform:${name}`, { value: "bench", secret: true });
    const quietly = { onOutput: () => undefined };
    const variants = {
      without: () => stack.stack.preview(quietly),
      with: () => stack.stack.preview({ ...quietly, ...stack.policies }),
    };
    const times: Record<keyof typeof variants, number[]> = { without: [], with: [] };
    // The first of each fills caches.
    for (const variant of Object.values(variants)) await variant();
    for (let run = 0; run < runs; run++)
      for (const variant of ["without", "with"] as const) times[variant].push(await time(variants[variant]));
    const [without, with_] = [median(times.without), median(times.with)];
    const overhead = with_ / without - 1;
    process.stdout.write(`preview of roe                 ${without.toFixed(1)} s\n`);
    process.stdout.write(`preview of roe with the rules  ${with_.toFixed(1)} s\n`);
    process.stdout.write(`overhead                       ${(overhead * 100).toFixed(0)} %\n`);
    if (overhead > most) process.exitCode = 1;
  } finally {
    await cloud.close();
    fs.rmSync(folder, { recursive: true });
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
