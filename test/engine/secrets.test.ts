/** Secrets that the platform generates: made once, kept, encrypted wherever the state goes, and gone at the end. */
import { Workspace, type Result } from "./workspace";

jest.setTimeout(120_000);

const workspace = new Workspace();
afterAll(() => workspace.remove());

let first: Result, second: Result, destroy: Result;
let password: string;
/** What lay in the backend between the runs. */
let state: string;
beforeAll(async () => {
  const configuration = await workspace.stack("engine", "secrets");
  const run = (...verb: string[]) => workspace.scene(verb, "secrets", "secrets", configuration);
  first = await run("up", "--yes", "--skip-preview");
  state = workspace.stateText();
  const outputs = await workspace.pulumi(
    ["stack", "output", "--json", "--show-secrets", "--stack", "secrets"],
    workspace.project("engine"),
  );
  password = (JSON.parse(outputs.output) as { outputs: { password: string } }).outputs.password;
  second = await run("up", "--yes", "--skip-preview", "--expect-no-changes");
  destroy = await run("destroy", "--yes", "--skip-preview");
});

test("the first up makes everything", () => {
  expect(first.output).toContain("+ 14 created");
  expect(first.code).toBe(0);
});

test("the second up changes nothing", () => {
  expect(second.output).toContain("14 unchanged");
  expect(second.code).toBe(0);
});

test("no secret is in plain text in the backend, nor in what pulumi prints", () => {
  expect(password).toMatch(/^[A-Za-z0-9]{32}$/);
  // The state is what we think it is: it has the public half of the certificate.
  expect(state).toContain("BEGIN CERTIFICATE");
  for (const text of [state, first.output, second.output, destroy.output]) {
    expect(text).not.toContain(password);
    expect(text).not.toContain(Buffer.from(password).toString("base64"));
    expect(text).not.toContain("PRIVATE KEY-----");
    expect(text).not.toMatch(/\$2[aby]\$\d\d\$/);
  }
});

test("destroy leaves nothing", () => {
  expect(destroy.output).toContain("- 14 deleted");
  expect(destroy.code).toBe(0);
});
