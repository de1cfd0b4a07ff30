import { UserError } from "../errors";
import { covering, nextFree, nodesRange } from "./ranges";

test.each<[string, Parameters<typeof nextFree>, string | undefined]>([
  ["the first", [24, []], "10.10.0.0/24"],
  ["the next", [24, ["10.10.0.0/24", "10.11.0.0/17"]], "10.12.0.0/24"],
  ["inside a wide one", [24, ["10.0.0.0/10"]], "10.64.0.0/24"],
  ["beside what is to be avoided", [24, ["10.10.0.0/24"], ["10.0.0.0/9"]], "10.128.0.0/24"],
  ["where everything is to be avoided", [24, ["10.10.0.0/24"], ["10.0.0.0/8"]], "10.11.0.0/24"],
  ["none", [24, ["10.0.0.0/8"]], undefined],
  ["of control planes", [28, ["172.16.1.0/28"], [], "172.16"], "172.16.2.0/28"],
])("the next free range: %s", (_, args, expected) => {
  expect(nextFree(...args)).toBe(expected);
});

test.each([
  [20, "10.10.0.0/24"],
  [248, "10.10.0.0/24"],
  [249, "10.10.0.0/22"],
  [2000, "10.10.0.0/20"],
  [5000, "10.10.0.0/16"],
])("for %d machines the nodes get %s", (machines, expected) => {
  expect(nodesRange({}, machines, { used: [] })).toBe(expected);
});

test("the range that was asked for wins", () => {
  expect(nodesRange({ network: "192.168.0.0/24" }, 20, { used: ["192.168.0.0/16"] })).toBe("192.168.0.0/24");
});

test("administrators' own range is avoided", () => {
  expect(nodesRange({ administrators: ["10.10.0.0/15"] }, 20, { used: [] })).toBe("10.12.0.0/24");
});

test("no range left names the flag", () => {
  const range = () => nodesRange({}, 20, { used: ["10.0.0.0/8"] });
  expect(range).toThrow(UserError);
  expect(range).toThrow("No range between 10.10.0.0/24 and 10.250.0.0/24 is free: name one with --network.");
});

test.each<[string[], number, string]>([
  [["10.0.0.5", "10.0.0.9"], 24, "10.0.0.0/24"],
  [["10.0.0.5", "10.0.1.9"], 24, "10.0.0.0/23"],
  [["10.244.0.0/24", "10.244.7.0/24"], 16, "10.244.0.0/16"],
  [["10.244.0.0/24", "10.245.0.0/24"], 16, "10.244.0.0/15"],
  [["10.0.0.0/12"], 16, "10.0.0.0/12"],
  [["1.2.3.4", "200.0.0.1"], 24, "0.0.0.0/0"],
])("the narrowest range that holds %j, at most /%d, is %s", (ranges, longest, expected) => {
  expect(covering(ranges, longest)).toBe(expected);
});
