import { s3Endpoint } from "./s3-endpoint";

const service = (type: string, url: string, region = "R1", kind = "public") => ({
  type,
  endpoints: [
    { interface: "admin", region, url: "http://admin.example.org" },
    { interface: kind, region, url },
  ],
});

test.each([
  ["Swift", [service("object-store", "http://127.0.0.1:8080/v1/AUTH_abc")], "http://127.0.0.1:8080"],
  ["Ceph", [service("object-store", "https://s3.example.org:6780/swift/v1")], "https://s3.example.org:6780"],
  [
    "a service of its own for S3",
    [service("object-store", "https://swift.example.org/v1"), service("s3", "https://s3.example.org/")],
    "https://s3.example.org",
  ],
  [
    "S3 in another region only",
    [service("s3", "https://s3.r2.example.org", "R2"), service("object-store", "https://swift.example.org/v1")],
    "https://swift.example.org",
  ],
])("%s", (_, catalog, endpoint) => {
  expect(s3Endpoint(catalog, "R1")).toBe(endpoint);
});

test("no object store: says what there is and what to write", () => {
  const catalog = [service("network", "http://n"), service("object-store", "http://o", "R1", "internal")];
  expect(() => s3Endpoint(catalog, "R1")).toThrow(
    `The cloud's catalog has no object store in region "R1" (it has: network, object-store). Set objectStore.endpoint in the stack file.`,
  );
});
