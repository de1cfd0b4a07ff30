import { testFolder } from "./test-state";
import * as fs from "node:fs";
import * as path from "node:path";
import { main } from "./cli";
import { paths } from "./paths";

const { state } = paths;
const asUser = (id: number) => jest.spyOn(process, "getuid").mockReturnValue(id);

afterEach(() => {
  jest.restoreAllMocks();
  fs.rmSync(state, { recursive: true, force: true });
});
afterAll(() => fs.rmSync(testFolder, { recursive: true }));

async function run(argv: readonly string[]): Promise<{ code: number; err: string }> {
  let err = "";
  jest.spyOn(process.stderr, "write").mockImplementation((text) => Boolean((err += String(text))));
  return { code: await main(argv), err };
}

const changing = [["up"], ["destroy"], ["start"], ["stop"], ["clean", "--yes"], ["snapshot", "x"], ["restore", "x"]];

test.each(changing)("lab %s without root says so and writes nothing", async (...argv) => {
  asUser(1000);
  const { code, err } = await run(argv);
  expect(code).toBe(1);
  expect(err).toMatch(/in the way of the lab:\n {2}user: id 1000\n {4}the lab installs packages .* root \(sudo\)\n/);
  expect(fs.existsSync(state)).toBe(false);
});

test.each(changing)("lab %s keeps off a folder that no lab made", async (...argv) => {
  asUser(0);
  for (const folder of ["etc", "run", "documents"]) fs.mkdirSync(path.join(state, folder), { recursive: true });
  const { code, err } = await run(argv);
  expect(code).toBe(1);
  expect(err).toContain(
    `  LAB_STATE: ${state}\n    not empty, and not made by a lab (it has no file .science-platform-lab)`,
  );
  expect(fs.readdirSync(state).sort()).toEqual(["documents", "etc", "run"]);
});

test("clean removes a lab's things and leaves others, stop makes no folder", async () => {
  asUser(0);
  const out = jest.spyOn(process.stdout, "write").mockReturnValue(true);
  expect((await run(["stop"])).code).toBe(0);
  expect(fs.existsSync(state)).toBe(false);

  for (const folder of ["var/setup", "etc", "run"]) fs.mkdirSync(path.join(state, folder), { recursive: true });
  fs.writeFileSync(paths.marker, "");
  fs.writeFileSync(path.join(state, "notes"), "");
  expect((await run(["clean", "--yes"])).code).toBe(0);
  expect(fs.readdirSync(state)).toEqual(["notes"]);
  expect(String(out.mock.calls.at(-1)?.[0])).toBe(
    `Removed what the lab had made in ${state}. Not its own, so still there: notes.\n`,
  );
});
