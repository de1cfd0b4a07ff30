import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { manifestChanges } from "./manifests";

let folder: string;
beforeEach(() => void (folder = fs.mkdtempSync(path.join(os.tmpdir(), "manifests-"))));
afterEach(() => fs.rmSync(folder, { recursive: true }));

function write(side: string, release: string, text: string): void {
  fs.mkdirSync(path.join(folder, side), { recursive: true });
  fs.writeFileSync(path.join(folder, side, `${release}.yaml`), text);
}
const changes = () => manifestChanges(path.join(folder, "base"), path.join(folder, "head"));
const deployment = (replicas: number) =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web, namespace: demo }\nspec: { replicas: ${replicas} }\n`;
const service = "apiVersion: v1\nkind: Service\nmetadata: { name: web }\n";

test("what is added, removed and changed, by release; the order of keys and documents is no difference", () => {
  write(
    "base",
    "web",
    `${deployment(1)}---\n${service}---\nkind: ConfigMap\napiVersion: v1\nmetadata: { name: same }\n`,
  );
  write("base", "old", service);
  write("head", "web", `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: same }\n---\n${deployment(2)}`);
  write("head", "new", service);
  expect(changes()).toEqual([
    {
      title: "new: Service web",
      change: "added",
      added: 4,
      removed: 0,
      diff: "+apiVersion: v1\n+kind: Service\n+metadata:\n+  name: web",
    },
    {
      title: "old: Service web",
      change: "removed",
      added: 0,
      removed: 4,
      diff: "-apiVersion: v1\n-kind: Service\n-metadata:\n-  name: web",
    },
    {
      title: "web: Deployment demo/web",
      change: "changed",
      added: 1,
      removed: 1,
      diff: "   name: web\n   namespace: demo\n spec:\n-  replicas: 1\n+  replicas: 2",
    },
    {
      title: "web: Service web",
      change: "removed",
      added: 0,
      removed: 4,
      diff: "-apiVersion: v1\n-kind: Service\n-metadata:\n-  name: web",
    },
  ]);
});

test("what a Secret holds is not told", () => {
  const secret = (value: string, more = "") =>
    `apiVersion: v1\nkind: Secret\nmetadata: { name: s }\nstringData: { key: ${value}${more} }\n`;
  write("base", "web", secret("hunter22"));
  write("head", "web", secret("hunter33", ", other: hunter44"));
  const [change] = changes();
  expect(change?.diff).toContain('+  other: "[secret]"');
  expect(JSON.stringify(change)).not.toContain("hunter");
});

test("a base that could not be rendered has no objects; a change that was not rendered is a mistake", () => {
  write("head", "web", service);
  expect(changes().map(({ title, change }) => [title, change])).toEqual([["web: Service web", "added"]]);
  expect(() => manifestChanges(folder, path.join(folder, "nothing"))).toThrow(
    /^There is no .*nothing: `science-platform render stack` writes it\.$/,
  );
});

test("a long diff says how long it is", () => {
  write(
    "head",
    "web",
    `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndata:\n${Array.from({ length: 900 }, (_, i) => `  k${i}: "1"`).join("\n")}\n`,
  );
  const [change] = changes();
  expect([change?.added, change?.diff.split("\n").length, change?.diff.split("\n").at(-1)]).toEqual([
    905,
    401,
    "... and 505 lines more",
  ]);
});
