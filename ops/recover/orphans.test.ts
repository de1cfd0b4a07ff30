import { execFileSync, spawn } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { endOrphanedPlugins, orphansOf } from "./orphans";

let home: string;
let plugin: string;

beforeEach(() => {
  home = fs.mkdtempSync(path.join(os.tmpdir(), "pulumi-home-"));
  plugin = path.join(home, "plugins", "pulumi-resource-x");
  fs.mkdirSync(path.dirname(plugin));
  // As the toolchain does it: the program lies elsewhere, the plugin folder has a link.
  fs.copyFileSync("/bin/sleep", path.join(home, "program"));
  fs.symlinkSync(path.join(home, "program"), plugin);
});
afterEach(() => fs.rmSync(home, { recursive: true }));

test("ends a plugin whose engine is gone, and not one that has an engine", async () => {
  const orphan = Number(execFileSync("sh", ["-c", `${plugin} 60 >/dev/null 2>&1 & echo $!`], { encoding: "utf8" }));
  const owned = spawn(plugin, ["60"]);
  try {
    expect(orphansOf(path.join(home, "plugins")).map(({ pid }) => pid)).toEqual([orphan]);
    expect(endOrphanedPlugins(home)).toBe(1);
    expect(owned.exitCode).toBeNull();
    for (let i = 0; i < 50 && orphansOf(path.join(home, "plugins")).length > 0; i++) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect(endOrphanedPlugins(home)).toBe(0);
  } finally {
    owned.kill();
  }
});

test("without plugins there is nothing to end", () => {
  expect(endOrphanedPlugins(undefined)).toBe(0);
  expect(endOrphanedPlugins(path.join(home, "nowhere"))).toBe(0);
});
