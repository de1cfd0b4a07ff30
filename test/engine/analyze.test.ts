/** `pulumi policy analyze` over a state file: the pack without a program, a provider or a cloud. */
import * as fs from "node:fs";
import * as path from "node:path";
import { createPlatform } from "../../platform";
import { exampleConfig, exampleInfrastructure } from "../../platform/testing";
import { repository } from "../../system/repository";
import { record, type RecordedResource } from "../mocks";
import { policies, Workspace, type Result } from "./workspace";

jest.setTimeout(120_000);

const workspace = new Workspace();
afterAll(() => workspace.remove());

/** What `pulumi stack export` would say of these resources. */
function stateFile(name: string, resources: RecordedResource[]): string {
  const urn = (type: string, resource: string) => `urn:pulumi:lab::science-platform::${type}::${resource}`;
  const deployment = {
    manifest: { time: "2026-01-01T00:00:00Z", magic: "", version: "" },
    resources: resources
      .filter(({ type }) => !type.startsWith("pulumi:providers:"))
      .map(({ type, name, inputs, parent, protect }) => {
        const custom = !type.startsWith("science-platform:");
        const [parentType = "", parentName = ""] = parent?.split("::") ?? [];
        return {
          urn: urn(type, name),
          custom,
          type,
          ...(custom ? { id: name } : {}),
          inputs,
          outputs: inputs,
          ...(parent === undefined ? {} : { parent: urn(parentType, parentName) }),
          ...(protect ? { protect } : {}),
        };
      }),
  };
  const file = path.join(workspace.directory, `${name}.json`);
  fs.writeFileSync(file, JSON.stringify({ version: 3, deployment }));
  return file;
}

const analyze = (file: string, site: string): Promise<Result> =>
  workspace.pulumi(
    [
      "policy",
      "analyze",
      "--file",
      file,
      "--policy-pack",
      policies,
      "--policy-pack-config",
      path.join(policies, `config.${site}.json`),
    ],
    repository,
  );

const volume: RecordedResource = {
  type: "openstack:blockstorage/volume:Volume",
  name: "homes",
  inputs: { name: "lab-homes", size: 100, metadata: { site: "lab", owner: "team" } },
};

let lab: Result, roe: Result, broken: Result;
beforeAll(async () => {
  const config = exampleConfig({ charts: { source: "directory", path: "lab/charts" } }, { lifecycle: "disposable" });
  const { resources } = await record("lab", () => ({ ...createPlatform(config, exampleInfrastructure()) }));
  const withoutResources = resources.map((resource) =>
    resource.type === "science-platform:foundation:HelmService" && resource.name === "landing-page"
      ? { ...resource, inputs: { ...(resource.inputs as object), resources: {} } }
      : resource,
  );
  [lab, roe, broken] = await Promise.all([
    analyze(stateFile("lab", [...resources, volume]), "lab"),
    analyze(stateFile("roe", [...resources, volume]), "roe"),
    analyze(stateFile("broken", withoutResources), "lab"),
  ]);
});

test("the platform as the lab has it keeps to the lab's rules", () => {
  expect(lab.output).not.toContain("[mandatory]");
  expect(lab.code).toBe(0);
});

test("a volume without protection is a lab's business, and a violation in production", () => {
  expect(roe.code).not.toBe(0);
  expect(roe.output).toContain("Volume homes: the option `protect` is not set.");
});

test("a chart whose containers nobody bounded is a violation", () => {
  expect(broken.code).not.toBe(0);
  expect(broken.output).toContain("HelmService landing-page: resources names no container of the chart.");
});
