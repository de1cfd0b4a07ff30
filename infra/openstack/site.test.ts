import { metadata, tags } from "./site";

test("marks", () => {
  const site = { name: "roe", owner: "rsp-uk", lifecycle: "production" as const };
  expect(tags(site)).toEqual(["site=roe", "owner=rsp-uk"]);
  expect(metadata(site)).toEqual({ site: "roe", owner: "rsp-uk" });
});
