import { describeChanges, outputsSchema, summary } from "./summary";

test.each([
  [{ same: 84 }, "nothing changed, 84 resources are as they should be"],
  [{ create: 84 }, "84 created"],
  [{ update: 2, same: 82 }, "2 updated, 82 unchanged"],
  [{ create: 0, same: 3 }, "nothing changed, 3 resources are as they should be"],
  [{}, "nothing changed, 0 resources are as they should be"],
])("%j", (changes, text) => {
  expect(describeChanges(changes)).toBe(text);
});

test("the summary names addresses and the commands that come next", () => {
  const outputs = outputsSchema.parse({
    cluster: { name: "lab", identifier: "0b1c", version: "v1.34.2" },
    endpoints: { "landing page": "https://rsp.lab.example" },
    ingressAddress: "203.0.113.20",
    kubeconfig: "[secret]",
  });
  const lines = summary(outputs, { same: 84 }, 12.4).split("\n");
  expect(lines).toContain("The platform is up (nothing changed, 84 resources are as they should be; 12 s).");
  expect(lines).toContain("  landing page    https://rsp.lab.example");
  expect(lines).toContain("  ingress address 203.0.113.20");
  expect(lines).toContain("  cluster         lab, Kubernetes v1.34.2");
  expect(lines).toContain("  dig @127.0.0.1 -p 10053 rsp.lab.example");
});
