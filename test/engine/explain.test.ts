/** What a person reads when the cloud refuses something: the real engine and provider, against a server that answers as the services do. */
import * as fs from "node:fs";
import * as path from "node:path";
import { stringify } from "yaml";
import { type Answer, type FakeCloud, fakeCloud } from "../../ops/openstack/testing";
import { repository } from "../mocks";
import { type Result, Workspace } from "./workspace";

jest.setTimeout(240_000);

const folder = path.join(repository, "test/engine/failing");
const workspace = new Workspace();
const answers: Record<string, Answer> = {
  "POST /compute/os-keypairs": {
    status: 409,
    body: { conflictingRequest: { message: "Key pair 'failing' already exists." } },
  },
  "POST /volumev3/volumes": {
    status: 413,
    body: {
      overLimit: {
        message: "VolumeLimitExceeded: Maximum number of volumes allowed (10) exceeded for quota 'volumes'.",
      },
    },
  },
};
const domains = { user_domain_name: "Default", project_domain_name: "Default" };
let cloud: FakeCloud;
let configuration: string;
beforeAll(async () => {
  cloud = await fakeCloud(["compute", "volumev3"], answers);
  configuration = await workspace.stack("failing", "failing");
});
afterAll(async () => {
  await cloud.close();
  workspace.remove();
});

function up(parts: string[]): Promise<Result> {
  const auth = { auth_url: `${cloud.address}/v3`, username: "u", password: "p", project_name: "rsp", ...domains };
  const clouds = path.join(workspace.directory, "clouds.yaml");
  fs.writeFileSync(clouds, stringify({ clouds: { fake: { auth } } }));
  const settings = [`failing:parts=${JSON.stringify(parts)}`, "failing:cloud=fake"].flatMap((one) => ["--config", one]);
  const verb = ["up", "--yes", "--skip-preview", "--continue-on-error", "--stack", "failing"];
  return workspace.pulumi([...verb, ...settings, "--config-file", configuration], folder, {
    ...process.env,
    OS_CLIENT_CONFIG_FILE: clouds,
  });
}

test("cause and remedy stand beside the provider's own words, for each resource that failed", async () => {
  const { code, output } = await up(["keypair", "volume"]);
  expect(code).not.toBe(0);
  const lines = output.split("\n").map((line) => line.trim());
  expect(
    lines.filter((line) => line.startsWith("error: homes: ") || line.startsWith("error: keypair: ")).sort(),
  ).toEqual([
    "error: homes: the project is too small: `npx science-platform preflight --stack failing` says by how much, and writes the letter to the administrators; when the quota is raised, run the same command again.",
    "error: keypair: the project has something of this name that the stack did not make, or a killed run made it: `npx science-platform recover --stack failing` takes over what a killed run made; what is somebody else's must be renamed or deleted, or choose another `site`.",
  ]);
  expect(output).toContain("Key pair 'failing' already exists.");
  expect(output).toContain("Maximum number of volumes allowed (10) exceeded");
  // Each was tried once: a creation may not be repeated blindly.
  expect(cloud.requests.filter((request) => request.startsWith("POST ")).sort()).toEqual([
    "POST /compute/os-keypairs",
    "POST /volumev3/volumes",
  ]);
});
