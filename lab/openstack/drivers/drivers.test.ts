/** Runs the Python tests of what needs no OpenStack packages. */
import { spawnSync } from "node:child_process";

test("test_lab_magnum_plan.py", () => {
  const { status, stderr } = spawnSync("python3", ["-m", "unittest", "test_lab_magnum_plan"], {
    cwd: __dirname,
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: "1" },
    encoding: "utf8",
  });
  expect(stderr).toMatch(/Ran 13 tests in .*\n\nOK\n$/);
  expect(status).toBe(0);
});
