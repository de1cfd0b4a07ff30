import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { cure, cureReleases, kubeconfigOf, pendingReleases } from "./helm";
import { exportSchema } from "./plan";

const release = (name: string) => ({
  urn: `urn:${name}`,
  type: "kubernetes:helm.sh/v3:Release",
  inputs: { name, namespace: `${name}-namespace` },
});
const stack = exportSchema.parse({
  deployment: {
    resources: [
      {
        urn: "urn:provider",
        type: "pulumi:providers:kubernetes",
        inputs: { kubeconfig: { "4dabf18193072939515e22adb298388d": "1b4", plaintext: '"apiVersion: v1"' } },
      },
    ],
    pending_operations: [
      { type: "creating", resource: release("new") },
      { type: "updating", resource: release("old") },
      { type: "deleting", resource: release("gone") },
      { type: "creating", resource: { urn: "urn:n", type: "kubernetes:core/v1:Namespace", inputs: {} } },
    ],
  },
});

test("releases being installed or upgraded count, others do not", () => {
  expect(pendingReleases(stack)).toEqual([
    { name: "new", namespace: "new-namespace" },
    { name: "old", namespace: "old-namespace" },
  ]);
});

test("the kubeconfig comes out of the provider's secret", () => {
  expect(kubeconfigOf(stack)).toBe("apiVersion: v1");
  expect(kubeconfigOf(exportSchema.parse({ deployment: {} }))).toBeUndefined();
});

test.each([
  ["pending-install", "uninstall"],
  ["pending-upgrade", "rollback"],
  ["pending-rollback", "rollback"],
  ["deployed", undefined],
  ["failed", undefined],
])("%s: %s", (status, action) => expect(cure(status)).toBe(action));

test("asks helm for each release, cures those that hang, and leaves no kubeconfig behind", async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "helm-"));
  try {
    const log = path.join(folder, "log");
    const fake = [
      "#!/bin/sh",
      'last=""; for word; do last=$word; done',
      `echo "$1 $2 $3 $4 $(cat "$last")" >> ${log}`,
      'case "$1 $4" in',
      '  "list new-namespace") echo \'[{"name":"new","namespace":"new-namespace","status":"pending-install"}]\' ;;',
      '  "list old-namespace") echo \'[{"name":"old","namespace":"old-namespace","status":"deployed"}]\' ;;',
      "esac",
    ];
    fs.writeFileSync(path.join(folder, "helm"), fake.join("\n"), { mode: 0o755 });
    const env = { ...process.env, PATH: `${folder}:${process.env.PATH ?? ""}`, TMPDIR: folder };
    await expect(cureReleases(pendingReleases(stack), "the config", env)).resolves.toEqual([
      "Helm release new-namespace/new: uninstall (it hung as pending-install)",
    ]);
    expect(fs.readFileSync(log, "utf8").trim().split("\n")).toEqual([
      "list --all --namespace new-namespace the config",
      "uninstall new --namespace new-namespace the config",
      "list --all --namespace old-namespace the config",
    ]);
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
});
