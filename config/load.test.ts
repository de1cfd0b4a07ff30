import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { stringify } from "yaml";
import { loadConfig, stackSecret } from "./load";
import { validInput } from "./testing";

const key = "science-platform:config";
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "stacks-"));
afterAll(() => fs.rmSync(folder, { recursive: true }));

/** A stack as Pulumi hands it to the program. */
function stack(input: unknown, secrets: Record<string, string> = {}, clear: Record<string, string> = {}): void {
  const text = typeof input === "string" ? input : JSON.stringify(input);
  const named = (values: Record<string, string>) =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [`science-platform:${name}`, value]));
  const all = { ...named(secrets), ...named(clear), ...(input === undefined ? {} : { [key]: text }) };
  pulumi.runtime.setAllConfig(all, Object.keys(named(secrets)));
}

const load = () => loadConfig(folder);
const warn = jest.spyOn(pulumi.log, "warn").mockResolvedValue();
beforeEach(() => warn.mockClear());

/** A cluster that exists, whose secrets this version uses. */
const existing = {
  ...validInput(),
  cloud: "existing",
  openstack: undefined,
  network: {
    cidr: "10.60.0.0/24",
    pods: "10.61.0.0/16",
    services: "10.62.0.0/16",
    administrators: ["192.0.2.0/24"],
  },
  cluster: {
    kubernetesVersion: "v1.34.2",
    nodePools: [{ name: "all", count: 3, cpu: "8", memory: "32Gi" }],
  },
  addresses: { ingress: "203.0.113.9" },
  storage: { classes: [{ name: "standard", provisioner: "example.com", reclaim: "Delete", default: true }] },
  objectStore: undefined,
  dns: { provider: "none", zone: "test.example.", email: "admin@test.example" },
};

test("reads the stack's configuration", () => {
  stack(validInput());
  expect(load().site).toBe("test");
  expect(warn).not.toHaveBeenCalled();
});

test("a secret in the clear at a key of others is told of, and one that is encrypted is not", () => {
  stack(validInput());
  const all = {
    ...pulumi.runtime.allConfig(),
    "openstack:password": "hunter2",
    "openstack:token": "x",
    "aws:region": "eu",
  };
  pulumi.runtime.setAllConfig(all, ["openstack:token"]);
  expect(load).toThrow(
    /^Pulumi\.stack\.yaml: one problem\n {2}- openstack:password: a secret stands here, and this program does not read it, and [^\n]*\n[^\n]*#stack-secrets$/,
  );
});

test("a day without quotes, of which Pulumi's YAML reader makes a time, is a day", () => {
  const exception = { rule: "images-pinned", resource: "*", reason: "until it is mirrored", owner: "team" };
  stack({ ...validInput(), policies: { exceptions: [{ ...exception, expires: "2999-03-31 00:00:00 +0000 UTC" }] } });
  expect(load().policies.exceptions[0]?.expires).toBe("2999-03-31");
});

test.each<[string, unknown, string]>([
  [
    "no configuration",
    undefined,
    "Pulumi.stack.yaml has no science-platform:config. Start from Pulumi.lab.yaml; every key is explained in docs/configuration.md.",
  ],
  ["a text", "hello", "Pulumi.stack.yaml: science-platform:config is not a mapping of keys to values."],
  [
    "a wrong one",
    { ...validInput(), site: "Test", lifecycle: "prod" },
    [
      "Pulumi.stack.yaml: 2 problems",
      '  - site: "Test" is wrong: write lower-case letters, digits and dashes, starting with a letter, at most 40 characters',
      '  - lifecycle: "prod" is wrong: write one of "production", "disposable"',
      "    see docs/configuration.md#the-site",
    ].join("\n"),
  ],
  [
    "one that does not make sense",
    { ...validInput(), network: { ...validInput().network, cidr: "172.20.0.0/16" } },
    [
      "Pulumi.stack.yaml: one problem",
      '  - network.pods: "172.16.0.0/13" overlaps network.cidr "172.20.0.0/16": choose another range',
      "    see docs/configuration.md#network-on-openstack",
    ].join("\n"),
  ],
])("%s is a RunError, which the engine prints without a stack trace", (_, input, message) => {
  stack(input);
  expect(load).toThrow(pulumi.RunError);
  expect(load).toThrow(new pulumi.RunError(message));
});

test("what is set but not applied by this version is named in one warning", () => {
  stack({
    ...validInput(),
    network: { ...validInput().network, podsPerNode: 64 },
    database: { kind: "in-cluster" },
  });
  load();
  expect(warn.mock.calls).toEqual([
    [
      "Pulumi.stack.yaml: checked, but not applied by this version: database (only Phalanx's applications, Keycloak and TAP with backend postgresql use one), network.podsPerNode (Cluster API's driver of Magnum has no label for it: the nodes' own bound holds, 110)",
    ],
  ]);
});

test("other stacks' files in the folder are looked at, their ranges too", () => {
  const other = { ...validInput(), site: "other" };
  const file = path.join(folder, "Pulumi.other.yaml");
  fs.writeFileSync(file, stringify({ config: { [key]: other } }));
  stack({ ...validInput(), lifecycle: "production" });
  expect(load).toThrow(/network\.cidr: "10\.10\.0\.0\/24" overlaps .*other/);
  fs.rmSync(file);
});

describe("secrets", () => {
  test("that are missing are asked for with the command, all at once", () => {
    stack(existing);
    expect(load).toThrow(
      new pulumi.RunError(
        [
          "Pulumi.stack.yaml: one problem",
          "  - science-platform:kubeconfig: is missing, and existing asks for it: `pulumi config set --secret kubeconfig --stack stack < FILE` (Kubeconfig of the cluster; `kubectl config view --minify --flatten` writes a good one.)",
          "    see docs/configuration.md#stack-secrets",
        ].join("\n"),
      ),
    );
  });

  test("that only a key needs which is not applied yet are not asked for", () => {
    stack({ ...validInput(), identity: { github: { clientId: "a", organizations: ["b"] } } });
    expect(load().identity?.github?.clientId).toBe("a");
  });

  test("that are there are Outputs, and secret", async () => {
    stack(existing, { kubeconfig: "apiVersion: v1" });
    expect(load().cloud).toBe("existing");
    const output = stackSecret("kubeconfig") as pulumi.Output<string> & {
      promise(): Promise<string>;
      isSecret: Promise<boolean>;
    };
    expect([await output.promise(), await output.isSecret]).toEqual(["apiVersion: v1", true]);
    expect(() => stackSecret("s3-access-key")).toThrow(
      new pulumi.RunError(
        "Pulumi.stack.yaml: the stack secret s3-access-key is not set: pulumi config set --secret s3-access-key --stack stack",
      ),
    );
  });

  test("in the clear, empty, or of another name are refused, and no value is shown", () => {
    stack(existing, { kubeconfig: " \n", "tsig-kye": "hunter2" }, { "slack-webhook": "hunter3" });
    const message = [
      "Pulumi.stack.yaml: 3 problems",
      "  - science-platform:kubeconfig: is an empty text: set it again with `pulumi config set --secret kubeconfig --stack stack < FILE`",
      '  - science-platform:tsig-kye: there is no such key: did you mean "tsig-key"?',
      "  - science-platform:slack-webhook: stands here in the clear: set it again with `pulumi config set --secret slack-webhook --stack stack`, and change it where it is used if anybody may have read it",
      "    see docs/configuration.md#stack-secrets",
    ].join("\n");
    expect(load).toThrow(new pulumi.RunError(message));
  });

  test("inside of the configuration are refused, encrypted or not", () => {
    pulumi.runtime.setAllConfig({ [key]: JSON.stringify(validInput()) }, [key]);
    expect(load).toThrow(
      new pulumi.RunError(
        "Pulumi.stack.yaml: science-platform:config holds an encrypted value. Secrets are keys of their own beside it: `pulumi config set --secret NAME --stack stack`.",
      ),
    );
  });
});
