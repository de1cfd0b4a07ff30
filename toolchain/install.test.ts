import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as http from "node:http";
import type { AddressInfo } from "node:net";
import * as os from "node:os";
import * as path from "node:path";
import { Hosts } from "./download";
import { WrongChecksum } from "./errors";
import { build, type Context, installed, obtain } from "./install";
import { withLock } from "./lock";
import { cached } from "./paths";
import { inspect, toolFolder } from "./store";
import type { Tool } from "./types";

/** A program that says its version. */
const script = (version: string): string => `#!/bin/sh\necho "sample ${version}"\n`;

let root: string;
let server: http.Server;
let requests: string[];
let served: string | undefined;
let notes: string[];
let tool: Tool;
const environment = { ...process.env };

function writeProgram(file: string, text: string): void {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text, { mode: 0o755 });
}

/** A compiler that writes this program, and notes how it was called. */
function fakeGo(program: string): void {
  writeProgram(
    path.join(root, "path", "go"),
    `#!/bin/sh
printf '%s\\n' "$*" >> ${root}/go-calls
while [ "$1" != -o ]; do shift; done
cat > "$2" <<'PROGRAM'
${program}PROGRAM
chmod 755 "$2"
echo sample/package >&2
`,
  );
}

const context = (): Context => ({ hosts: new Hosts(), note: (_tool, what) => notes.push(what) });

beforeEach(async () => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), "install-"));
  process.env.XDG_CACHE_HOME = path.join(root, "cache");
  process.env.PATH = `${path.join(root, "path")}:/usr/bin:/bin`;
  requests = [];
  notes = [];
  served = undefined;
  server = http.createServer((request, response) => {
    requests.push(request.url ?? "");
    const sum = served === undefined ? "" : createHash("sha256").update(served).digest("hex");
    if (served === undefined) response.writeHead(404).end();
    else response.end(request.url === "/sample.sha256" ? sum : served);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  tool = {
    name: "sample",
    version: "1.0.0",
    programs: [{ name: "sample-tool", check: { args: ["--version"], expect: /sample 1\.0\.0$/m } }],
    downloads: [{ url: `${base}/sample`, checksums: `${base}/sample.sha256`, programs: { "sample-tool": "" } }],
    go: {
      module: "process-compose",
      packages: [{ package: "sample.example/cmd", program: "sample-tool" }],
      variables: { "main.version": "1.0.0" },
      seconds: 1,
      megabytes: 1,
    },
  };
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
  process.env = { ...environment };
  fs.rmSync(root, { recursive: true });
});

/** The program that is installed. */
const installedProgram = (): string => fs.readFileSync(path.join(toolFolder(tool), "sample-tool"), "utf8");

describe("the order of ways", () => {
  test("a program of the right version on the PATH comes first", async () => {
    const file = path.join(root, "path", "sample-tool");
    writeProgram(file, script("1.0.0"));
    served = script("1.0.0");
    expect(await obtain(tool, context())).toMatchObject({ record: { source: "found", origin: file } });
    expect(fs.readlinkSync(path.join(toolFolder(tool), "sample-tool"))).toBe(file);
    expect(requests).toEqual([]);
  });

  test("one of another version does not count: the download comes next", async () => {
    writeProgram(path.join(root, "path", "sample-tool"), script("1.0.1"));
    served = script("1.0.0");
    expect(await obtain(tool, context())).toMatchObject({ record: { source: "download", version: "1.0.0" } });
    expect(requests).toEqual(["/", "/sample.sha256", "/sample"]);
  });

  test("nor does one whose output cannot tell its version", async () => {
    writeProgram(path.join(root, "path", "sample-tool"), script("1.0.0"));
    tool.programs = tool.programs.map((p) => ({ ...p, check: { ...p.check, identifies: false as const } }));
    served = script("1.0.0");
    expect(await obtain(tool, context())).toMatchObject({ record: { source: "download" } });
  });

  test("without a download, Go builds it", async () => {
    fakeGo(script("1.0.0"));
    const outcome = await obtain(tool, context());
    expect(outcome).toEqual({ build: expect.stringMatching(/sample\.sha256 answers 404 Not Found$/) as string });
    expect(installed(tool)).toBeUndefined();
    const packages: string[] = [];
    const record = await build(tool, { ...context(), onPackage: (_tool, name) => packages.push(name) });
    expect(record).toMatchObject({ source: "go", origin: "toolchain/go/process-compose" });
    expect(packages).toEqual(["sample/package"]);
    const work = path.join(cached.work(), `sample.${process.pid}`);
    expect(fs.readFileSync(path.join(root, "go-calls"), "utf8")).toBe(
      `build -v -gcflags=all=-dwarf=false -ldflags=-s -w -X main.version=1.0.0 -o ${work}/sample-tool sample.example/cmd\n`,
    );
    expect(fs.readdirSync(toolFolder(tool)).sort()).toEqual(["sample-tool", "tool.json"]);
    expect(fs.existsSync(work)).toBe(false);
  });

  test("what is installed is neither sought nor fetched again", async () => {
    served = script("1.0.0");
    await obtain(tool, context());
    requests = [];
    expect(await obtain(tool, context())).toMatchObject({ record: { source: "download" } });
    expect(requests).toEqual([]);
  });

  test("two at once fetch once", async () => {
    served = script("1.0.0");
    const both = await Promise.all([obtain(tool, context()), obtain(tool, context())]);
    expect(both[0]).toEqual(both[1]);
    expect(requests.filter((url) => url === "/sample")).toHaveLength(1);
    expect(notes).toEqual([`waits for process ${process.pid}, which is at it already`]);
  });
});

describe("a broken tool is noticed and made anew", () => {
  beforeEach(async () => {
    served = script("1.0.0");
    await obtain(tool, context());
  });
  const file = (name: string): string => path.join(toolFolder(tool), name);

  test.each<[string, () => void, string]>([
    ["empty", () => fs.truncateSync(file("sample-tool")), "sample-tool has 0 bytes instead of 30"],
    ["cut off", () => fs.truncateSync(file("sample-tool"), 10), "sample-tool has 10 bytes instead of 30"],
    ["gone", () => fs.rmSync(file("sample-tool")), "sample-tool is not there"],
    ["not executable", () => fs.chmodSync(file("sample-tool"), 0o644), "sample-tool may not be executed"],
    ["without record", () => fs.rmSync(file("tool.json")), "tool.json cannot be read"],
    ["with a torn record", () => fs.truncateSync(file("tool.json"), 20), "tool.json cannot be read"],
  ])("%s", async (_what, spoil, why) => {
    spoil();
    expect(inspect(tool)).toEqual({ state: "broken", why });
    await obtain(tool, context());
    expect(notes).toEqual([`is broken (${why}): making it anew`]);
    expect(inspect(tool).state).toBe("installed");
    expect(installedProgram()).toBe(script("1.0.0"));
  });

  test("other contents of the same size are found by a thorough look", async () => {
    fs.writeFileSync(file("sample-tool"), script("9.9.9"));
    expect(inspect(tool).state).toBe("installed");
    expect(inspect(tool, { thorough: true })).toEqual({ state: "broken", why: "sample-tool has other contents" });
    await obtain(tool, { ...context(), thorough: true });
    expect(installedProgram()).toBe(script("1.0.0"));
  });

  test("so is one that was found on the machine and has changed", async () => {
    fs.rmSync(toolFolder(tool), { recursive: true });
    const program = path.join(root, "path", "sample-tool");
    writeProgram(program, script("1.0.0"));
    await obtain(tool, context());
    writeProgram(program, script("1.0.10"));
    expect(inspect(tool)).toEqual({ state: "broken", why: "sample-tool has 31 bytes instead of 30" });
    expect(await obtain(tool, context())).toMatchObject({ record: { source: "download" } });
  });
});

describe("a download with the right checksum", () => {
  test.each([
    ["does not know the question", "#!/bin/sh\necho 'flag provided but not defined: -version' >&2\nexit 2\n"],
    ["answers and fails", "#!/bin/sh\necho sample 1.0.0\nexit 1\n"],
  ])("is taken when its program %s: it starts", async (_what, program) => {
    served = program;
    expect(await obtain(tool, context())).toMatchObject({ record: { source: "download" } });
    expect(installedProgram()).toBe(program);
  });

  const useless = "its official download cannot be used here: sample-tool";
  test.each([
    ["is another version", script("2.0.0"), `${useless} --version says "sample 2.0.0"`],
    ["is for another machine", "\x7fELF\x02\x01\x01", `${useless} cannot be started (exit code 127)`],
    ["needs what is not here", "#!/no/such/interpreter\n", `${useless} cannot be started (ENOENT)`],
    ["crashes", "#!/bin/sh\nkill -SEGV $$\n", `${useless} dies of SIGSEGV`],
    [
      "wants a newer system",
      '#!/bin/sh\necho "sample-tool: libc.so.6: version \\`GLIBC_2.99\' not found"\nexit 1\n',
      `${useless} --version says "sample-tool: libc.so.6: version \`GLIBC_2.99' not found"`,
    ],
  ])("is built instead when its program %s", async (_what, program, why) => {
    served = program;
    expect(await obtain(tool, context())).toEqual({ build: why });
    expect(inspect(tool)).toEqual({ state: "missing" });
    fakeGo(script("1.0.0"));
    expect(await build(tool, context())).toMatchObject({ source: "go" });
  });

  test("is an error with its reason when nothing can build it", async () => {
    served = script("2.0.0");
    delete tool.go;
    await expect(obtain(tool, context())).rejects.toThrow(
      `sample 1.0.0 cannot be had: ${useless} --version says "sample 2.0.0".`,
    );
  });
});

describe("nothing wrong is ever published", () => {
  test("a build that is another version", async () => {
    fakeGo(script("2.0.0"));
    await expect(build(tool, context())).rejects.toThrow(
      'sample from toolchain/go/process-compose is not 1.0.0: sample-tool --version says "sample 2.0.0".',
    );
    expect(inspect(tool)).toEqual({ state: "missing" });
  });

  test("a download with a wrong checksum ends it, though Go could build it", async () => {
    served = script("1.0.0");
    tool.downloads = tool.downloads?.map((d) => ({ ...d, sha256: { amd64: "0".repeat(64), arm64: "0".repeat(64) } }));
    await expect(obtain(tool, context())).rejects.toThrow(WrongChecksum);
    expect(inspect(tool)).toEqual({ state: "missing" });
  });

  test("a build that fails tells the compiler's last words", async () => {
    writeProgram(path.join(root, "path", "go"), "#!/bin/sh\necho 'main.go:1: cannot' >&2\nexit 1\n");
    await expect(build(tool, context())).rejects.toThrow(/sample\.example\/cmd failed:\nmain\.go:1: cannot$/);
    expect(inspect(tool)).toEqual({ state: "missing" });
    expect(fs.readFileSync(path.join(cached.logs(), "sample.log"), "utf8")).toBe("main.go:1: cannot");
  });

  test("what a killed run left behind is swept away", async () => {
    const left = path.join(cached.work(), "sample.1", "rest");
    fs.mkdirSync(left, { recursive: true });
    served = script("1.0.0");
    await obtain(tool, context());
    expect(fs.existsSync(left)).toBe(false);
    expect(fs.readdirSync(toolFolder(tool)).sort()).toEqual(["sample-tool", "tool.json"]);
  });
});

test("an interrupt ends the compiler and everything it started", async () => {
  writeProgram(path.join(root, "path", "go"), `#!/bin/sh\nsleep 60 &\necho $! > ${root}/child\nwait\n`);
  const interrupt = new AbortController();
  const running = build(tool, { ...context(), signal: interrupt.signal });
  while (!fs.existsSync(path.join(root, "child"))) await new Promise((resolve) => setTimeout(resolve, 10));
  interrupt.abort(new Error("interrupted"));
  await expect(running).rejects.toThrow("interrupted");
  const child = Number(fs.readFileSync(path.join(root, "child"), "utf8"));
  const state = (): string => {
    try {
      return fs.readFileSync(`/proc/${child}/stat`, "utf8").split(" ")[2] ?? "";
    } catch {
      return "gone";
    }
  };
  expect(["gone", "Z"]).toContain(state());
  expect(inspect(tool)).toEqual({ state: "missing" });
  expect(await withLock(path.join(cached.locks(), "sample"), () => Promise.resolve("free"))).toBe("free");
});
