import { exampleConfig } from "../../platform/testing";
import { siteSecrets } from "../../platform/secrets/declarations";
import { secretsIn } from "./kubernetes";
import { auditText, listText, rows, stepsForPrograms, stepText } from "./report";

const secret = "a value that nobody may see";

test("an audit says one line for each finding, and nothing when there is none", () => {
  expect(auditText([])).toBe("");
  expect(
    auditText([
      { place: "vault", service: "argocd", key: "admin.password", problem: "mismatched" },
      { place: "vault", service: "tap", problem: "missing" },
      { place: "kubernetes", service: "landing-page", key: "own", problem: "unknown" },
    ]),
  ).toBe(
    [
      "argocd/admin.password has another value in Vault",
      "tap is missing in Vault",
      "landing-page/own is declared nowhere in the cluster",
      "",
    ].join("\n"),
  );
});

test("a sync says keys, and never values", () => {
  const step = {
    service: "argocd",
    action: "update" as const,
    written: ["a", "b"],
    removed: ["c"],
    values: { a: secret },
  };
  expect(stepText(step)).toBe("update argocd: a, b, -c");
  expect(JSON.stringify(stepsForPrograms([step]))).not.toContain(secret);
});

test("the list says where every value comes from, or only what a person must set", () => {
  const config = exampleConfig({}, { secrets: { backend: "kubernetes", static: { "portal/own": "static-own" } } });
  expect(rows(siteSecrets(config), true)).toEqual([
    { secret: "portal/own", from: "stack secret static-own", description: "The site's own (secrets.static)." },
  ]);
  expect(listText(rows(siteSecrets(config), false))).toBe(
    [
      "landing-page/auth      hash of password         Both as the ingress controller reads them.",
      "landing-page/password  generated: password      Password for that.",
      "landing-page/username  fixed, no secret         Who may see the counters at /status.",
      "portal/own             stack secret static-own  The site's own (secrets.static).",
      "",
    ].join("\n"),
  );
});

test("Secrets of the cluster are read by their mark", () => {
  const metadata = { labels: { "science-platform/secrets-of": "landing-page" } };
  const text = JSON.stringify({ items: [{ metadata, data: { password: Buffer.from("ü").toString("base64") } }] });
  expect(secretsIn(text)).toEqual(new Map([["landing-page", { password: "ü" }]]));
});
