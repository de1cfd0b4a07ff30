import { fullName } from "./full-name";
import { platformHosts } from "./hosts";
import { exampleConfig } from "./testing";

test("the landing page's host is the platform's only one", () => {
  expect(platformHosts(exampleConfig())).toEqual(["rsp"]);
});

test("a platform without services has no hosts", () => {
  expect(platformHosts(exampleConfig({}, { services: {} }))).toEqual([]);
});

test("the Rubin Science Platform has a name of its own", () => {
  const phalanx = { environment: "site", fqdn: "data.example.org" };
  const secrets = { backend: "vault" as const, address: "https://vault.example.org", path: "phalanx/site" };
  expect(platformHosts(exampleConfig({}, { phalanx, secrets }))).toEqual(["data", "rsp"]);
});

test.each([
  ["rsp", "lab.example.", "rsp.lab.example"],
  ["a.b", "example.org", "a.b.example.org"],
])("%s below %s is %s", (host, zone, expected) => expect(fullName(host, zone)).toBe(expected));
