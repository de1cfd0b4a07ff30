import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { cloudFiles, readCloud } from "./clouds";

let file: string;
const env = () => ({ OS_CLIENT_CONFIG_FILE: file });

beforeEach(() => {
  file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), "clouds-")), "clouds.yaml");
  fs.writeFileSync(
    file,
    "clouds:\n  lab:\n    auth: {auth_url: 'http://127.0.0.1:5000/v3', username: u, password: p, project_name: q}\n  broken: {auth: {}}\n",
  );
});
afterEach(() => fs.rmSync(path.dirname(file), { recursive: true }));

test("reads an entry", () => {
  expect(readCloud("lab", env()).auth).toEqual({
    auth_url: "http://127.0.0.1:5000/v3",
    username: "u",
    password: "p",
    project_name: "q",
  });
});

test("an unknown cloud names those that exist", () => {
  expect(() => readCloud("roe", env())).toThrow(`${file}: no cloud "roe" (it has: lab, broken)`);
});

test("an entry without an address says so", () => {
  expect(() => readCloud("broken", env())).toThrow(
    /cloud "broken": .*expected string, received undefined[^]*auth\.auth_url/,
  );
});

test("no file at all names the places", () => {
  fs.rmSync(file);
  expect(() => readCloud("lab", env())).toThrow(`no clouds.yaml found (looked for ${file})`);
});

test("looks where the openstack client looks", () => {
  expect(cloudFiles({})).toEqual([
    "clouds.yaml",
    "clouds.yml",
    path.join(os.homedir(), ".config/openstack/clouds.yaml"),
    path.join(os.homedir(), ".config/openstack/clouds.yml"),
    "/etc/openstack/clouds.yaml",
    "/etc/openstack/clouds.yml",
  ]);
});
