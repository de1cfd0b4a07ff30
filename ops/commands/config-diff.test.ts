import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { stringify } from "yaml";
import { validInput } from "../../config/testing";
import { repository } from "../../system/repository";
import { capture } from "../process";

let directory: string;
const run = (...args: string[]) =>
  capture(path.join(repository, "bin/science-platform"), ["config", "diff", "--directory", directory, ...args]);

beforeAll(() => {
  directory = fs.mkdtempSync(path.join(os.tmpdir(), "diff-"));
  const text = stringify({ config: { "science-platform:config": validInput() } });
  fs.writeFileSync(path.join(directory, "Pulumi.a.yaml"), text);
  fs.writeFileSync(path.join(directory, "Pulumi.b.yaml"), text.replace("site: test", "site: b"));
  fs.writeFileSync(path.join(directory, "Pulumi.c.yaml"), text.replace("owner: team", "owner: others"));
});
afterAll(() => fs.rmSync(directory, { recursive: true }));

test("0 when each difference has a reason", async () => {
  await expect(run("a", "b")).resolves.toEqual({
    code: 0,
    stdout:
      'a and b differ in one place, each with a reason.\n\nWith a reason:\n  site: "test" in a, "b" in b\n      names the site (built in)\n',
    stderr: "",
  });
});

test("1 when one has none; a file and JSON do as well", async () => {
  const fileB = path.join(directory, "Pulumi.c.yaml");
  const { code, stdout } = await run("--json", "a", fileB);
  expect([code, JSON.parse(stdout)]).toEqual([
    1,
    {
      a: { name: "a", file: path.join(directory, "Pulumi.a.yaml") },
      b: { name: "c", file: fileB },
      compared: "resolved",
      differences: [
        { path: "owner", a: { value: "team", default: false }, b: { value: "others", default: false }, reasons: [] },
      ],
      unexplained: 1,
    },
  ]);
});

test.each([
  ["a stack that is not there", ["a", "x"], () => `error: there is no ${path.join(directory, "Pulumi.x.yaml")}`],
  ["a slip", ["a", "bb"], () => `error: there is no ${path.join(directory, "Pulumi.bb.yaml")}: did you mean b?`],
  ["one stack twice", ["a", "a"], () => `error: both are ${path.join(directory, "Pulumi.a.yaml")}: name two stacks`],
  ["one stack only", ["a"], () => "error: missing required argument 'b'"],
])("2 for %s", async (_, args, message) => {
  await expect(run(...args)).resolves.toEqual({
    code: 2,
    stdout: "",
    stderr: `${message()}\n(add --help for what is possible)\n`,
  });
});

test("1 for a file that cannot be read, or is no text", async () => {
  const latin = path.join(directory, "latin.yaml");
  fs.writeFileSync(latin, Buffer.from("owner: Müller", "latin1"));
  await expect(run("a", latin)).resolves.toEqual({
    code: 1,
    stdout: "",
    stderr: `${latin} is no text in UTF-8: save it in that encoding\n`,
  });
  await expect(run("a", `${directory}/`)).resolves.toEqual({
    code: 1,
    stdout: "",
    stderr: `${directory}/ is a folder\n`,
  });
});
