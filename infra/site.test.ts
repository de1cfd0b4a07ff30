import { validConfig } from "../config/testing";
import { dataProtection, protectionOf, siteOf } from "./site";

const kept = { protect: true, retainOnDelete: true };

test.each([
  ["production" as const, kept],
  ["disposable" as const, {}],
])("data of a %s site", (lifecycle, options) => {
  expect(dataProtection(lifecycle)).toEqual(options);
});

test("what allowReplace names is neither protected nor left behind, and nothing else", () => {
  const site = siteOf(
    validConfig((input) => Object.assign(input, { lifecycle: "production", allowReplace: ["volume/homes"] })),
  );
  expect(site).toEqual({ name: "test", owner: "team", lifecycle: "production", allowReplace: ["volume/homes"] });
  expect(protectionOf(site, "volume/homes")).toEqual({});
  expect(protectionOf(site, "volume/data")).toEqual(kept);
  expect(protectionOf(site, "bucket/homes")).toEqual(kept);
});

test("a site that allows nothing does not speak of it", () => {
  expect(siteOf(validConfig())).toEqual({ name: "test", owner: "team", lifecycle: "disposable" });
});
