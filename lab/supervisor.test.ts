import { describeFailures } from "./start";
import { overallState } from "./status";
import { judge, type Health, type SupervisedProcess } from "./supervisor";

const service = {
  name: "nova-api",
  namespace: "openstack",
  status: "Running",
  is_ready: "Ready",
  restarts: 0,
  exit_code: 0,
  pid: 7,
  is_running: true,
};
const oneShot = { ...service, name: "seed", namespace: "setup", status: "Completed", is_ready: "-", is_running: false };

test.each<[string, Parameters<typeof judge>[0], Health]>([
  ["a service that says so is ready", service, "ready"],
  ["a service that runs and has not said so yet", { ...service, is_ready: "-" }, "starting"],
  ["a service whose probe fails", { ...service, is_ready: "Not Ready" }, "starting"],
  ["a service that waits for another", { ...service, status: "Pending", is_running: false }, "starting"],
  ["a service that is about to be started again", { ...service, status: "Restarting", is_running: false }, "starting"],
  ["a service that somebody stopped", { ...service, status: "Completed", is_running: false }, "failed"],
  ["a service that another's failure keeps from starting", { ...service, status: "Skipped" }, "failed"],
  ["a one-shot that is done", oneShot, "ready"],
  ["a one-shot at work", { ...oneShot, status: "Running", is_running: true }, "starting"],
  ["a one-shot that gave up", { ...oneShot, exit_code: 1 }, "failed"],
])("%s", (_case, row, health) => {
  expect(judge(row)).toBe(health);
});

const supervised = (name: string, health: Health, exitCode = 0, restarts = 0): SupervisedProcess => ({
  name,
  namespace: "setup",
  health,
  running: false,
  pid: undefined,
  restarts,
  exitCode,
});

test("the worst process decides about the lab", () => {
  expect(overallState([])).toBe("stopped");
  expect(overallState([supervised("a", "ready"), supervised("b", "ready")])).toBe("healthy");
  expect(overallState([supervised("a", "ready"), supervised("b", "starting")])).toBe("starting");
  expect(overallState([supervised("a", "failed"), supervised("b", "starting")])).toBe("failed");
});

test("a failure names the culprit with its log, and only names those it held up", () => {
  const failed = [supervised("schema-nova", "failed", 1, 2), supervised("nova-api", "failed", 1)];
  expect(describeFailures(failed, (name) => `The end of ${name}.log:\n  boom`)).toBe(
    [
      "The lab did not start: schema-nova failed.",
      "The end of schema-nova.log:",
      "  boom",
      "Not started because of that: nova-api.",
      "The state is kept: `lab start` tries again, `lab clean` begins from nothing.",
    ].join("\n"),
  );
});
