/** A program for the engine tests: real engine, real providers, no cluster. Kubernetes objects are rendered into a folder. */
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import * as tls from "@pulumi/tls";
import { Certificate } from "../../../platform/foundation/certificate";
import { GeneratedSecret } from "../../../platform/foundation/generated-secret";
import { ServiceNamespace } from "../../../platform/foundation/service-namespace";
import { createPlatform } from "../../../platform";
import { exampleConfig, exampleInfrastructure } from "../../../platform/testing";

const settings = new pulumi.Config();
const providers = [
  new kubernetes.Provider("engine", { renderYamlToDirectory: settings.require("manifests") }),
  new random.Provider("engine"),
  new tls.Provider("engine"),
];
const inside = { providers };
const labels = { app: "web", "science-platform/owner": "team", "science-platform/site": "engine" };
const probe = { httpGet: { path: "/", port: 8080 } };
/** What the policies ask of a container besides image and bounds. */
const decent = {
  readinessProbe: probe,
  livenessProbe: probe,
  securityContext: {
    runAsNonRoot: true,
    allowPrivilegeEscalation: false,
    seccompProfile: { type: "RuntimeDefault" },
    capabilities: { drop: ["ALL"] },
  },
};
const bounds = { requests: { cpu: "10m", memory: "16Mi" }, limits: { cpu: "100m", memory: "32Mi" } };

const scenes: Record<string, () => Record<string, pulumi.Input<unknown>>> = {
  /** Keeps to every rule. */
  good() {
    makeNamespace();
    makeDeployment("good", [{ name: "web", image: "docker.io/library/nginx:1.28.0", resources: bounds }]);
    return {};
  },

  /** Breaks rules, each in a place of its own; one value is unknown until `up`. */
  bad() {
    makeNamespace();
    makeDeployment("bad", [
      { name: "later", image: "docker.io/library/nginx:1.28.0", resources: { ...bounds, limits: unknownLimits() } },
      { name: "bare", image: "docker.io/library/nginx" },
    ]);
    new kubernetes.core.v1.Namespace("unbounded", { metadata: { name: "unbounded" } }, kubernetesOnly());
    return {};
  },

  /** The whole platform, before anything of the hardware is there: cluster and address are unknown. */
  first() {
    const later = new random.RandomId("hardware", { byteLength: 8 }, { provider: providers[1] }).hex;
    const { cluster, ...hardware } = exampleInfrastructure({ address: later });
    return {
      ...createPlatform(exampleConfig({ charts: { source: "directory", path: "../../../lab/charts" } }), {
        ...hardware,
        cluster: { ...cluster, kubeconfig: pulumi.secret(later), identifier: later },
      }),
    };
  },

  /** Secrets of every kind that the platform makes. */
  secrets() {
    const password = new GeneratedSecret(
      "generated",
      { namespace: "demo", labels, data: ({ plain, bcrypt }) => ({ plain, bcrypt }) },
      inside,
    );
    new Certificate("tls", { namespace: "demo", labels, authority: "test", dnsNames: ["example.org"] }, inside);
    return { password: password.password };
  },
};

function makeNamespace() {
  new ServiceNamespace(
    "demo",
    {
      labels,
      platform: {
        ...exampleConfig().platform,
        quota: { cpu: "1", memory: "1Gi", pods: 5, storage: "1Gi", claims: 1 },
        containerDefaults: { cpu: { request: "10m", limit: "100m" }, memory: { request: "16Mi", limit: "32Mi" } },
      },
    },
    inside,
  );
}

function makeDeployment(name: string, containers: object[]) {
  new kubernetes.apps.v1.Deployment(
    name,
    {
      metadata: { name, namespace: "demo" },
      spec: {
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: {
            containers: containers.map((container) => ({
              ...decent,
              ...container,
            })) as kubernetes.types.input.core.v1.Container[],
          },
        },
      },
    },
    kubernetesOnly(),
  );
}

/** Limits that only `up` knows. */
function unknownLimits(): pulumi.Output<{ cpu: string; memory: string }> {
  const size = new random.RandomInteger("size", { min: 1, max: 1 }, { provider: providers[1] });
  return size.result.apply((cores) => ({ cpu: String(cores), memory: "1Gi" }));
}

function kubernetesOnly(): pulumi.CustomResourceOptions {
  return { provider: providers[0] };
}

const scene = scenes[settings.require("scene")];
if (scene === undefined) throw new pulumi.RunError(`no such scene: ${settings.require("scene")}`);
export const outputs = scene();
