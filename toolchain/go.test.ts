import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { isRecent, linkerFlags, preflight } from "./go";
import type { GoBuild, Tool } from "./types";

const go: GoBuild = { module: "x", packages: [], variables: { "a.B": "1" }, seconds: 1, megabytes: 1 };
const tool: Tool = { name: "sample", version: "1.0.0", programs: [], go };
const builds = [{ tool, go, why: "x.example cannot be reached (ENOTFOUND)" }];
const intro = "These tools have to be built with Go:\n  sample 1.0.0 (x.example cannot be reached (ENOTFOUND))\n";
const getIt =
  "Get it from https://go.dev/dl (Debian's own may be too old): unpack the archive for linux below /usr/local, " +
  "put /usr/local/go/bin on the PATH, and run this again.";

let root: string;
const environment = { ...process.env };
beforeEach(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), "go-"));
  process.env.PATH = `${root}:/usr/bin:/bin`;
  process.env.XDG_CACHE_HOME = root;
});
afterEach(() => {
  process.env = { ...environment };
  fs.rmSync(root, { recursive: true });
});

const fakeGo = (text: string): void => fs.writeFileSync(path.join(root, "go"), `#!/bin/sh\n${text}\n`, { mode: 0o755 });

test.each([
  ["go1.26.8", true],
  ["go1.27rc1", true],
  ["go2.0", true],
  ["devel go1.28-abc", true],
  ["go1.25.9", false],
  ["go1.3", false],
  ["", false],
])("%j is recent enough: %s", (version, recent) => expect(isRecent(version)).toBe(recent));

test("linker flags", () => expect(linkerFlags(go)).toBe("-s -w -X a.B=1"));

test("no Go: says which tools need it, and where it is", async () => {
  fakeGo("exit 127");
  await expect(preflight(builds)).rejects.toThrow(
    `${intro}That needs Go 1.26 or newer, and there is no \`go\` on the PATH. ${getIt}`,
  );
});

test("an old Go", async () => {
  fakeGo("printf 'go1.19.8\\n/none\\n/none\\n'");
  await expect(preflight(builds)).rejects.toThrow(
    `${intro}That needs Go 1.26 or newer, but \`go\` is go1.19.8. ${getIt}`,
  );
});

test("too small a disk", async () => {
  fakeGo(`printf 'go1.26.8\\n${root}\\n${root}\\n'`);
  const huge = [{ ...builds[0], tool, why: "it must", go: { ...go, megabytes: 1e12 } }];
  await expect(preflight(huge)).rejects.toThrow(
    /That needs \d+\.\d GB more on the disk of \S+, which has \d+\.\d GB free/,
  );
  await expect(preflight(builds)).resolves.toBeUndefined();
});
