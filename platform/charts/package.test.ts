import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { catalog, type Chart } from "../catalog";
import { fetchWithHelm, packageDigest, unpack, unpackedFolder, type PublishedChart } from "./package";

let root: string;
beforeEach(() => void (root = fs.mkdtempSync(path.join(os.tmpdir(), "packages-"))));
afterEach(() => fs.rmSync(root, { recursive: true }));

/** A package as publishers make it, outside of the folder where charts are kept. */
function publish(version = "1.2.3", content = "a: 1\n"): string {
  const folder = path.join(root, "publisher/x");
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(path.join(folder, "Chart.yaml"), `apiVersion: v2\nname: x\nversion: ${version}\n`);
  fs.writeFileSync(path.join(folder, "values.yaml"), content);
  const file = path.join(root, `x-${version}.tgz`);
  execFileSync("tar", ["-czf", file, "-C", path.join(root, "publisher"), "x"]);
  return file;
}

const chart = (digest: PublishedChart["from"]["digest"]): PublishedChart => ({
  name: "x",
  version: "1.2.3",
  namespace: "x",
  from: { repository: "https://charts.example.org", digest },
});

test("a chart is unpacked once, to a place that is the same on every machine", () => {
  const file = publish();
  const pinned = chart(packageDigest(file));
  let fetches = 0;
  const fetch = () => {
    fetches += 1;
    return file;
  };
  unpack(pinned, root, fetch);
  unpack(pinned, root, fetch);
  expect([unpackedFolder(pinned), fetches]).toEqual([".charts/x-1.2.3/x", 1]);
  expect(fs.readFileSync(path.join(root, ".charts/x-1.2.3/x/values.yaml"), "utf8")).toBe("a: 1\n");
  expect(fs.readdirSync(path.join(root, ".charts"))).toEqual(["x-1.2.3"]);
});

test("another package than the pinned one is refused, and nothing of it is left", () => {
  const pinned = chart(packageDigest(publish()));
  const other = publish("1.2.3", "a: 2\n");
  expect(() => unpack(pinned, root, () => other)).toThrow(
    `The chart x 1.2.3 from https://charts.example.org is not the one that was pinned: it is ${packageDigest(other)}, and ` +
      `platform/catalog.ts says ${pinned.from.digest}. If the publisher has replaced it for a good reason, ` +
      "`science-platform charts pin x` notes the new one.",
  );
  expect(fs.readdirSync(path.join(root, ".charts"))).toEqual([]);
});

test("a chart whose digest nobody has noted is not even fetched, and the others are told with it", () => {
  const unrecorded = Object.values(catalog)
    .filter(({ from }: Chart) => from !== "ours" && from.digest === "unrecorded")
    .map(({ name }) => name);
  const fetch = jest.fn();
  expect(() => unpack(chart("unrecorded"), root, fetch)).toThrow(
    "The digest of the chart x 1.2.3 is not recorded in platform/catalog.ts, so nobody has said which package it is. " +
      `Nor are those of ${unrecorded.join(", ")}, where the site has them. ` +
      `\`science-platform charts pin x ${unrecorded.join(" ")}\` fetches what the publishers serve and notes it there; ` +
      "let somebody review that change. Or set platform.charts to a directory that has the charts.",
  );
  expect(fetch).not.toHaveBeenCalled();
});

test("a package that is none is told in tar's words", () => {
  const file = path.join(root, "broken.tgz");
  fs.writeFileSync(file, "not a package");
  expect(() => unpack(chart(packageDigest(file)), root, () => file)).toThrow(
    /^The chart x 1\.2\.3 cannot be unpacked: .*not in gzip format/,
  );
  expect(fs.readdirSync(path.join(root, ".charts"))).toEqual([]);
});

test("without Helm the message says where it is", () => {
  const before = process.env.PATH;
  process.env.PATH = root;
  try {
    expect(() => fetchWithHelm(chart("unrecorded"), root)).toThrow(
      "The chart x 1.2.3 cannot be had from https://charts.example.org: helm is not on the PATH. A shell that has it: " +
        'eval "$(node --import tsx toolchain/cli.ts env)". Once it can be reached, run this again; or set platform.charts to a ' +
        "directory that has the charts.",
    );
  } finally {
    process.env.PATH = before;
  }
});
