import { testFolder } from "../test-state";
import * as fs from "node:fs";
import { main } from "../cli";
import { lockHolder, withLock } from "../lock";
import { preflightAccess } from "../preflight";
import * as deployment from "../stack/deploy";
import { startLab } from "../start";
import { stopLab } from "../stop";

jest.mock("../preflight", () => ({ preflightAccess: jest.fn() }));
jest.mock("../stack/deploy", () => ({ deploy: jest.fn(), destroy: jest.fn() }));
jest.mock("../start", () => ({ startLab: jest.fn() }));
jest.mock("../stop", () => ({ stopLab: jest.fn() }));

/** Who held the lock in each step. */
let steps: [string, string | undefined][];
const step =
  <T>(name: string, result: () => T) =>
  (): Promise<T> => {
    steps.push([name, lockHolder()?.command]);
    return Promise.resolve(result());
  };

beforeEach(() => {
  steps = [];
  jest.spyOn(process, "getuid").mockReturnValue(0);
  jest.spyOn(process.stdout, "write").mockReturnValue(true);
  jest.spyOn(process.stderr, "write").mockReturnValue(true);
  jest.mocked(startLab).mockImplementation(step("start", () => ({ alreadyRunning: false, services: 38, seconds: 1 })));
  jest.mocked(deployment.deploy).mockImplementation(step("deploy", () => "summary\n"));
  jest.mocked(deployment.destroy).mockImplementation(step("destroy", () => []));
  // As the real one asks for the lock.
  jest.mocked(stopLab).mockImplementation(() =>
    withLock(
      "lab stop",
      step("stop", () => true),
    ),
  );
});
afterEach(() => jest.restoreAllMocks());
afterAll(() => fs.rmSync(testFolder, { recursive: true }));

test("up holds the lab from its start to the end of Pulumi, and then no longer", async () => {
  expect(await main(["up"])).toBe(0);
  expect(steps).toEqual([
    ["start", "lab up"],
    ["deploy", "lab up"],
  ]);
  expect(lockHolder()).toBeUndefined();
  expect(preflightAccess).toHaveBeenCalledTimes(1);
});

test("destroy does as well", async () => {
  expect(await main(["destroy"])).toBe(0);
  expect(steps).toEqual([
    ["start", "lab destroy"],
    ["destroy", "lab destroy"],
  ]);
  expect(lockHolder()).toBeUndefined();
});

test("up that is interrupted stops the lab it had started, from inside the lock", async () => {
  jest.mocked(deployment.deploy).mockImplementation(async () => {
    process.emit("SIGINT");
    await step("deploy", () => undefined)();
    throw new Error("pulumi was interrupted");
  });
  expect(await main(["up"])).toBe(130);
  expect(steps).toEqual([
    ["start", "lab up"],
    ["deploy", "lab up"],
    ["stop", "lab up"],
  ]);
  expect(lockHolder()).toBeUndefined();
});
