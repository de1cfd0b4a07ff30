/** The Python tests of the Nova and Cinder drivers, which need the packages of these two (in one process they exclude each other). */
import { spawnSync } from "node:child_process";
import { paths } from "../../lab";

test.each(["test_lab_nova", "test_lab_cinder"])(
  "%s.py",
  (module) => {
    const { status, stderr } = spawnSync("/usr/bin/python3", ["-W", "ignore", "-m", "unittest", module], {
      cwd: paths.drivers,
      env: { PATH: "/usr/bin:/bin", PYTHONDONTWRITEBYTECODE: "1" },
      encoding: "utf8",
    });
    expect(stderr).toMatch(/Ran 3 tests in .*\n\nOK\n$/);
    expect(status).toBe(0);
  },
  60_000,
);
