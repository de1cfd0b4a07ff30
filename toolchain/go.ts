/** Builds from Go modules: the way that works wherever a Go module proxy can be reached. */
import * as fs from "node:fs";
import * as path from "node:path";
import { cached, goFolder } from "./paths";
import { ToolchainError } from "./errors";
import { moduleFiles } from "./recipe";
import { mustRun, run } from "./run";
import type { Generated, GoBuild, Tool } from "./types";

/** Reproducible, static, and without what only a debugger reads: a third less to write and link. */
const FLAGS = ["-gcflags=all=-dwarf=false"];
const MINIMUM = [1, 26] as const;
const GET_IT =
  "Get it from https://go.dev/dl (Debian's own may be too old): unpack the archive for linux below /usr/local, " +
  "put /usr/local/go/bin on the PATH, and run this again.";

function goEnvironment(): NodeJS.ProcessEnv {
  return {
    ...process.env,
    CGO_ENABLED: "0",
    GOFLAGS: "-trimpath -mod=readonly -buildvcs=false",
    GOWORK: "off",
    GOOS: "linux",
    GOARCH: "",
  };
}

/** The flags of the linker; part of Go's cache key only for the program itself. */
export function linkerFlags(go: GoBuild): string {
  return ["-s -w", ...Object.entries(go.variables).map(([name, value]) => `-X ${name}=${value}`)].join(" ");
}

function tagFlags({ tags = [] }: GoBuild): string[] {
  return tags.length === 0 ? [] : [`-tags=${tags.join(",")}`];
}

/** Builds the tool's programs into the folder. `onPackage` hears of each package that is compiled. */
export async function buildTool(
  tool: Tool,
  go: GoBuild,
  folder: string,
  { signal, onPackage }: { signal?: AbortSignal | undefined; onPackage?: (name: string) => void } = {},
): Promise<string> {
  // A copy: what is generated does not belong into the clone, and an edit while building cannot mix two versions.
  const source = path.join(folder, ".source");
  const original = path.join(goFolder, go.module);
  for (const file of moduleFiles(original)) {
    fs.mkdirSync(path.dirname(path.join(source, file)), { recursive: true });
    fs.copyFileSync(path.join(original, file), path.join(source, file));
  }
  const log: string[] = [];
  const onLine = (line: string): void => {
    log.push(line);
    if (!line.startsWith("go: ")) onPackage?.(line);
  };
  const options = { cwd: source, env: goEnvironment(), signal, onLine };
  const build = (pkg: string, output: string): Promise<unknown> =>
    mustRun(
      "go",
      ["build", "-v", ...FLAGS, ...tagFlags(go), `-ldflags=${linkerFlags(go)}`, "-o", output, pkg],
      options,
    );
  try {
    for (const generated of go.generate ?? []) await generate(generated, source, options, build);
    for (const { package: pkg, program, alsoCalled = [] } of go.packages) {
      await build(pkg, path.join(folder, program));
      for (const name of alsoCalled) fs.symlinkSync(program, path.join(folder, name));
    }
  } finally {
    fs.mkdirSync(cached.logs(), { recursive: true });
    fs.writeFileSync(path.join(cached.logs(), `${tool.name}.log`), log.join("\n"));
  }
  fs.rmSync(source, { recursive: true });
  return `toolchain/go/${go.module}`;
}

async function generate(
  generated: Generated,
  source: string,
  options: Parameters<typeof run>[2],
  build: (pkg: string, output: string) => Promise<unknown>,
): Promise<void> {
  const output = path.join(source, generated.output);
  if (generated.from === "run") {
    const program = path.join(source, ".generate");
    await build(generated.package, program);
    const { stdout } = await mustRun(program, [], { ...options, cwd: source });
    fs.writeFileSync(output, stdout);
    fs.rmSync(program);
    return;
  }
  const { stdout } = await mustRun("go", ["mod", "download", "-json", generated.module], options);
  const { Dir } = JSON.parse(stdout) as { Dir: string };
  const content = JSON.parse(fs.readFileSync(path.join(Dir, generated.path), "utf8")) as Record<string, unknown>;
  fs.writeFileSync(output, JSON.stringify({ ...content, ...generated.set }));
}

/** Checks before the first build what would otherwise fail in the middle of it. */
export async function preflight(builds: { tool: Tool; go: GoBuild; why: string }[]): Promise<void> {
  const names = builds.map(({ tool, why }) => `  ${tool.name} ${tool.version} (${why})`).join("\n");
  const needed = `These tools have to be built with Go:\n${names}\n`;

  const { code, stdout } = await run("go", ["env", "GOVERSION", "GOCACHE", "GOMODCACHE"], { env: goEnvironment() });
  const wanted = `Go ${MINIMUM.join(".")} or newer`;
  if (code !== 0) {
    throw new ToolchainError(`${needed}That needs ${wanted}, and there is no \`go\` on the PATH. ${GET_IT}`);
  }
  const [version = "", buildCache = "", moduleCache = ""] = stdout.split("\n");
  if (!isRecent(version)) {
    throw new ToolchainError(`${needed}That needs ${wanted}, but \`go\` is ${version}. ${GET_IT}`);
  }
  await checkDisk(builds, buildCache, moduleCache, needed);
}

/** go1.26.8, go1.27rc1, devel go1.28-abc ... */
export function isRecent(version: string): boolean {
  const [, major, minor] = /go(\d+)\.(\d+)/.exec(version) ?? [];
  if (!major || !minor) return false;
  return Number(major) > MINIMUM[0] || (Number(major) === MINIMUM[0] && Number(minor) >= MINIMUM[1]);
}

/** What is in Go's caches already need not be written again. */
async function checkDisk(
  builds: { go: GoBuild }[],
  buildCache: string,
  moduleCache: string,
  needed: string,
): Promise<void> {
  const total = builds.reduce((sum, { go }) => sum + go.megabytes, 0);
  fs.mkdirSync(cached.work(), { recursive: true });
  const free = (folder: string): number => {
    const { bavail, bsize } = fs.statfsSync(folder);
    return (bavail * bsize) / 1e6;
  };
  const existing = [buildCache, moduleCache, cached.work()].filter((folder) => fs.existsSync(folder));
  if (existing.every((folder) => free(folder) >= total)) return;
  const { stdout } = await run("du", ["-smc", buildCache, moduleCache]);
  const used = Number(/(\d+)\s+total/.exec(stdout)?.[1] ?? 0);
  const missing = Math.max(1000, total - used);
  const tight = existing.find((folder) => free(folder) < missing);
  if (tight) {
    throw new ToolchainError(
      `${needed}That needs ${(missing / 1000).toFixed(1)} GB more on the disk of ${tight}, which has ${(free(tight) / 1000).toFixed(1)} GB free. ` +
        "Free some, or point GOCACHE, GOMODCACHE and XDG_CACHE_HOME to another disk.",
    );
  }
}
