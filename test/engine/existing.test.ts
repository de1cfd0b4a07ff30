/** The real program on a cluster that somebody else made: how its kubeconfig is found, and what is said when it is not. */
import * as fs from "node:fs";
import * as path from "node:path";
import { stringify } from "yaml";
import { existingInput } from "../../infra/existing/testing";
import { repository } from "../mocks";
import { Workspace, type Result } from "./workspace";

jest.setTimeout(120_000);

const workspace = new Workspace();
afterAll(() => workspace.remove());

const token = "token-of-an-administrator";
/** Nobody listens there: a preview asks the cluster nothing that it cannot do without. */
const kubeconfig = stringify({
  "current-context": "admin",
  contexts: [{ name: "admin", context: { cluster: "site", user: "admin" } }],
  clusters: [{ name: "site", cluster: { server: "https://127.0.0.1:1" } }],
  users: [{ name: "admin", user: { token } }],
});

async function preview(stack: string, existing: object, secret?: string): Promise<Result> {
  const file = await workspace.stack("science-platform", stack);
  const input = existingInput();
  delete input.objectStore;
  input.platform = { charts: { source: "directory", path: "lab/charts" }, ingress: {} };
  const config = {
    "pulumi:disable-default-providers": ["*"],
    "science-platform:config": { ...input, existing },
  };
  fs.appendFileSync(file, stringify({ config }));
  const options = ["--stack", stack, "--config-file", file];
  if (secret !== undefined) {
    const set = ["config", "set", "--secret", "science-platform:kubeconfig", secret, ...options];
    const { code, output } = await workspace.pulumi(set, workspace.project("science-platform"));
    if (code !== 0) throw new Error(output);
  }
  return workspace.pulumi(["preview", ...options], repository);
}

let good: Result, fromFile: Result, noFile: Result, noContext: Result;
beforeAll(async () => {
  const file = path.join(workspace.directory, "kubeconfig");
  fs.writeFileSync(file, kubeconfig);
  [good, fromFile, noFile, noContext] = await Promise.all([
    preview("good", {}, kubeconfig),
    preview("from-file", { kubeconfig: file, context: "admin" }),
    preview("no-file", { kubeconfig: "nowhere/kubeconfig" }),
    preview("no-context", { context: "admn" }, kubeconfig),
  ]);
}, 300_000);

test.each<[string, () => Result]>([
  ["the stack's secrets", () => good],
  ["a file", () => fromFile],
])("the whole platform can be previewed with a kubeconfig from %s", (_, result) => {
  const { code, output } = result();
  expect(output).toContain("+ 89 to create");
  expect(output).toContain('identifier: "test@127.0.0.1:1"');
  expect(output).toContain("kubeconfig          : [secret]");
  expect(output).not.toContain("warning");
  expect(code).toBe(0);
});

test("a file that is not there is one message", () => {
  const { code, output } = noFile;
  expect(output).toContain(
    `error: existing.kubeconfig: ${path.join(repository, "nowhere/kubeconfig")} is not there: write the path of a kubeconfig, ` +
      "absolute or from the top of the repository, or leave it out and set the stack secret kubeconfig.\n",
  );
  expect(code).not.toBe(0);
});

test("a context that is not there is one message", () => {
  const { code, output } = noContext;
  expect(output).toContain('existing.context: "admn" is not in the stack secret kubeconfig: did you mean "admin"?\n');
  expect(code).not.toBe(0);
});

test("no stack trace for a person's mistake, and never a credential", () => {
  for (const { output } of [good, fromFile, noFile, noContext]) {
    expect(output).not.toMatch(/^\s+at .*\(.*:\d+:\d+\)/m);
    expect(output).not.toContain(token);
  }
});
