import { bucketName, cloudName, labels, labelValue, nodeTag, serviceAccountId, zoneName } from "./names";

const x = (count: number) => "x".repeat(count);

test.each<[string, string[], number | undefined, string]>([
  ["parts with dashes between", ["rsp", "nodes"], undefined, "rsp-nodes"],
  ["63 characters stay", [x(60), "ab"], undefined, `${x(60)}-ab`],
  ["64 are cut and marked", [x(61), "ab"], undefined, `${x(58)}-2f3e`],
  ["another end is another mark", [x(61), "ac"], undefined, `${x(58)}-83de`],
  ["no dash at the end", ["rsp", "homes-"], undefined, "rsp-homes"],
  ["no dash before the mark's", ["rsp-science", "platform"], 12, "rsp-sci-ddfa"],
])("cloudName: %s", (_, parts, most, name) => {
  expect(cloudName(parts, most)).toBe(name);
  expect(name.length).toBeLessThanOrEqual(most ?? 63);
});

test.each([
  ["rsp", "cert-manager", "rsp-cert-manager"],
  ["rsp-edinburgh-production", "cert-manager", "rsp-edinburgh-production-cd05"],
  ["a", "tap", "a-tap-account"],
])("serviceAccountId: %s for %s", (site, purpose, id) => {
  expect(serviceAccountId({ name: site }, purpose)).toBe(id);
  expect(id).toMatch(/^[a-z][a-z0-9-]{4,28}[a-z0-9]$/);
});

test("buckets, zones and tags", () => {
  expect(bucketName("rsp-dev-1234", { name: "rsp" }, "tap-results")).toBe("rsp-dev-1234-rsp-tap-results");
  expect(zoneName({ name: "rsp" }, "data.example.org.")).toBe("rsp-data-example-org");
  expect([nodeTag("rsp"), nodeTag("rsp", "core")]).toEqual(["gke-rsp", "gke-rsp-core"]);
});

test.each([
  ["Platform team (Edinburgh)", "platform-team-edinburgh"],
  ["rsp_uk-2", "rsp_uk-2"],
  ["Équipe", "quipe"],
  [x(70), x(63)],
])("labelValue: %p", (text, value) => {
  expect(labelValue(text)).toBe(value);
});

test("labels", () => {
  expect(labels({ name: "rsp", owner: "Rubin UK" })).toEqual({ site: "rsp", owner: "rubin-uk" });
});
