import { main } from "./cli";
import { paths } from "./paths";

async function capture(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  const written = { out: "", err: "" };
  const out = jest.spyOn(process.stdout, "write").mockImplementation((text) => Boolean((written.out += String(text))));
  const err = jest.spyOn(process.stderr, "write").mockImplementation((text) => Boolean((written.err += String(text))));
  try {
    return { code: await main(argv), ...written };
  } finally {
    out.mockRestore();
    err.mockRestore();
  }
}

const names = ["up", "destroy", "tools", "start", "stop", "status", "logs", "env", "snapshot", "restore", "clean"];

test("--help lists every subcommand", async () => {
  const { code, out } = await capture("--help");
  expect(code).toBe(0);
  expect([...out.matchAll(/^ {2}(\w+) {2,}\S/gm)].map(([, name]) => name)).toEqual(names);
});

test.each(names)("%s --help explains itself and does nothing", async (name) => {
  const { code, out } = await capture(name, "--help");
  expect(code).toBe(0);
  expect(out).toMatch(new RegExp(`^Usage: lab ${name}`));
  expect(out).toContain("Exit codes: 0 done, 1 failed, 2 wrong usage, 130 interrupted.");
});

test.each([
  [["bogus"], 'There is no subcommand "bogus".'],
  [["start", "--fast"], "Unknown option '--fast'"],
  [["stop", "now"], "Takes no arguments, but got: now"],
  [["snapshot"], "Give exactly one name for the snapshot."],
  [["logs", "seed", "--lines", "many"], '--lines wants a whole number, not "many".'],
])("wrong usage %j is told with the help, exit code 2", async (argv, message) => {
  const { code, out, err } = await capture(...argv);
  expect([code, out]).toEqual([2, ""]);
  expect(err).toContain(message);
  expect(err).toContain("Usage: lab");
});

test("a snapshot's name must be a plain one", async () => {
  const { code, err } = await capture("restore", "../etc");
  expect(code).toBe(1);
  expect(err).toBe(
    '"../etc" is no name for a snapshot: take letters, digits, dots, dashes and underscores, at most 63.\n',
  );
});

test("env quotes its values for a shell", async () => {
  const { code, out } = await capture("env");
  expect(code).toBe(0);
  expect(out).toContain("export OS_CLOUD='lab'\n");
  expect(out).toContain(`export LAB_STATE='${paths.state}'\n`);
  for (const line of out.trimEnd().split("\n")) expect(line).toMatch(/^export [A-Z_]+='[^']*'$/);
});
