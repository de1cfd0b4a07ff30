/** The real program with a configuration that is wrong in several places. */
import * as fs from "node:fs";
import { repository } from "../mocks";
import { Workspace, type Result } from "./workspace";

jest.setTimeout(120_000);

const workspace = new Workspace();
afterAll(() => workspace.remove());

const wrong = `
  science-platform:config:
    site: Lab
    owner: platform-team
    lifecycle: temporary
    network: { cidr: 10.10.0.0/24, administrators: [] }
`;

let preview: Result;
beforeAll(async () => {
  const configuration = await workspace.stack("science-platform", "wrong");
  fs.appendFileSync(configuration, `config:${wrong}`);
  preview = await workspace.pulumi(["preview", "--stack", "wrong", "--config-file", configuration], repository);
});

test("says everything that is wrong in one message, each with its place and what would be right", () => {
  expect(preview.output).toContain("Pulumi.wrong.yaml, science-platform:config: ");
  for (const line of [
    '- site: "Lab" is wrong: write lower-case letters',
    '- lifecycle: "temporary" is wrong: write one of "production", "disposable"',
    "- network.administrators:",
    "- cluster: is missing",
    "- platform: is missing",
  ])
    expect(preview.output).toContain(line);
});

test("fails, makes nothing, and shows no stack trace", () => {
  expect(preview.code).not.toBe(0);
  expect(preview.output).not.toMatch(/^\s+at .*\(.*:\d+:\d+\)/m);
  expect(preview.output).not.toContain("node_modules");
  expect(preview.output).not.toContain("openstack:");
});
