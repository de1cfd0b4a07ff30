import { keystone } from "./keystone";

const endpoint = (kind: string, region: string, url: string) => ({ interface: kind, region, url });
const catalog = [
  { type: "dns", endpoints: [endpoint("public", "RegionOne", "https://dns.example.org")] },
  {
    type: "identity",
    endpoints: [
      endpoint("admin", "RegionOne", "https://admin.example.org/v3"),
      endpoint("public", "RegionTwo", "https://two.example.org/v3"),
      endpoint("public", "RegionOne", "https://one.example.org/v3"),
    ],
  },
];

test("the public address in the site's region", () =>
  expect(keystone(catalog, "RegionOne")).toBe("https://one.example.org/v3"));

test("a region without one is an error that names it", () =>
  expect(() => keystone(catalog, "Three")).toThrow('The cloud\'s catalog has no Keystone in region "Three".'));
