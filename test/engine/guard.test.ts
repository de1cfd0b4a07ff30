/** The replacement guard against the real engine and the real OpenStack provider, whose comparisons decide what is replaced. */
import * as fs from "node:fs";
import * as path from "node:path";
import { z } from "zod";
import { guardedPreview } from "../../ops/guard/preview";
import { repository } from "../mocks";
import { Workspace } from "./workspace";

jest.setTimeout(120_000);

const folder = path.join(repository, "test/engine/guarded");
const workspace = new Workspace();
let configuration: string;
let untouched: string;
afterAll(() => workspace.remove());

type Settings = Record<string, string>;

interface Shown {
  passed: boolean;
  /** What Pulumi shows, and what the guard adds. */
  pulumi: string;
  guard: string;
  log: string;
}

async function preview(settings: Settings, allowReplace: string[] = []): Promise<Shown> {
  const shown: Shown = { passed: false, pulumi: "", guard: "", log: path.join(workspace.directory, "events.json") };
  // Pulumi writes what `--config` says into the file.
  fs.writeFileSync(configuration, untouched);
  const all = { ...settings, allowReplace: JSON.stringify(allowReplace) };
  shown.passed = await guardedPreview({
    stack: "guarded",
    directory: folder,
    allowReplace,
    more: [
      "--config-file",
      configuration,
      ...Object.entries(all).flatMap(([key, value]) => ["--config", `guarded:${key}=${value}`]),
    ],
    env: process.env,
    eventLog: shown.log,
    print: (text) => (shown.guard += text),
    run: async (_, args, options) => {
      const { code, output } = await workspace.pulumi([...args], options?.cwd ?? "", options?.env);
      shown.pulumi = output;
      return code ?? 1;
    },
  });
  return shown;
}

const createdSchema = z.object({
  urn: z.string(),
  type: z.string(),
  new: z.object({
    custom: z.boolean().default(false),
    parent: z.string(),
    provider: z.string(),
    protect: z.boolean().default(false),
    retainOnDelete: z.boolean().default(false),
    inputs: z.record(z.string(), z.unknown()),
  }),
});

/** What the cloud adds to what is wanted; what is missing would look like a difference. */
const computed: Record<string, object> = {
  "openstack:containerinfra/cluster:Cluster": {
    apiAddress: "https://192.0.2.1:6443",
    coeVersion: "v1.34.2",
    containerVersion: "",
    createdAt: "2026-01-01T00:00:00Z",
    discoveryUrl: "",
    dockerVolumeSize: 100,
    flavor: "large",
    kubeconfig: { raw_config: "none", host: "https://192.0.2.1:6443", cluster_ca_certificate: "none" },
    labels: {},
    masterAddresses: [],
    masterFlavor: "small",
    nodeAddresses: [],
    projectId: "p1",
    region: "RegionOne",
    stackId: "test-abc",
    updatedAt: "2026-01-01T00:00:00Z",
    userId: "u1",
  },
  "openstack:containerinfra/nodeGroup:NodeGroup": {
    createdAt: "2026-01-01T00:00:00Z",
    imageId: "ubuntu",
    labels: {},
    projectId: "p1",
    region: "RegionOne",
    role: "worker",
    updatedAt: "2026-01-01T00:00:00Z",
  },
};

/** The state as it were if everything that a preview would create had been created. */
function created(log: string): object {
  const lines = fs.readFileSync(log, "utf8").trim().split("\n");
  const steps = lines
    .map((line) => JSON.parse(line) as { resourcePreEvent?: { metadata: unknown } })
    .flatMap(({ resourcePreEvent }) => (resourcePreEvent ? [createdSchema.parse(resourcePreEvent.metadata)] : []));
  const id = (type: string) =>
    type.startsWith("pulumi:providers:") ? "11111111-1111-4111-8111-111111111111" : (type.split(":").at(-1) ?? "");
  const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
  const references: Record<string, string> = { clusterTemplateId: "ClusterTemplate", clusterId: "Cluster" };
  const resources = steps.map(({ urn, type, new: one }) => {
    const inputs = Object.fromEntries(
      // The provider's password is the one secret, and its cipher text is not in the log.
      Object.entries(one.inputs).map(([key, value]) => [
        key,
        key === "password" ? "engine" : value === unknown ? references[key] : value,
      ]),
    );
    return {
      urn,
      type,
      ...one,
      inputs,
      outputs: one.custom ? { ...inputs, ...computed[type], id: id(type) } : inputs,
      ...(one.custom ? { id: id(type) } : {}),
      provider: one.provider.replace(unknown, id("pulumi:providers:openstack")),
    };
  });
  return {
    version: 3,
    deployment: { manifest: { time: "2026-01-01T00:00:00Z", magic: "", version: "" }, resources },
  };
}

beforeAll(async () => {
  configuration = await workspace.stack("guarded", "guarded");
  untouched = fs.readFileSync(configuration, "utf8");
  const { log, passed, pulumi } = await preview({});
  if (!passed) throw new Error(pulumi);
  const file = path.join(workspace.directory, "state.json");
  fs.writeFileSync(file, JSON.stringify(created(log)));
  const { code, output } = await workspace.pulumi(["stack", "import", "--stack", "guarded", "--file", file], folder);
  if (code !== 0) throw new Error(output);
});

test("a new version of Kubernetes is an upgrade in place, and passes without a word", async () => {
  const { passed, guard, pulumi } = await preview({ version: "v1.34.3" });
  expect({ passed, guard }).toEqual({ passed: true, guard: "" });
  expect(pulumi).toMatch(/Cluster cluster update .*clusterTemplateId/);
});

test("another flavor of a pool: nothing protects it but the guard", async () => {
  const { passed, guard, pulumi } = await preview({ flavor: "small" }, ["volume/homes"]);
  expect(passed).toBe(false);
  expect(pulumi).not.toContain("error:");
  expect(guard).toMatch(/^STOPPED: this change would destroy a resource that cannot be made again as it was\.$/m);
  expect(guard).toContain("node-group/notebook (a group of nodes) would be replaced.\n  it is     NodeGroup\n");
  expect(guard).toContain('  because   flavorId  "large" -> "small"  (cluster.nodePools[].flavor)\n');
  expect(guard).toContain("allowReplace names volume/homes, which this change leaves alone");
});

test("another cluster, and with it its pools, and a volume that is gone from the stack file", async () => {
  const { passed, guard } = await preview({ control: "3", withoutVolume: "true" });
  expect(passed).toBe(false);
  expect(guard).toContain(
    "cluster/cluster (the Kubernetes cluster) would be replaced.\n  it is     Cluster, protected\n",
  );
  expect(guard).toContain("  because   masterCount  1 -> 3  (cluster.control.count)\n");
  expect(guard).toContain("node-group/notebook (a group of nodes) would be replaced.\n  it is     NodeGroup\n");
  expect(guard).toContain("volume/homes (a data volume) would be deleted.\n  it is     Volume, protected\n");
  expect(guard).toContain(
    "  2. Write `allowReplace: [cluster/cluster, node-group/notebook, volume/homes]` into Pulumi.guarded.yaml and run",
  );
});

test("what allowReplace names passes, and Pulumi does not refuse it either", async () => {
  const { passed, guard, pulumi } = await preview({ control: "3" }, ["cluster/cluster", "node-group/notebook"]);
  expect({ passed, guard }).toEqual({
    passed: true,
    guard:
      "Allowed by allowReplace:\n  cluster/cluster would be replaced (Cluster)\n  node-group/notebook would be replaced (NodeGroup)",
  });
  expect(pulumi).toContain("2 to replace");
});
