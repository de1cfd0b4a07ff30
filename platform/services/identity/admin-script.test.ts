/** The script that gives Keycloak's administrator a new password, run by a shell beside a kcadm.sh of ours that knows one password. */
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { ownCharts } from "../../catalog";

const script = path.join(__dirname, "../../..", ownCharts, "keycloak-realm/files/admin.sh");

let folder: string;
const at = (name: string) => path.join(folder, name);
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "keycloak-admin-"));
  const lines = [
    "#!/bin/sh",
    `cd ${folder}`,
    'echo "$KC_CLI_PASSWORD: $*" >> asked',
    // Not there yet, for as many times as the file says.
    'if [ -s away ]; then sed -i 1d away; echo "Failed to send request"; exit 1; fi',
    'if [ "$1" = set-password ]; then printf %s "$KC_CLI_PASSWORD" > known; exit 0; fi',
    'if [ "$KC_CLI_PASSWORD" != "$(cat known)" ]; then echo "Invalid user credentials"; exit 1; fi',
  ];
  fs.writeFileSync(at("kcadm"), `${lines.join("\n")}\n`, { mode: 0o755 });
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

/** @param known The password that Keycloak has. @param away How often it does not answer. */
function run(known: string, { away = 0, wait = "60" } = {}) {
  fs.writeFileSync(at("known"), known);
  fs.writeFileSync(at("away"), "x\n".repeat(away));
  const { status, stdout, stderr } = spawnSync("sh", [script], {
    encoding: "utf8",
    env: {
      ...{ PATH: process.env.PATH, KCADM: at("kcadm"), TMPDIR: folder, WAIT: wait, PAUSE: "0" },
      ...{ KEYCLOAK_URL: "http://kc", KEYCLOAK_USER: "admin" },
      ...{ KEYCLOAK_PASSWORD: "new", KEYCLOAK_FORMER_PASSWORD: "old" },
    },
  });
  const asked = fs.readFileSync(at("asked"), "utf8").trimEnd().split("\n");
  return { status, stdout, stderr, asked, known: fs.readFileSync(at("known"), "utf8") };
}

const config = () => `--config ${folder}/kcadm.config`;
const login = (password: string) =>
  `${password}: config credentials --server http://kc --realm master --user admin ${config()}`;

test("where Keycloak has the password of the Secret, nothing is changed", () => {
  expect(run("new")).toEqual({
    ...{ status: 0, stdout: "admin has the password of the Secret.\n", stderr: "" },
    ...{ asked: [login("new")], known: "new" },
  });
});

test("where it has the one before, it gets the new one, which stands in no arguments", () => {
  expect(run("old")).toEqual({
    ...{ status: 0, stdout: "admin has the new password.\n", stderr: "" },
    asked: [login("new"), login("old"), `new: set-password --target-realm master --username admin ${config()}`],
    known: "new",
  });
});

test("it is waited for", () => {
  const { status, asked, known } = run("old", { away: 4 });
  expect({ status, known, asked: asked.length }).toEqual({ status: 0, known: "new", asked: 7 });
});

test("where it has another, that is said, with what Keycloak says, and nothing is changed", () => {
  expect(run("by hand", { wait: "0" })).toEqual({
    status: 1,
    stdout:
      "Keycloak lets admin in neither with the password of the Secret nor with the one before. It says of the first:\nInvalid user credentials\n",
    ...{ stderr: "", asked: [login("new"), login("old")], known: "by hand" },
  });
});
