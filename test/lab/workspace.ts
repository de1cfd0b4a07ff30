/**
 * A stack of the real program beside the user's own: same code, its own stack file, state, OpenStack project and names. The folder holds
 * links to the checkout, so nothing is written into it.
 */
import * as fs from "node:fs";
import * as path from "node:path";
import { LocalWorkspace } from "@pulumi/pulumi/automation";
import type { Stack } from "@pulumi/pulumi/automation";
import { parse, stringify } from "yaml";
import type { ConfigInput, OpenstackInput } from "../../config/schema";
import { repository } from "../../lab/paths";

const key = "science-platform:config";

interface StackFile {
  encryptionsalt?: string;
  config: Record<string, unknown> & { [key]: ConfigInput };
}

function labFile(): StackFile {
  return parse(fs.readFileSync(path.join(repository, "Pulumi.lab.yaml"), "utf8")) as StackFile;
}

/** A stack file with this configuration, and the lab's other settings and passphrase. */
export function stackFile(config: ConfigInput): string {
  const file = labFile();
  return stringify({ ...file, config: { ...file.config, [key]: config } });
}

/** The lab's stack file with another site name, tenant, zone and range, and what else `change` does to it. */
export function testStackFile(change: (config: OpenstackInput) => void): string {
  const config = labFile().config[key] as OpenstackInput;
  config.site = "test";
  config.openstack.cloud = "lab-test";
  config.dns.zone = "test.example.";
  // Stacks whose files lie together may not share a range.
  config.network.cidr = "10.11.0.0/24";
  change(config);
  return stackFile(config);
}

export class TestStack {
  private constructor(
    readonly folder: string,
    private readonly name: string,
    readonly stack: Stack,
  ) {}

  /** @param text Its stack file. Default: the lab's in the tests' own tenant. */
  static async create(
    folder: string,
    name: string,
    env: Record<string, string>,
    text = testStackFile(() => undefined),
  ): Promise<TestStack> {
    for (const entry of fs.readdirSync(repository)) {
      if (/^Pulumi\..+\.yaml$/.test(entry) || entry === ".git") continue;
      fs.symlinkSync(path.join(repository, entry), path.join(folder, entry));
    }
    const state = path.join(folder, "state");
    fs.mkdirSync(state);
    fs.writeFileSync(path.join(folder, `Pulumi.${name}.yaml`), text);
    const stack = await LocalWorkspace.createOrSelectStack(
      { stackName: name, workDir: folder },
      { envVars: { ...env, PULUMI_BACKEND_URL: `file://${state}` } },
    );
    return new TestStack(folder, name, stack);
  }

  /** Where the file backend keeps the state, secrets encrypted. (`exportStack` shows them.) */
  get stateFile(): string {
    return path.join(this.folder, "state", ".pulumi", "stacks", "science-platform", `${this.name}.json`);
  }

  /** Rewrites the stack file as {@link testStackFile}; the next operation sees it. */
  configure(change: (config: OpenstackInput) => void): void {
    this.write(testStackFile(change));
  }

  /** Replaces the stack file; the next operation sees it. */
  write(text: string): void {
    fs.writeFileSync(path.join(this.folder, `Pulumi.${this.name}.yaml`), text);
  }
}
