import { findProblems, type Machine } from "./preflight";
import { describeProblems } from "./problems";
import { accessProblems } from "./state-folder";

const good: Machine = {
  accessProblems: [],
  osRelease: 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nID=debian\nVERSION_ID="12"\n',
  memory: "MemTotal: 16000000 kB\nMemAvailable:    8388608 kB\n",
  freeDisk: 20 * 1024 ** 3,
  state: "/var/lib/science-platform-lab",
  closedFolder: undefined,
  takenPorts: [],
};

test("a machine that fits has no problems", () => {
  expect(findProblems(good)).toEqual([]);
});

test("one problem, one message with where, value and the way on", () => {
  expect(describeProblems(findProblems({ ...good, accessProblems: accessProblems("/nowhere/lab", 1000) }))).toBe(
    [
      "One thing stands in the way of the lab:",
      "  user: id 1000",
      "    the lab installs packages and runs services: run this as root (sudo)",
    ].join("\n"),
  );
});

test("all problems come at once", () => {
  const bad: Machine = {
    accessProblems: accessProblems("/usr/local", 1000),
    osRelease: 'PRETTY_NAME="Ubuntu 24.04 LTS"\nID=ubuntu\nVERSION_ID="24.04"\n',
    memory: "MemAvailable:    2097152 kB\n",
    freeDisk: 3.5 * 1024 ** 3,
    state: `/home/someone/${"long/".repeat(12)}lab`,
    closedFolder: "/home/someone",
    takenPorts: [{ service: "mariadb", port: 3306, holder: "process 812: /usr/sbin/mariadbd" }],
  };
  const problems = findProblems(bad);
  expect(problems.map(({ where, value }) => `${where}: ${value}`)).toEqual([
    "user: id 1000",
    "LAB_STATE: /usr/local",
    "operating system: Ubuntu 24.04 LTS",
    "memory: 2.0 GiB free",
    `disk: 3.5 GiB free under ${bad.state}`,
    `LAB_STATE: ${bad.state}`,
    `LAB_STATE: ${bad.state}`,
    "port 3306 (mariadb): held by process 812: /usr/sbin/mariadbd",
  ]);
  expect(describeProblems(problems)).toMatch(/^8 things stand in the way of the lab:\n/);
});

test("Debian 11 is not Debian 12", () => {
  const older = { ...good, osRelease: good.osRelease.replace('"12"', '"11"') };
  expect(findProblems(older).map(({ where }) => where)).toEqual(["operating system"]);
});
