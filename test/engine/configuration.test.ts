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
    cloud: openstack
    network: { cidr: 10.10.0.0/24, administrators: [] }
    policies: { exceptions: [{ expires: 2027-03-31 }] }
  science-platform:tsig-key: hunter2
`;

let preview: Result;
beforeAll(async () => {
  const configuration = await workspace.stack("science-platform", "wrong");
  fs.appendFileSync(configuration, `config:${wrong}`);
  const folder = workspace.project("science-platform");
  await workspace.pulumi(["config", "set", "--stack", "wrong", "--secret", "slack-webhook", "right"], folder);
  preview = await workspace.pulumi(["preview", "--stack", "wrong", "--config-file", configuration], repository);
});

test("says everything that is wrong in one message, each with its place and what would be right", () => {
  expect(preview.output).toContain("Pulumi.wrong.yaml: ");
  for (const line of [
    '- site: "Lab" is wrong: write lower-case letters',
    '- lifecycle: "temporary" is wrong: write one of "production", "disposable"',
    "- network.administrators:",
    "- cluster: is missing",
    "- storage: is missing",
    "- policies.exceptions[0].rule: is missing",
    "- science-platform:tsig-key: stands here in the clear: set it again with `pulumi config set --secret tsig-key --stack wrong`",
    "see docs/configuration.md#stack-secrets",
  ])
    expect(preview.output).toContain(line);
});

test("finds no fault with an encrypted secret and a day without quotes, and shows no secret", () => {
  for (const word of ["slack-webhook", "expires", "hunter2"]) expect(preview.output).not.toContain(word);
});

test("fails, makes nothing, and shows no stack trace", () => {
  expect(preview.code).not.toBe(0);
  expect(preview.output).not.toMatch(/^\s+at .*\(.*:\d+:\d+\)/m);
  expect(preview.output).not.toContain("node_modules");
  expect(preview.output).not.toMatch(/openstack:\w/);
});
