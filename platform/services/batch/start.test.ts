/** How the chart htcondor starts HTCondor, run by a shell with commands that play HTCondor's part. */
import { spawn } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { ownCharts } from "../../catalog";

const files = path.join(__dirname, "../../..", ownCharts, "htcondor/files");

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "htcondor-"));
  const command = (name: string, text: string) =>
    fs.writeFileSync(path.join(folder, name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
  command("condor_token_create", 'echo "token $*"');
  // Says in a file that it works, and comes to its end when it is told to.
  command("condor_master", `trap "exit 7" TERM\ntouch ${folder}/works\nwhile :; do sleep 0.1; done`);
  fs.mkdirSync(path.join(folder, "keys"));
  fs.mkdirSync(path.join(folder, "token"));
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

const at = (name: string) => path.join(folder, name);
const text = (name: string) => fs.readFileSync(at(name), "utf8");

/** Starts a role, waits until the master works, and ends it. @returns its exit code */
async function run(role: string): Promise<number | null> {
  const running = spawn("sh", [path.join(files, "start.sh"), role], {
    stdio: "ignore",
    env: {
      PATH: `${folder}:${process.env.PATH ?? ""}`,
      ...{ FOLDER: at("condor"), KEYS: at("keys"), TOKEN: at("token") },
    },
  });
  const code = new Promise<number | null>((resolve) => running.on("close", resolve));
  for (let tries = 0; !fs.existsSync(at("works")); tries++) {
    if (tries > 600) throw new Error("the master was not started");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  running.kill("SIGTERM");
  return code;
}

test("the manager has the key for itself, a token of the pool, and ends when its master has ended", async () => {
  fs.writeFileSync(at("keys/signing-key"), "key");
  expect(await run("manager")).toBe(7);
  expect(text("condor/passwords.d/POOL")).toBe("key");
  expect(fs.statSync(at("condor/passwords.d/POOL")).mode & 0o777).toBe(0o600);
  expect(text("condor/tokens.d/token")).toBe("token -identity condor@htcondor\n");
});

test("an executor has the token that was made for it, and no key", async () => {
  fs.writeFileSync(at("token/token"), "mine");
  expect(await run("executor")).toBe(7);
  expect(text("condor/tokens.d/token")).toBe("mine");
  expect(fs.readdirSync(at("condor/passwords.d"))).toEqual([]);
});
