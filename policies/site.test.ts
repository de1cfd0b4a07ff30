import type { Config } from "../config/schema";
import { schema } from "../config/schema";
import { validConfig, validInput } from "../config/testing";
import { ownExceptions } from "./own-exceptions";
import { policyConfig, levelOn, systemNamespaces } from "./site";
import { rules } from "./rules";
import { dataProtected } from "./rules/data-protected";
import { replicas } from "./rules/replicas";

const disposable = validConfig();
const production = validConfig((input) => void Object.assign(input, { lifecycle: "production" }));
const settings = (config: Config, rule: string) => {
  const own = policyConfig(config)[rule];
  return typeof own === "object" ? own : {};
};

test("every rule has its level, and every setting is one of the rule's", () => {
  const config = policyConfig(disposable);
  expect(Object.keys(config)).toEqual(["exceptions", ...rules.map(({ name }) => name)]);
  for (const rule of rules) {
    const unknown = Object.keys(config[rule.name] ?? {}).filter(
      (key) => key !== "enforcementLevel" && !(key in rule.settings),
    );
    expect([rule.name, unknown]).toEqual([rule.name, []]);
  }
});

test.each<[string, Config, string, string]>([
  ["production: all mandatory", production, "mandatory", "mandatory"],
  ["disposable: each as it says of itself", disposable, "advisory", "mandatory"],
  [
    "the stack file's word wins",
    validConfig((input) => void Object.assign(input, { policies: { level: "mandatory" } })),
    "mandatory",
    "mandatory",
  ],
  [
    "in both directions",
    { ...production, policies: { ...production.policies, level: "advisory" } },
    "advisory",
    "advisory",
  ],
])("%s", (_, config, ofReplicas, ofData) => {
  expect([levelOn(config, replicas), levelOn(config, dataProtected)]).toEqual([ofReplicas, ofData]);
});

test("production needs two pods of each service, a disposable site one", () => {
  expect([settings(production, "replicas").min, settings(disposable, "replicas").min]).toEqual([2, 1]);
  expect(settings(production, "replicas").kinds).toEqual(["Deployment", "HorizontalPodAutoscaler"]);
});

test("what the stack file says reaches the rules", () => {
  const policies = {
    registries: ["ghcr.io"],
    container: { cpu: "2", memory: "4Gi" },
    budget: { cpu: "40", memory: "300Gi", storage: "1Ti" },
    exceptions: [{ rule: "replicas", resource: "a", reason: "small and cheap", owner: "b", expires: "2099-01-01" }],
  };
  const config = validConfig((input) => void Object.assign(input, { policies }));
  expect(settings(config, "container-maxima")).toMatchObject(policies.container);
  expect(settings(config, "image-registries")).toMatchObject({ registries: ["ghcr.io"] });
  expect(settings(config, "budget")).toMatchObject({
    ...policies.budget,
    flavors: { small: { cpu: 2, memory: "4096Mi" }, large: { cpu: 8, memory: "65536Mi" } },
  });
  expect(settings(config, "exceptions")).toMatchObject({ list: [...ownExceptions(config), ...policies.exceptions] });
  expect(settings(config, "names-and-tags")).toMatchObject({ site: "test" });
  expect(settings(config, "nfs-exports")).toMatchObject({ nodes: ["10.10.0.0/24"] });
  // Two workers and one more, of eight cores and 64 GiB each.
  expect(settings(config, "namespace-maxima")).toMatchObject({ cpu: "24", memory: "192Gi" });
});

test("the quota that nobody chose is let be in a small cluster", () => {
  const { cpu, memory } = settings(
    validConfig((input) => (input.openstack.flavors = { ...input.openstack.flavors, large: { cpu: 1, memory: 2048 } })),
    "namespace-maxima",
  );
  expect([cpu, memory]).toEqual([disposable.platform.quota.cpu, disposable.platform.quota.memory]);
});

test("a cluster that exists: its default class may be there already, and its nodes' ports the controller's", () => {
  const { site, owner, lifecycle, dns, platform, services } = validInput();
  const config = schema.parse({
    ...{ site, owner, lifecycle, platform, services },
    cloud: "existing",
    existing: {},
    network: {
      cidr: "10.10.0.0/24",
      pods: "10.100.0.0/16",
      services: "10.96.0.0/16",
      administrators: ["192.0.2.0/24"],
    },
    cluster: { kubernetesVersion: "v1.34.2", nodePools: [{ name: "all", count: 3, cpu: "4", memory: "16Gi" }] },
    addresses: { ingress: "192.0.2.10", kind: "daemonset" },
    storage: {
      classes: [{ name: "fast", provisioner: "x.example.org", reclaim: "Delete", default: true, create: false }],
    },
    dns: { ...dns, provider: "none" },
  });
  expect(settings(config, "storage-class-default")).toMatchObject({ elsewhere: true });
  expect(ownExceptions(config).map(({ resource }) => resource)).toContain("ingress-nginx");
  expect(settings(config, "load-balancer-keeps-address")).toMatchObject({ annotation: "", healthMonitor: "" });
  expect(settings(config, "budget")).toEqual({ enforcementLevel: "advisory" });
  expect(settings(config, "namespace-maxima")).toMatchObject({ cpu: "12", memory: "48Gi" });
});

test("only what the site's own cloud installs is left alone, and only its annotation makes a load balancer internal", () => {
  expect(systemNamespaces({ cloud: "openstack" })).not.toContain("gke-*");
  expect(systemNamespaces({ cloud: "gcp" })).toEqual([
    "kube-system",
    "kube-public",
    "kube-node-lease",
    "gke-*",
    "gmp-*",
  ]);
  expect(systemNamespaces({ cloud: "existing" })).toEqual(expect.arrayContaining(["gke-*", "calico-system"]));
  const internal = ["service.beta.kubernetes.io/openstack-internal-load-balancer=true"];
  expect(settings(disposable, "exposed-ports")).toMatchObject({ internal });
  expect(settings(disposable, "load-balancer-keeps-address")).toEqual({ enforcementLevel: "mandatory", internal });
});
