/** A program for the engine tests: real engine, real providers, no cluster. Kubernetes objects are rendered into a folder. */
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import * as tls from "@pulumi/tls";
import { Certificate } from "../../../platform/foundation/certificate";
import { ServiceNamespace } from "../../../platform/foundation/service-namespace";
import { createPlatform } from "../../../platform";
import type { DeclaredService } from "../../../platform/secrets/declared";
import { PlatformSecrets } from "../../../platform/secrets/platform-secrets";
import { ServiceSecret } from "../../../platform/secrets/service-secret";
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
  secrets: () => makeSecrets({ rotation: 1, rotations: {} }),

  /** The same, with one of them made anew. */
  rotated: () => makeSecrets({ rotation: 1, rotations: { "every/password": 2, "every/turn": 2, "every/lasting": 2 } }),

  /** The same, with all of them made anew. */
  "rotated-all": () => makeSecrets({ rotation: 2, rotations: { "every/password": 2, "every/turn": 2 } }),
};

const everyKind: DeclaredService = {
  service: "every",
  delivery: "platform",
  keys: Object.fromEntries(
    Object.entries({
      password: { kind: "password" },
      lasting: { kind: "password", lasting: "what it encrypted would be lost" },
      hash: { kind: "bcrypt", of: "password", user: "status" },
      changed: { kind: "changed", of: "password" },
      copy: { kind: "copy", service: "every", key: "password" },
      token: { kind: "gafaelfawr-token" },
      fernet: { kind: "fernet-key" },
      hex: { kind: "hex" },
      rsa: { kind: "rsa-key" },
      wired: { kind: "wired", name: "database" },
      text: { kind: "text", value: "status" },
      turn: { kind: "password", length: 48 },
      before: { kind: "former", service: "every", key: "turn" },
      "before-text": { kind: "former", service: "every", key: "text" },
      file: { kind: "aws-credentials", accessKey: "text", secretKey: "wired" },
    } as const).map(([key, source]) => [key, { description: "", source }]),
  ),
};

function makeSecrets(secrets: { rotation: number; rotations: Record<string, number> }) {
  const wired = { database: pulumi.secret("mock-plaintext-of-the-database") };
  const made = new PlatformSecrets("secrets", { declared: [everyKind], secrets, wired }, inside);
  new ServiceSecret("every", { secrets: made, service: "every", namespace: "demo", labels }, inside);
  new Certificate("tls", { namespace: "demo", labels, authority: "test", dnsNames: ["example.org"] }, inside);
  return { secrets: made.all };
}

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
