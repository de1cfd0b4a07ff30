/** Runs the Python tests that need Magnum's own modules, which come with the lab's packages. */
import { spawnSync } from "node:child_process";
import * as path from "node:path";

test.each([
  ["test_lab_magnum", 9],
  ["test_lab_magnum_cloud", 10],
])(
  "%s.py",
  (module, count) => {
    const { status, stderr } = spawnSync("/usr/bin/python3", ["-W", "ignore", "-m", "unittest", module], {
      cwd: path.resolve(__dirname, "../../lab/openstack/drivers"),
      env: { PATH: "/usr/bin:/bin", PYTHONDONTWRITEBYTECODE: "1" },
      encoding: "utf8",
    });
    expect(stderr).toMatch(new RegExp(`Ran ${count} tests in .*\n\nOK\n$`));
    expect(status).toBe(0);
  },
  60_000,
);
