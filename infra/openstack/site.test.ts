import { dataProtection, metadata, tags } from "./site";

const site = { name: "roe", owner: "rsp-uk", lifecycle: "production" as const };

test("marks", () => {
  expect(tags(site)).toEqual(["site=roe", "owner=rsp-uk"]);
  expect(metadata(site)).toEqual({ site: "roe", owner: "rsp-uk" });
});

test.each([
  ["production" as const, { protect: true, retainOnDelete: true }],
  ["disposable" as const, {}],
])("data of a %s site", (lifecycle, options) => {
  expect(dataProtection(lifecycle)).toEqual(options);
});
