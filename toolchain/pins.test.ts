import * as fs from "node:fs";
import * as path from "node:path";
import { drift, versionsHere } from "./pairs";
import { goFolder } from "./paths";
import { findTool, tools } from "./pins";

const packageFolder = (npm: string): string => path.join(__dirname, "..", "node_modules", ...npm.split("/"));

/** Every type token of a provider's npm package: resources and functions. */
function npmTokens(name: string): { resources: string[]; functions: string[] } {
  const resources = new Set<string>();
  const functions = new Set<string>();
  const root = packageFolder(`@pulumi/${name}`);
  for (const file of fs.readdirSync(root, { recursive: true, encoding: "utf8" })) {
    if (!file.endsWith(".js") || file.includes("node_modules")) continue;
    const text = fs.readFileSync(path.join(root, file), "utf8");
    for (const [, token] of text.matchAll(/__pulumiType = '([^']+)'/g)) resources.add(token ?? "");
    for (const [, token] of text.matchAll(/runtime\.invoke(?:Output)?\("([^"]+)"/g)) functions.add(token ?? "");
  }
  resources.delete(name); // the provider itself
  return { resources: [...resources].sort(), functions: [...functions].sort() };
}

describe("pins", () => {
  test("plugins are the versions of their npm packages", () => {
    expect(drift(versionsHere())).toEqual([]);
  });

  test("drift names both sides", () => {
    const here = versionsHere();
    const declared = { ...here.declared, "@pulumi/random": "4.19.0" };
    const installed = (npm: string): string => (npm === "@pulumi/tls" ? "5.1.0" : here.installed(npm));
    expect(drift({ declared, installed })).toEqual([
      "@pulumi/random is 4.19.0 in package.json, but toolchain/pins.ts has plugin-random 4.18.5",
      "@pulumi/tls is 5.1.0 in node_modules, but toolchain/pins.ts has plugin-tls 5.2.0",
    ]);
  });

  test("the CLI is not older than the SDK", () => {
    const [major, minor] = versionsHere().installed("@pulumi/pulumi").split(".").map(Number);
    const [cliMajor, cliMinor] = (findTool("pulumi")?.version ?? "").split(".").map(Number);
    expect(cliMajor).toBe(major);
    expect(cliMinor).toBeGreaterThanOrEqual(minor ?? Infinity);
  });

  test.each([
    ["process-compose", "github.com/f1bonacc1/process-compose"],
    ["kubernetes", "k8s.io/kubernetes"],
    ["kwok", "sigs.k8s.io/kwok"],
    ["cloud-provider-openstack", "k8s.io/cloud-provider-openstack"],
    ["csi-provisioner", "github.com/kubernetes-csi/external-provisioner/v5"],
    ["pulumi", "github.com/pulumi/pulumi/pkg/v3"],
    ["helm", "helm.sh/helm/v3"],
    ["vault", "github.com/hashicorp/vault"],
    ["cert-manager", "github.com/cert-manager/cert-manager"],
    ["pebble", "github.com/letsencrypt/pebble/v2"],
    ["promtool", "github.com/prometheus/prometheus"],
  ])("%s is built from the version that its go.mod requires", (name, module) => {
    const tool = findTool(name);
    const required = fs.readFileSync(path.join(goFolder, tool?.go?.module ?? "", "go.mod"), "utf8");
    expect(new RegExp(`${module} v(\\S+)`).exec(required)?.[1]).toBe(tool?.version);
  });

  test("every module that is built has its checksums", () => {
    const modules = tools.flatMap((tool) => tool.go?.module ?? []);
    expect(modules).toHaveLength(15);
    for (const module of modules) expect(fs.existsSync(path.join(goFolder, module, "go.sum"))).toBe(true);
  });

  test("names are unique", () => {
    const names = tools.flatMap((tool) => tool.programs.map((program) => program.name));
    expect(new Set(names).size).toBe(names.length);
    expect(names).toHaveLength(21);
  });

  test("names of programs and plugins find their tool", () => {
    expect(findTool("kubectl")?.name).toBe("kubernetes");
    expect(findTool("openstack")?.name).toBe("plugin-openstack");
    expect(findTool("kubernetes")?.name).toBe("kubernetes");
    expect(findTool("nothing")).toBeUndefined();
  });
});

describe("version checks", () => {
  test.each([
    ["helm", "v3.19.2+g8766e71", true],
    ["helm", "v3.19.20", false],
    ["helm", "v13.19.2", false],
    ["etcd", "etcd Version: 3.4.23\nGit SHA: x", true],
    ["etcd", "etcd Version: 3.4.230", false],
    ["kwok", "kwok version v0.7.0 go1.26.8 (linux/amd64)", true],
    ["kubernetes", "Kubernetes v1.34.2", true],
    ["kubernetes", "Kubernetes v1.34.2-rc.0", false],
    ["pulumi", "v3.259.0", true],
    ["plugin-openstack", "3.15.2", true],
  ])("%s: %j", (name, output, right) => {
    expect(findTool(name)?.programs[0]?.check.expect.test(output)).toBe(right);
  });
});

describe("plugins of ours have the names of the npm packages", () => {
  const list = (file: string): string[] =>
    fs
      .readFileSync(path.join(goFolder, "provider-openstack", file), "utf8")
      .trim()
      .split("\n")
      .map((line) => `openstack:${line.split(" ")[1]}`)
      .sort();

  test("openstack", () => {
    const { resources, functions } = npmTokens("openstack");
    expect(resources).toHaveLength(105);
    expect(functions).toHaveLength(53);
    expect(list("resources.txt")).toEqual(resources);
    expect(list("functions.txt")).toEqual(functions);
  });

  test.each([
    ["random", 8, 0],
    ["tls", 4, 2],
  ])("%s", (name, resources, functions) => {
    const tokens = npmTokens(name);
    expect(tokens.resources).toHaveLength(resources);
    expect(tokens.functions).toHaveLength(functions);
    const source = fs.readFileSync(path.join(goFolder, `provider-${name}`, "provider", "provider.go"), "utf8");
    for (const token of [...tokens.resources, ...tokens.functions]) {
      expect(source).toMatch(new RegExp(`[":]${token.split(":").pop()}"`));
    }
  });
});
