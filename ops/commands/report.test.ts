import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { main } from "../cli";
import { exportOf } from "../report/testing";

jest.setTimeout(60_000);

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "report-"));
const at = (name: string) => path.join(folder, name);
fs.writeFileSync(at("lab.json"), JSON.stringify(exportOf("lab")));
fs.writeFileSync(at("drift.json"), JSON.stringify({ stack: "lab", drift: false, resources: [], added: [], looked: 7 }));
afterAll(() => fs.rmSync(folder, { recursive: true }));

const before = { directory: process.cwd(), path: process.env.PATH };
beforeAll(() => {
  process.chdir(folder);
  // Nobody finds a pulumi here.
  process.env.PATH = folder;
});
afterAll(() => {
  process.chdir(before.directory);
  process.env.PATH = before.path;
});

/** The command in this process: to start one for each test takes longer than all of them. */
async function run(...args: string[]) {
  const written = { stdout: "", stderr: "" };
  const take = (stream: keyof typeof written) => (text: string | Uint8Array) => {
    written[stream] += String(text);
    return true;
  };
  const spies = [
    jest.spyOn(process.stdout, "write").mockImplementation(take("stdout")),
    jest.spyOn(process.stderr, "write").mockImplementation(take("stderr")),
  ];
  try {
    const code = await main(["report", ...args]);
    return { code, ...written };
  } finally {
    spies.forEach((spy) => spy.mockRestore());
  }
}

const files = () => fs.readdirSync(folder).sort();

test("writes the page and the drawing from a file, without any cloud or engine", async () => {
  const line = [
    "--stack",
    "lab",
    "--state",
    "lab.json",
    "--drift",
    "drift.json",
    "--out",
    "lab.html",
    "--drawing",
    "lab.svg",
  ];
  await expect(run(...line)).resolves.toEqual({ code: 0, stdout: "", stderr: "" });
  expect(fs.readFileSync(at("lab.html"), "utf8")).toMatch(
    /^<!doctype html>[^]*7 resources were compared, nothing differs/,
  );
  expect(fs.readFileSync(at("lab.svg"), "utf8")).toMatch(/^<svg\s[^]*<\/svg>\n$/);
  expect(files()).toEqual(["drift.json", "lab.html", "lab.json", "lab.svg"]);
});

test("as JSON, and to standard output", async () => {
  const json = await run("--stack", "lab", "--state", "lab.json", "--json");
  expect(JSON.parse(json.stdout)).toMatchObject({ stack: "lab", site: "lab", source: "the file lab.json" });
  expect(json.stderr).toBe("");
  const html = await run("--stack", "lab", "--state", "lab.json", "--out", "-");
  expect(html.stdout).toMatch(/^<!doctype html>/);
});

test.each([
  ["nothing to write", [], "error: nothing to write: give --out <file>, --drawing <file> or --json"],
  [
    "two sources",
    ["--state", "lab.json", "--live", "--out", "x"],
    "error: --live asks by itself: it takes neither --state nor --drift",
  ],
  ["one place for two things", ["--json", "--out", "-"], "error: --json and --out - both want standard output"],
])("wrong usage: %s", async (_, args, message) => {
  const { code, stderr, stdout } = await run("--stack", "lab", ...args);
  expect({ code, stdout, first: stderr.split("\n")[0] }).toEqual({ code: 2, stdout: "", first: message });
});

test.each([
  ["a state that is not there", ["--state", "none.json", "--out", "x"], "none.json cannot be read (ENOENT)\n"],
  [
    "what is no state",
    ["--state", "drift.json", "--out", "x"],
    expect.stringMatching(/^drift\.json is no export of a stack:\n/),
  ],
  [
    "a place that is not there",
    ["--state", "lab.json", "--out", "none/x"],
    expect.stringMatching(/^none\/x cannot be written: ENOENT/),
  ],
  ["no engine", ["--out", "x"], expect.stringMatching(/^pulumi cannot be started: /)],
])("fails with one message and writes nothing: %s", async (_, args, stderr) => {
  const before = files();
  await expect(run("--stack", "lab", ...args)).resolves.toEqual({ code: 1, stdout: "", stderr: stderr as string });
  expect(files()).toEqual(before);
});
