/**
 * Parts of the hardware layer (test/engine/failing) against the lab's real cloud, in a project of the test's own, so that its quotas bound
 * nobody else.
 */
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { paths, repository } from "../../lab/paths";
import { stackEnvironment } from "../../lab/stack/environment";
import type { OpenstackClient } from "../../ops/openstack/client";
import type { Cloud } from "../../ops/openstack/clouds";
import { inventory } from "../../ops/openstack/inventory";
import { capture } from "../../ops/process";
import { purge } from "./purge";
import { Tenant } from "./tenant";

export interface Outcome {
  code: number;
  /** Both streams, without colours. */
  output: string;
}

/** Folder of the program. */
export const program = path.join(repository, "test/engine/failing");

export class FailingStack {
  private constructor(
    private readonly folder: string,
    readonly env: Record<string, string>,
    readonly tenant: Tenant,
    readonly client: OpenstackClient,
  ) {}

  /** @param name Of the project, and of its entry in clouds.yaml. */
  static async create(name: string): Promise<FailingStack> {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), `${name}-`));
    const clouds = path.join(folder, "clouds.yaml");
    const env = {
      ...(await stackEnvironment()),
      PULUMI_BACKEND_URL: `file://${folder}`,
      OS_CLIENT_CONFIG_FILE: clouds,
    };
    const tenant = await Tenant.create(name, { ...env, OS_CLIENT_CONFIG_FILE: paths.cloudsYaml });
    const client = await tenant.login();
    await purge(client);
    const stack = new FailingStack(folder, env, tenant, client);
    stack.clouds();
    // Pulumi writes the stack's file beside Pulumi.yaml; not into the repository.
    const project = path.join(folder, "project");
    fs.mkdirSync(project);
    fs.writeFileSync(path.join(project, "Pulumi.yaml"), "name: failing\nruntime: nodejs\n");
    await capture("pulumi", ["stack", "init", "failing", "--no-select", "--non-interactive"], { cwd: project, env });
    return stack;
  }

  /** Writes clouds.yaml: these entries besides the tenant's own. */
  clouds(more: Record<string, Cloud> = {}): void {
    this.tenant.writeClouds(path.join(this.folder, "clouds.yaml"), more);
  }

  async pulumi(...args: string[]): Promise<Outcome> {
    const line = [...args, "--non-interactive", "--color", "never"];
    const { code, stderr, stdout } = await capture("pulumi", line, { cwd: program, env: this.env });
    return { code, output: `${stdout}\n${stderr}` };
  }

  /** @param parts Of the program; what it does not name any more is deleted. */
  up(parts: string[], settings: Record<string, string> = {}): Promise<Outcome> {
    const file = path.join(this.folder, "Pulumi.failing.yaml");
    // Pulumi writes what `--config` says into the file.
    fs.writeFileSync(file, "");
    const all = { parts: JSON.stringify(parts), cloud: this.tenant.name, ...settings };
    const flags = Object.entries(all).flatMap(([key, value]) => ["--config", `failing:${key}=${value}`]);
    const verb = ["up", "--yes", "--skip-preview", "--continue-on-error", "--stack", "failing"];
    return this.pulumi(...verb, ...flags, "--config-file", file);
  }

  /** What the project has: "volume failing-homes". */
  async items(): Promise<string[]> {
    return (await inventory(this.client)).map(({ kind, name }) => `${kind} ${name}`);
  }

  async remove(): Promise<void> {
    await this.tenant.remove();
    fs.rmSync(this.folder, { recursive: true });
  }
}

/**
 * Our own lines, in order: what failed and what that means. Not "Error: ...": that is Pulumi's, of a question that was under way when the
 * run ended (grpc: the client connection is closing).
 */
export function explanations({ output }: Outcome): string[] {
  const lines = output.split("\n").map((line) => line.trim());
  return [...new Set(lines.filter((line) => /^error: (?!Error:)[\w-]+: [a-zM]/.test(line)))].sort();
}
