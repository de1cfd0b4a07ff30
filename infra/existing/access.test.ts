import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { clusterAccess, located } from "./access";
import { kubeconfigText } from "./testing";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "existing-"));
const file = path.join(folder, "config");
beforeAll(() => fs.writeFileSync(file, kubeconfigText));
afterAll(() => fs.rmSync(folder, { recursive: true }));

interface Inspectable<T> {
  promise(): Promise<T>;
  isSecret: Promise<boolean>;
}

async function look<T>(output: pulumi.Output<T>): Promise<{ value: T; secret: boolean }> {
  const inspected = output as unknown as Inspectable<T>;
  return { value: await inspected.promise(), secret: await inspected.isSecret };
}

const unused = () => {
  throw new Error("nobody asked for the secret");
};

test.each<[string, string, string]>([
  ["access/kubeconfig", "/work/platform/access/kubeconfig", "from the repository"],
  ["/etc/kubeconfig", "/etc/kubeconfig", "absolute"],
  ["~/.kube/config", "/home/me/.kube/config", "in the home directory"],
  ["~", "/home/me", "the home directory"],
  ["~you/config", "/work/platform/~you/config", "no other's home directory"],
])("%s is %s: %s", (given, place) => {
  expect(located(given, "/work/platform", "/home/me")).toBe(place);
});

test("a kubeconfig in a file is a secret, although it is clear in the file", async () => {
  const { value, secret } = await look(clusterAccess({ kubeconfig: file }, unused));
  expect(value.server).toBe("api.example.org:6443");
  expect(value.kubeconfig).toContain("mock-plaintext-client-key");
  expect(secret).toBe(true);
});

test("without a file it is the stack's secret", async () => {
  const { value, secret } = await look(clusterAccess({ context: "reader" }, () => pulumi.secret(kubeconfigText)));
  expect(value.server).toBe("mirror.example.org");
  expect(secret).toBe(true);
});

const way =
  "write the path of a kubeconfig, absolute or from the top of the repository, or leave it out and set the stack secret kubeconfig.";
test.each<[string, string, string]>([
  ["a file that is not there", "nothing", "is not there"],
  ["a folder", ".", "cannot be read"],
])("%s is one message with a way on", (_, name, problem) => {
  const wrong = path.join(folder, name);
  expect(() => clusterAccess({ kubeconfig: wrong }, unused)).toThrow(
    expect.objectContaining({
      message: `existing.kubeconfig: ${wrong} ${problem}: ${way}`,
      __pulumiRunError: true,
    }) as Error,
  );
});
