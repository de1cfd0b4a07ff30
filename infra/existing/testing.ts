/** A cluster that somebody else made, for tests: its configuration and its kubeconfig. */
import { clouds, type ExistingConfig, type ExistingInput } from "../../config/schema";

/** As people write it; a fresh copy each time. */
export function existingInput() {
  return {
    site: "test",
    owner: "team",
    lifecycle: "disposable",
    cloud: "existing",
    existing: {},
    network: {
      cidr: "10.60.0.0/24",
      pods: "10.100.0.0/16",
      services: "10.254.0.0/16",
      administrators: ["192.0.2.0/24"],
    },
    cluster: {
      kubernetesVersion: "v1.34.2",
      nodePools: [{ name: "worker", count: 3, cpu: "8", memory: "64Gi" }],
    },
    addresses: { ingress: "203.0.113.10" },
    storage: {
      classes: [{ name: "standard", provisioner: "csi.example.org", reclaim: "Delete", default: true }],
      fileServer: {
        kind: "existing",
        server: "10.60.0.5",
        exports: [{ name: "homes", path: "/srv/homes", size: 100 }],
      },
    },
    objectStore: { endpoint: "https://s3.example.org", buckets: { backup: "test-backup" } },
    dns: { provider: "none", zone: "test.example.", email: "admin@test.example" },
    platform: { ingress: {} },
    services: { landingPage: { host: "rsp" } },
  } satisfies ExistingInput as ExistingInput;
}

/** The same, parsed; `change` may spoil it first. */
export function existingConfig(change: (input: ExistingInput) => void = () => undefined): ExistingConfig {
  const input = existingInput();
  change(input);
  return clouds.existing.parse(input);
}

/** Text of a kubeconfig with two contexts; "admin" is the current one, and its key a secret of test/mocks.ts. */
export const kubeconfigText = `
apiVersion: v1
kind: Config
preferences: {}
current-context: admin
contexts:
  - { name: admin, context: { cluster: site, user: admin, namespace: somewhere } }
  - { name: reader, context: { cluster: mirror, user: reader } }
clusters:
  - name: site
    cluster: { server: "https://API.example.org:6443", certificate-authority-data: QUJD, extensions: [{ name: note }] }
  - { name: mirror, cluster: { server: "https://mirror.example.org:443", insecure-skip-tls-verify: true } }
users:
  - { name: admin, user: { client-certificate-data: REVG, client-key-data: mock-plaintext-client-key } }
  - { name: reader, user: { token: mock-plaintext-token } }
`;
