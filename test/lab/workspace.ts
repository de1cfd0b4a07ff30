/**
 * A stack of the real program beside the user's own: same code, its own stack file, state, OpenStack project and names. The folder holds
 * links to the checkout, so nothing is written into it.
 */
import * as fs from "node:fs";
import * as path from "node:path";
import { LocalWorkspace } from "@pulumi/pulumi/automation";
import type { Stack } from "@pulumi/pulumi/automation";
import { parse, stringify } from "yaml";
import type { ConfigInput, ExistingInput, OpenstackInput } from "../../config/schema";
import { repository } from "../../lab/paths";
import { stackConfig } from "../../policies/generated";
import { policyConfig } from "../../policies/site";

const key = "science-platform:config";

interface StackFile {
  encryptionsalt?: string;
  config: Record<string, unknown> & { [key]: ConfigInput };
}

function labFile(): StackFile {
  return parse(fs.readFileSync(path.join(repository, "Pulumi.lab.yaml"), "utf8")) as StackFile;
}

/** The stack secret that identity.oidc asks for, as the lab's passphrase encrypts it. */
const oidcSecret = {
  "science-platform:oidc-client-secret": {
    secure: "v1:P5+uiXofHboc9ixD:xrXulhNc9qVduhvJzsUPEx1ceod8TwMjASeBdcnKs50xTdP8CEw=",
  },
};

/** A stack file with this configuration, and the lab's other settings and passphrase. */
export function stackFile(config: ConfigInput): string {
  const file = labFile();
  const secrets = config.identity?.oidc === undefined ? {} : oidcSecret;
  return stringify({ ...file, config: { ...file.config, [key]: config, ...secrets } });
}

/** Leaves a cluster with a landing page of the lab's site: for tests of what lies below services and files. */
export function bare(config: OpenstackInput): void {
  delete config.storage.fileServer;
  config.storage.volumes = {};
  config.objectStore = { buckets: ["backup"] };
  config.platform = { ...config.platform, ingress: { replicas: 1 } };
  config.policies = { ...config.policies, admission: "off" };
  config.services = { landingPage: config.services?.landingPage };
  delete config.identity;
  delete config.database;
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

/** A cluster of the tests' own, as a site. Nothing gives a Service of type LoadBalancer an address there, so the ingress takes ports of the nodes. */
export function existingSite(
  own: Pick<ExistingInput, "site" | "existing"> & Partial<ExistingInput>,
  classes: ExistingInput["storage"]["classes"] = [],
): string {
  const zone = `${own.site}.example`;
  return stackFile({
    owner: "platform-team",
    lifecycle: "disposable",
    cloud: "existing",
    network: {
      cidr: "10.0.0.0/24",
      pods: "10.100.0.0/16",
      services: "10.254.0.0/16",
      administrators: ["127.0.0.0/8"],
    },
    cluster: {
      kubernetesVersion: "v1.34.2",
      nodePools: [{ name: "default-worker", count: 2, cpu: "2", memory: "4Gi" }],
    },
    addresses: { ingress: "10.0.0.20", kind: "daemonset" },
    storage: {
      classes: [{ name: "ours", provisioner: "csi.example.org", reclaim: "Delete", default: true }, ...classes],
      fileServer: { kind: "existing", server: "10.0.0.5", exports: [{ name: "homes", path: "/srv/homes", size: 10 }] },
    },
    dns: { provider: "none", zone: `${zone}.`, email: `admin@${zone}` },
    platform: { charts: { source: "directory", path: "lab/charts" }, ingress: {} },
    services: { landingPage: { host: "rsp" } },
    ...own,
  });
}

export class TestStack {
  private constructor(
    readonly folder: string,
    private readonly name: string,
    readonly stack: Stack,
    /** What programs need to find the stack. */
    readonly env: Record<string, string>,
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
    const envVars = { ...env, PULUMI_BACKEND_URL: `file://${state}` };
    const stack = await LocalWorkspace.createOrSelectStack({ stackName: name, workDir: folder }, { envVars });
    return new TestStack(folder, name, stack, envVars);
  }

  /** Where the file backend keeps the state, secrets encrypted. (`exportStack` shows them.) */
  get stateFile(): string {
    return path.join(this.folder, "state", ".pulumi", "stacks", "science-platform", `${this.name}.json`);
  }

  /** The rules as this stack's own stack file sets them, as `policies/config.<stack>.json` does for a stack of the repository. */
  get policies(): { policyPacks: string[]; policyPackConfigs: string[] } {
    const file = path.join(this.folder, "policy-config.json");
    fs.writeFileSync(file, JSON.stringify(policyConfig(stackConfig(this.folder, this.name))));
    return { policyPacks: ["policies"], policyPackConfigs: [file] };
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
