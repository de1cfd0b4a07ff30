/** Secrets that the platform generates: made once, kept, rotated on request, and encrypted wherever the state goes. */
import { Workspace, type Result } from "./workspace";

jest.setTimeout(300_000);

const workspace = new Workspace();
afterAll(() => workspace.remove());

type Values = Record<string, string>;

let configuration: string;
const run = (scene: string, ...verb: string[]) => workspace.scene(verb, scene, "secrets", configuration);
const up = ["up", "--yes", "--skip-preview"];

async function values(): Promise<Values> {
  const folder = workspace.project("engine");
  const line = ["stack", "output", "--json", "--show-secrets", "--stack", "secrets"];
  const { output } = await workspace.pulumi(line, folder);
  return (JSON.parse(output) as { outputs: { secrets: { every: Values } } }).outputs.secrets.every;
}

let first: Result, second: Result, rotated: Result, all: Result, exported: Result, events: string, destroy: Result;
let made: Values, afterOne: Values, afterBoth: Values;
/** What lay in the backend between the runs. */
let state: string;
beforeAll(async () => {
  configuration = await workspace.stack("engine", "secrets");
  first = await run("secrets", ...up);
  made = await values();
  second = await run("secrets", ...up, "--expect-no-changes");
  const preview = await run("rotated", "preview", "--diff", "--json");
  rotated = await run("rotated", ...up, "--diff");
  afterOne = await values();
  all = await run("rotated-all", ...up);
  afterBoth = await values();
  exported = await workspace.pulumi(["stack", "export", "--stack", "secrets"], workspace.project("engine"));
  events = preview.output;
  state = workspace.stateText();
  destroy = await run("rotated-all", "destroy", "--yes", "--skip-preview");
});

test("each kind has the form that its reader wants", () => {
  expect(first.code).toBe(0);
  expect(made).toEqual({
    password: expect.stringMatching(/^[A-Za-z0-9]{32}$/) as string,
    lasting: expect.stringMatching(/^[A-Za-z0-9]{32}$/) as string,
    hash: expect.stringMatching(/^status:\$2[aby]\$\d\d\$[./A-Za-z0-9]{53}$/) as string,
    changed: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/) as string,
    copy: made["password"],
    token: expect.stringMatching(/^gt-[\w-]{22}\.[\w-]{22}$/) as string,
    fernet: expect.stringMatching(/^[\w-]{43}=$/) as string,
    hex: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    rsa: expect.stringMatching(/^-----BEGIN PRIVATE KEY-----\n[\s\S]+-----END PRIVATE KEY-----\n$/) as string,
    wired: "mock-plaintext-of-the-database",
    text: "status",
    turn: expect.stringMatching(/^[A-Za-z0-9]{48}$/) as string,
    before: expect.stringMatching(/^[A-Za-z0-9]{48}$/) as string,
    "before-text": "status",
    file: "[default]\naws_access_key_id=status\naws_secret_access_key=mock-plaintext-of-the-database\n",
  });
  expect(Math.abs(Date.now() - Date.parse(made["changed"] ?? ""))).toBeLessThan(600_000);
});

test("the second up changes nothing", () => {
  expect(second.code).toBe(0);
});

const changedKeys = (before: Values, after: Values) =>
  Object.keys(before)
    .filter((key) => before[key] !== after[key] && key !== "changed")
    .sort();

test("one is made anew by its own number, with what is made of it", () => {
  expect(rotated.code).toBe(0);
  expect(changedKeys(made, afterOne)).toEqual(["before", "copy", "hash", "password", "turn"]);
});

test("all that is generated is made anew by one number, but what was encrypted with would be lost", () => {
  expect(all.code).toBe(0);
  expect(changedKeys(afterOne, afterBoth)).toEqual([
    ...["before", "copy", "fernet", "hash", "hex", "password", "rsa", "token", "turn"],
  ]);
});

test("a password that is asked for what it was is known as it is and as it was, at every number", () => {
  expect(afterOne["before"]).toBe(made["turn"]);
  expect(afterBoth["before"]).toBe(afterOne["turn"]);
  const values = [made["before"], made["turn"], afterOne["turn"], afterBoth["turn"]];
  expect(new Set(values).size).toBe(4);
});

test("no secret is in plain text in the state, in an export, in a preview's diff, nor in what pulumi prints", () => {
  // The state is what we think it is: it has the public half of the certificate.
  expect(state).toContain("BEGIN CERTIFICATE");
  expect(exported.output).toContain("science-platform:secrets:PlatformSecrets");
  expect(events).toContain("randomPassword");
  const texts = {
    state,
    export: exported.output,
    events,
    output: [first, second, rotated, all, destroy].map(({ output }) => output).join(),
  };
  for (const [name, text] of Object.entries(texts)) {
    for (const [key, value] of [made, afterOne, afterBoth].flatMap((one) => Object.entries(one))) {
      if (["text", "before-text", "changed"].includes(key)) continue;
      // As it is, as JSON has it, and as Kubernetes keeps it.
      const forms = [value, JSON.stringify(value).slice(1, -1), Buffer.from(value).toString("base64")];
      expect([name, key, forms.some((form) => text.includes(form))]).toEqual([name, key, false]);
    }
    expect([name, /PRIVATE KEY-----|\$2[aby]\$\d\d\$/.test(text)]).toEqual([name, false]);
  }
});

test("destroy leaves nothing", () => {
  expect(destroy.code).toBe(0);
});
