/**
 * A real headless browser for tests: Chromium as it is published on npm, pinned by chromium/package-lock.json with its checksum, unpacked
 * once into the user's cache. Nothing is installed on the machine.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import * as zlib from "node:zlib";
import { chromium, type Browser } from "playwright-core";
import { writeWhole } from "../../ops/write-whole";
import { cacheFolder } from "../../toolchain/paths";

const pins = path.join(__dirname, "chromium");

/** Starts the browser. @throws Error when it cannot be had, with what npm says. */
export async function startBrowser(): Promise<Browser> {
  const folder = installed();
  const libraries = path.join(folder, "al2023/lib");
  return chromium.launch({
    executablePath: path.join(folder, "chromium"),
    // Tests run as root in containers, where the sandbox cannot be made; they open our own files only.
    args: ["--no-sandbox", "--disable-gpu"],
    env: {
      ...(process.env as Record<string, string>),
      // What a bare machine lacks comes with the package; what it has goes first.
      LD_LIBRARY_PATH: [process.env.LD_LIBRARY_PATH, ...systemLibraries, libraries].filter(Boolean).join(":"),
      // The package's own letters, so that a page looks the same on every machine, one without any fonts included.
      FONTCONFIG_FILE: path.join(folder, fontSettings),
    },
  });
}

const fontSettings = "fonts.conf";
const systemLibraries = ["/usr/lib/x86_64-linux-gnu", "/lib/x86_64-linux-gnu", "/usr/lib64"];

/** Folder with the browser; made when it is not there yet. */
function installed(): string {
  const lock = fs.readFileSync(path.join(pins, "package-lock.json"));
  const hash = createHash("sha256").update(lock).digest("hex").slice(0, 12);
  const folder = path.join(cacheFolder(), "browser", hash);
  if (fs.existsSync(folder)) {
    writeFontSettings(folder);
    return folder;
  }
  const scratch = `${folder}.${process.pid}`;
  fs.mkdirSync(scratch, { recursive: true });
  try {
    for (const name of ["package.json", "package-lock.json"])
      fs.copyFileSync(path.join(pins, name), path.join(scratch, name));
    run("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], scratch);
    const packed = path.join(scratch, "node_modules/@sparticuz/chromium/bin");
    for (const archive of ["al2023", "fonts"]) {
      fs.writeFileSync(path.join(scratch, "archive.tar"), unpacked(path.join(packed, `${archive}.tar.br`)));
      fs.mkdirSync(path.join(scratch, archive));
      run("tar", ["--extract", "--file", "../archive.tar"], path.join(scratch, archive));
    }
    fs.rmSync(path.join(scratch, "archive.tar"));
    fs.writeFileSync(path.join(scratch, "chromium"), unpacked(path.join(packed, "chromium.br")), { mode: 0o755 });
    fs.rmSync(path.join(scratch, "node_modules"), { recursive: true });
    fs.renameSync(scratch, folder);
  } catch (error) {
    fs.rmSync(scratch, { recursive: true, force: true });
    // Another process was faster.
    if (!fs.existsSync(folder)) throw error;
  }
  writeFontSettings(folder);
  return folder;
}

/** Those of the package look for the letters in places of another system. */
function writeFontSettings(folder: string): void {
  const file = path.join(folder, fontSettings);
  if (fs.existsSync(file)) return;
  const folders = `<dir>${path.join(folder, "fonts/fonts")}</dir><cachedir>${path.join(folder, "fonts-cache")}</cachedir>`;
  writeWhole(
    file,
    `<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n<fontconfig>${folders}</fontconfig>\n`,
  );
}

function unpacked(file: string): Buffer {
  return zlib.brotliDecompressSync(fs.readFileSync(file));
}

function run(program: string, args: string[], cwd: string): void {
  const { error, status, stderr, stdout } = spawnSync(program, args, { cwd, encoding: "utf8" });
  if (status !== 0) throw new Error(`${program} ${args[0]} failed: ${error?.message ?? (stderr || stdout)}`);
}
