import { existingAddress } from "./existing-address";

const place = { project: "rsp-dev", region: "us-central1" };

test("a static external address of the project", () => {
  expect(existingAddress("203.0.113.9", place, [{ address: "203.0.113.9", addressType: "EXTERNAL" }])).toBe(
    "203.0.113.9",
  );
});

test.each([
  ["unknown", []],
  ["another", [{ address: "203.0.113.8", addressType: "EXTERNAL" }]],
  ["inside", [{ address: "203.0.113.9", addressType: "INTERNAL" }]],
])("one that is %s is one message with a way on", (_, found) => {
  expect(() => existingAddress("203.0.113.9", place, found)).toThrow(
    expect.objectContaining({
      message:
        "addresses.ingress: 203.0.113.9 is no static external address of project rsp-dev in us-central1. " +
        "Look with `gcloud compute addresses list --project rsp-dev`, or leave it out and one is reserved.",
      __pulumiRunError: true,
    }) as Error,
  );
});
