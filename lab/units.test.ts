import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { disableUnits, installedPackages, newPackages, unitsAmong } from "./units";

test("units are found under both names of the folder, once; templates and other files are not", () => {
  const files = [
    "/lib/systemd/system/mariadb.service",
    "/usr/lib/systemd/system/mariadb.service",
    "/lib/systemd/system/mariadb@.service",
    "/lib/systemd/system/mariadb.service.d/override.conf",
    "/lib/systemd/system/epmd.socket",
    "/usr/share/doc/mariadb.service",
    "",
  ].join("\n");
  expect(unitsAmong(files)).toEqual(["epmd.socket", "mariadb.service"]);
});

test("packages that were there before keep their units", () => {
  expect(newPackages(["bash", "memcached"], ["bash", "epmd", "memcached", "nova-api"])).toEqual(["epmd", "nova-api"]);
});

describe("with dpkg-query and systemctl of the test's", () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "lab-units-"));
  const calls = path.join(folder, "calls");
  const path0 = process.env.PATH;
  beforeAll(() => {
    const program = (name: string, script: string): void =>
      fs.writeFileSync(path.join(folder, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    program("systemctl", `echo "$*" >>${calls}; case "$*" in *mysql*) exit 1 ;; esac`);
    program(
      "dpkg-query",
      `case "$1" in
      -W) printf 'bash installed\\nold config-files\\nnova-api half-configured\\n' ;;
      -L) shift; for package; do echo /lib/systemd/system/$package.service; done ;;
      esac`,
    );
    process.env.PATH = `${folder}:${path0}`;
  });
  beforeEach(() => fs.writeFileSync(calls, ""));
  afterAll(() => {
    process.env.PATH = path0;
    fs.rmSync(folder, { recursive: true });
  });

  test("what is unpacked counts as installed, what left its configuration does not", () => {
    expect(installedPackages()).toEqual(["bash", "nova-api"]);
  });

  test("each unit is disabled, also after one that systemctl refuses", () => {
    disableUnits(["mysql", "nova-api"], folder);
    expect(fs.readFileSync(calls, "utf8")).toBe(
      "--no-reload disable mysql.service\n--no-reload disable nova-api.service\ndaemon-reload\n",
    );
  });

  test.each([
    ["without systemd", ["nova-api"], path.join(folder, "none")],
    ["without new packages", [], folder],
  ])("%s nothing is done", (_name, packages, systemd) => {
    disableUnits(packages, systemd);
    expect(fs.readFileSync(calls, "utf8")).toBe("");
  });
});
