/** `science-platform destroy` with the real engine: what we say beforehand about protected resources is what Pulumi does with them. */
import * as fs from "node:fs";
import * as path from "node:path";
import { destroyStack } from "../../ops/destroy";
import { resourcesOf } from "../../ops/destroy/state";
import { toolEnvironment } from "../../toolchain";
import { repository } from "../mocks";
import { Workspace } from "./workspace";

jest.setTimeout(120_000);

const workspace = new Workspace();
const folder = workspace.project("science-platform");
const env = {
  ...process.env,
  ...toolEnvironment(),
  PULUMI_BACKEND_URL: `file://${path.join(workspace.directory, "state")}`,
  PULUMI_CONFIG_PASSPHRASE: "engine tests",
};
afterAll(() => workspace.remove());

const urn = (name: string, type = "random:index/randomPassword:RandomPassword") =>
  `urn:pulumi:site::science-platform::${type}::${name}`;
const root = urn("science-platform-site", "pulumi:pulumi:Stack");
const component = urn("component", "x:y:Component");
const provider = urn("random", "pulumi:providers:random");

/** As the engine writes it. Destroying a random password deletes nothing anywhere. */
function password(name: string, more: object): object {
  return {
    urn: urn(name),
    custom: true,
    id: "none",
    type: "random:index/randomPassword:RandomPassword",
    inputs: { length: 8 },
    outputs: { id: "none", length: 8, result: "abcdefgh", bcryptHash: "x" },
    parent: root,
    provider: `${provider}::0001`,
    ...more,
  };
}

const deployment = {
  version: 3,
  deployment: {
    manifest: { time: "2026-01-01T00:00:00Z", magic: "", version: "" },
    resources: [
      { urn: root, custom: false, type: "pulumi:pulumi:Stack" },
      { urn: component, custom: false, type: "x:y:Component", parent: root },
      {
        urn: provider,
        custom: true,
        id: "0001",
        type: "pulumi:providers:random",
        inputs: { version: "4.18.5" },
        outputs: { version: "4.18.5" },
        parent: root,
      },
      password("network", {}),
      password("cluster", { protect: true, retainOnDelete: true, parent: component, dependencies: [urn("network")] }),
      password("pool", { dependencies: [urn("cluster")] }),
      password("old-volume", { retainOnDelete: true }),
    ],
  },
};

async function state(): Promise<string[]> {
  const { output } = await workspace.pulumi(["stack", "export", "--stack", "site"], folder);
  return resourcesOf(JSON.parse(output))
    .map((one) => one.urn.split("::").at(-1) ?? "")
    .sort();
}

let announced: string;
const destroy = () =>
  destroyStack({
    stack: "site",
    directory: folder,
    env,
    confirm: (text) => {
      announced = text;
      return Promise.resolve(true);
    },
    progress: () => undefined,
  });

beforeAll(async () => {
  const configuration = await workspace.stack("science-platform", "site");
  fs.copyFileSync(path.join(repository, "examples/lifewatch-existing.yaml"), configuration);
  const file = path.join(folder, "state.json");
  fs.writeFileSync(file, JSON.stringify(deployment));
  const { code, output } = await workspace.pulumi(["stack", "import", "--stack", "site", "--file", file], folder);
  if (code !== 0) throw new Error(output);
});

const staying = ["cluster", "component", "network", "random", "science-platform-site"];

test("everything unprotected goes; what is protected stays with what it needs, as was said", async () => {
  expect(await destroy()).toEqual({ cloud: "existing", unseen: [], empty: false });
  expect(announced).toBe(`Destroying site deletes 1 resource.

These stay, because they are protected:
  RandomPassword cluster  none

These stay with them, because they need them:
  RandomPassword network  none

These leave the stack, and stay in the cloud:
  RandomPassword old-volume  none

The stack has nothing in a cluster.`);
  expect(await state()).toEqual(staying);
});

test("again, it asks nothing and changes nothing", async () => {
  announced = "nothing was asked";
  await destroy();
  expect(announced).toBe("nothing was asked");
  expect(await state()).toEqual(staying);
});

test("once the protection is lifted, everything goes", async () => {
  await workspace.pulumi(["state", "unprotect", "--all", "--yes", "--stack", "site"], folder);
  expect(await destroy()).toEqual({ cloud: "existing", unseen: [], empty: true });
  expect(announced).toContain("These leave the stack, and stay in the cloud:\n  RandomPassword cluster  none\n");
  expect(await state()).toEqual([]);
});
