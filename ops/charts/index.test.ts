import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import type { Chart } from "../../platform/catalog";
import { ChartError, type Fetch } from "../../platform/charts/package";
import { UserError } from "../errors";
import { chosen, compare, fetchAll, listed, outdated, pinAll } from ".";
import { newestVersion } from "./newest";

const from = { repository: "https://charts.example.org", digest: "unrecorded" } as const;
const charts: Chart[] = [
  { name: "one", version: "1.0.0", namespace: "one", from },
  { name: "ours", version: "0.1.0", namespace: "ours", from: "ours" },
  {
    name: "two",
    version: "v2.0.0",
    namespace: "two",
    from: { ...from, repository: "oci://registry.example.org/charts" },
  },
];
const published = chosen([], charts);

let folder: string;
beforeEach(() => void (folder = fs.mkdtempSync(path.join(os.tmpdir(), "charts-test-"))));
afterEach(() => fs.rmSync(folder, { recursive: true }));

test("all published charts, or those that are named", () => {
  expect(published.map(({ name }) => name)).toEqual(["one", "two"]);
  expect(chosen(["two"], charts).map(({ name }) => name)).toEqual(["two"]);
  expect(() => chosen(["two", "ours", "three"], charts)).toThrow(
    new UserError("There is no published chart ours, three in platform/catalog.ts; there are one, two."),
  );
});

test("a list says what lies in the clone", () => {
  fs.mkdirSync(path.join(folder, ".charts/one-1.0.0/one"), { recursive: true });
  expect(listed(published, folder)).toEqual([
    { name: "one", version: "1.0.0", repository: from.repository, digest: "unrecorded", fetched: true },
    {
      name: "two",
      version: "v2.0.0",
      repository: "oci://registry.example.org/charts",
      digest: "unrecorded",
      fetched: false,
    },
  ]);
});

test("what is newer is told, and what cannot be asked for", async () => {
  const answers: Record<string, { newest: string } | { problem: string }> = {
    one: { newest: "1.1.0" },
    two: { newest: "2.0.0" },
  };
  const compared = await compare(published, ({ name }) => Promise.resolve(answers[name] ?? { problem: "?" }));
  expect(compared).toEqual([
    { name: "one", pinned: "1.0.0", newest: "1.1.0" },
    { name: "two", pinned: "v2.0.0", newest: "2.0.0" },
  ]);
  expect(compared.map(outdated)).toEqual([true, false]);
  expect(outdated({ name: "one", pinned: "1.0.0", problem: "no answer" })).toBe(false);
});

test("Helm is asked in the way of the repository or registry", async () => {
  const asked: string[] = [];
  const answers = [
    { code: 0, stdout: "name: one\nversion: 1.2.0\n", stderr: "" },
    { code: 1, stdout: "", stderr: "Error: no such host\n" },
    { code: 0, stdout: "name: one\n", stderr: "" },
  ];
  const run = (args: readonly string[]) => {
    asked.push(args.join(" "));
    const answer = answers.shift();
    return answer ? Promise.resolve(answer) : Promise.reject(new Error("spawn helm ENOENT"));
  };
  const [one, two] = published;
  if (one === undefined || two === undefined) throw new Error("two charts");
  expect(await newestVersion(one, run)).toEqual({ newest: "1.2.0" });
  expect(await newestVersion(two, run)).toEqual({ problem: "oci://registry.example.org/charts: no such host" });
  expect(await newestVersion(one, run)).toEqual({
    problem: "https://charts.example.org: its Chart.yaml has no version",
  });
  expect(await newestVersion(one, run)).toEqual({
    problem: 'helm is not on the PATH. A shell that has it: eval "$(node --import tsx toolchain/cli.ts env)"',
  });
  expect(asked).toEqual([
    "show chart one --repo https://charts.example.org",
    "show chart oci://registry.example.org/charts/two",
    "show chart one --repo https://charts.example.org",
    "show chart one --repo https://charts.example.org",
  ]);
});

test("pinning goes on after a chart that cannot be had, and keeps what it has", () => {
  const file = path.join(folder, "catalog.ts");
  const source = `one: { name: "one", version: "1.0.0", digest: "unrecorded" }, two: { name: "two", version: "v2.0.0", digest: "unrecorded" }`;
  fs.writeFileSync(file, source);
  const fetch: Fetch = ({ name, version }, work) => {
    if (name === "one") throw new ChartError("The chart one cannot be had.");
    const tgz = path.join(work, "x.tgz");
    fs.writeFileSync(tgz, `package of ${name} ${version}`);
    return tgz;
  };
  const { pinned, problems } = pinAll(published, file, { version: "2.0.1", fetch });
  expect(problems).toEqual(["The chart one cannot be had."]);
  expect(pinned).toEqual([
    { name: "two", version: "2.0.1", digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) as string },
  ]);
  expect(fs.readFileSync(file, "utf8")).toBe(
    source.replace('"v2.0.0", digest: "unrecorded"', `"2.0.1", digest: "${pinned[0]?.digest ?? ""}"`),
  );
});

test("a chart without a digest is not fetched, and the others still are", () => {
  expect(fetchAll(published, folder, () => "never asked").map((text) => text.slice(0, 50))).toEqual([
    "The digest of the chart one 1.0.0 is not recorded ",
    "The digest of the chart two v2.0.0 is not recorded",
  ]);
});
