/** A file backend of its own in a temporary folder, and the pulumi of the toolchain. */
import { spawn } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { toolEnvironment } from "../../toolchain";
import { repository } from "../mocks";

export interface Result {
  code: number | null;
  /** Both streams, without colours. */
  output: string;
}

export class Workspace {
  readonly directory = fs.mkdtempSync(path.join(os.tmpdir(), "engine-"));

  constructor() {
    fs.mkdirSync(path.join(this.directory, "state"));
  }

  /** Makes a stack of a project without writing into the project's folder. @returns the stack's configuration file. */
  async stack(project: string, stack: string): Promise<string> {
    const folder = this.project(project);
    fs.mkdirSync(folder, { recursive: true });
    // Once: a pulumi that runs beside this would read the file while it is empty.
    const file = path.join(folder, "Pulumi.yaml");
    if (!fs.existsSync(file)) fs.writeFileSync(file, `name: ${project}\nruntime: nodejs\n`);
    const { code, output } = await this.pulumi(["stack", "init", stack, "--no-select"], folder);
    if (code !== 0) throw new Error(output);
    return path.join(folder, `Pulumi.${stack}.yaml`);
  }

  /** Folder that stands for a project's own. */
  project(name: string): string {
    return path.join(this.directory, name);
  }

  /** Runs pulumi in a folder, without asking anything. */
  pulumi(args: string[], folder: string, env: NodeJS.ProcessEnv = process.env): Promise<Result> {
    return new Promise((resolve, reject) => {
      const child = spawn("pulumi", [...args, "--non-interactive", "--color", "never"], {
        cwd: folder,
        env: {
          ...env,
          ...toolEnvironment(),
          PULUMI_BACKEND_URL: `file://${path.join(this.directory, "state")}`,
          PULUMI_CONFIG_PASSPHRASE: "engine tests",
          // A cluster that happens to be configured on the machine is none of these tests' business.
          KUBECONFIG: undefined,
        },
        stdio: ["ignore", "pipe", "pipe"],
      });
      let output = "";
      for (const stream of [child.stdout, child.stderr])
        stream.setEncoding("utf8").on("data", (text: string) => void (output += text));
      child.on("error", reject);
      child.on("close", (code) => resolve({ code, output }));
    });
  }

  /** A run of the scenes in test/engine/program. */
  scene(verb: string[], scene: string, stack: string, configuration: string): Promise<Result> {
    const manifests = path.join(this.directory, "manifests", stack);
    fs.mkdirSync(manifests, { recursive: true });
    const settings = [
      "--config",
      `scene=${scene}`,
      "--config",
      `manifests=${manifests}`,
      "--config-file",
      configuration,
    ];
    return this.pulumi([...verb, "--stack", stack, ...settings], program);
  }

  /** Everything that the backend keeps, histories and backups included. */
  stateText(): string {
    const root = path.join(this.directory, "state");
    return fs
      .readdirSync(root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => fs.readFileSync(path.join(entry.parentPath, entry.name), "utf8"))
      .join("\n");
  }

  remove(): void {
    fs.rmSync(this.directory, { recursive: true, force: true });
  }
}

export const program = path.join(repository, "test/engine/program");
export const policies = path.join(repository, "policies");
