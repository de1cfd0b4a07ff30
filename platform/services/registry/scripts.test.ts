/** The scripts of the two charts, run by a shell: what they write, and what they leave alone. */
import { spawn, spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { ownCharts } from "../../catalog";

const charts = path.join(__dirname, "../../..", ownCharts);
let folder: string;
beforeEach(() => (folder = fs.mkdtempSync(path.join(os.tmpdir(), "registry-"))));
afterEach(() => fs.rmSync(folder, { recursive: true }));

function write(file: string, text: string, mode = 0o644): string {
  const at = path.join(folder, file);
  fs.mkdirSync(path.dirname(at), { recursive: true });
  fs.writeFileSync(at, text, { mode });
  return at;
}

describe("nodes", () => {
  const mark = "# Written by the science platform's registry-nodes; it goes with it.\n";
  const text = 'server = "https://ghcr.io"\n  Authorization = "Basic @LOGIN@"\n';

  async function told(): Promise<ReturnType<typeof spawn>> {
    const at = (name: string) => path.join(folder, name);
    fs.mkdirSync(at("node"), { recursive: true });
    const running = spawn("sh", [path.join(charts, "registry-nodes/files/tell.sh")], {
      env: { PATH: process.env.PATH, NODE: at("node"), CONTENT: at("content"), LOGIN: at("login"), TOLD: at("told") },
      stdio: "ignore",
    });
    for (let tries = 0; !fs.existsSync(at("told")); tries++) {
      if (tries > 600) throw new Error("tell.sh has not come to its end");
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return running;
  }

  async function ended(running: ReturnType<typeof spawn>): Promise<number | null> {
    const code = new Promise<number | null>((resolve) => running.on("close", resolve));
    running.kill("SIGTERM");
    return code;
  }

  beforeEach(() => {
    write("content/ghcr.io.toml", text);
    write("content/authority.crt", "PEM\n");
    write("login/username", "nodes");
    write("login/password", "a+b");
  });

  test("what they are told goes when the pod ends, and nothing else", async () => {
    const running = await told();
    const file = path.join(folder, "node/ghcr.io/hosts.toml");
    const login = Buffer.from("nodes:a+b").toString("base64");
    expect(fs.readFileSync(file, "utf8")).toBe(mark + text.replace("@LOGIN@", login));
    expect(fs.statSync(file).mode & 0o777).toBe(0o600);
    expect(fs.readFileSync(path.join(folder, "node/ghcr.io/science-platform.crt"), "utf8")).toBe("PEM\n");
    write("node/other.example/hosts.toml", "somebody's\n");
    expect(await ended(running)).toBe(0);
    expect(fs.readdirSync(path.join(folder, "node"))).toEqual(["other.example"]);
  });

  test("a robot of Harbor is a user with a dollar in its name", async () => {
    write("login/username", "robot$nodes");
    write("login/password", "Pass1".repeat(25));
    const running = await told();
    const login = Buffer.from(`robot$nodes:${"Pass1".repeat(25)}`).toString("base64");
    expect(fs.readFileSync(path.join(folder, "node/ghcr.io/hosts.toml"), "utf8")).toBe(
      mark + text.replace("@LOGIN@", () => login),
    );
    await ended(running);
  });

  test("somebody else's file stays as it is", async () => {
    write("node/ghcr.io/hosts.toml", "somebody's\n");
    const running = await told();
    await ended(running);
    expect(fs.readdirSync(path.join(folder, "node/ghcr.io"))).toEqual(["hosts.toml"]);
    expect(fs.readFileSync(path.join(folder, "node/ghcr.io/hosts.toml"), "utf8")).toBe("somebody's\n");
  });

  test("what a former pod has left of a registry that is cached no more goes", async () => {
    write("node/quay.io/hosts.toml", `${mark}server = "https://quay.io"\n`);
    await ended(await told());
    expect(fs.readdirSync(path.join(folder, "node"))).toEqual([]);
  });
});

describe("caches", () => {
  /** With a volume that is full to so many percent, and a registry that only says how it was started. */
  function run(script: string, used: number, argument: string) {
    write("bin/df", `#!/bin/sh\necho Filesystem\necho "/dev/x 100 ${used} 0 ${used}% /"\n`, 0o755);
    write("bin/registry", '#!/bin/sh\necho "registry $*"\n', 0o755);
    write("bin/wget", '#!/bin/sh\necho "wget $*"\n', 0o755);
    write("root/docker/blob", "x");
    const { status, stdout } = spawnSync("sh", [path.join(charts, "registry-cache/files", script), argument], {
      env: {
        PATH: `${path.join(folder, "bin")}:${process.env.PATH ?? ""}`,
        ...{ FULL: "95", ROOT: path.join(folder, "root"), CONFIGURATION: "/etc/caches" },
      },
      encoding: "utf8",
    });
    return { status, stdout, left: fs.readdirSync(path.join(folder, "root")) };
  }

  test.each([
    [94, "registry serve /etc/caches/ghcr-io.yml\n", ["docker"]],
    [95, "the volume is full to 95 %: emptied\nregistry serve /etc/caches/ghcr-io.yml\n", []],
  ])("on a volume that is full to %d %%", (used, stdout, left) => {
    expect(run("serve.sh", used, "ghcr-io")).toEqual({ status: 0, stdout, left });
  });

  test.each([
    [94, 0, "wget -q -T 5 -O /dev/null http://127.0.0.1:5001/\n"],
    [95, 1, "the volume is full to 95 %\n"],
  ])("live on a volume that is full to %d %%: exit code %d", (used, status, stdout) => {
    expect(run("alive.sh", used, "5001")).toMatchObject({ status, stdout });
  });
});
