/**
 * Every Helm chart of the platform: the one place to raise a version. A version is exact, never a range, and never left out.
 *
 * Charts that are published elsewhere have a small counterpart of ours in lab/charts, of the same name, version and value keys (a test
 * holds them together). `science-platform charts outdated` lists newer versions, `charts pin` records the digest of a new one.
 */

/** Like "4.15.1", "v1.21.1" or "1.0.0-rc.1". */
export type ExactVersion = Bare | `v${Bare}`;
type Bare = `${number}.${number}.${number}` | `${number}.${number}.${number}-${string}`;

/** Where a chart is published, and the SHA-256 of the package of exactly this version. */
export interface Published {
  /** Helm repository (https), or OCI registry and folder (oci). */
  repository: `https://${string}` | `oci://${string}`;
  /** "unrecorded": nobody has noted it yet; the chart is not installed from there before somebody does (`charts pin`). */
  digest: `sha256:${string}` | "unrecorded";
}

export interface Chart {
  name: string;
  /** Its folder in a directory of charts, where that has more than one version. @default the name */
  folder?: string;
  version: ExactVersion;
  /** Namespace of the release; with several releases of the chart, of the first. */
  namespace: string;
  /** "ours": the chart lies in this repository. */
  from: Published | "ours";
}

/** Folder of a chart in a directory of charts. */
export function folderOf({ folder, name }: Chart): string {
  return folder ?? name;
}

/** Directory of the charts of our own. */
export const ownCharts = "lab/charts";

export const catalog = {
  ingressNginx: {
    name: "ingress-nginx",
    version: "4.15.1",
    namespace: "ingress-nginx",
    from: {
      repository: "https://kubernetes.github.io/ingress-nginx",
      digest: "sha256:3eff0bd18151d6e6b1c441463410571443dda1ac78292cb189346628de784f0c",
    },
  },
  certManager: {
    name: "cert-manager",
    version: "v1.21.1",
    namespace: "cert-manager",
    from: {
      repository: "https://charts.jetstack.io",
      digest: "sha256:c27101f3f3e2349fb4a9e704316105bf7b52ad73b8c8257d3498ef7f2f6a4adc",
    },
  },
  designateWebhook: {
    name: "designate-certmanager-webhook",
    version: "0.9.2",
    namespace: "designate-certmanager-webhook",
    from: {
      repository: "https://syseleven.github.io/designate-certmanager-webhook",
      digest: "sha256:1c0652ab5cbd3373c463180a6ade0c8e370fa4f8bfbc52e1407bbededf136ac4",
    },
  },
  landingPage: { name: "landing-page", version: "0.2.0", namespace: "landing-page", from: "ours" },
  portal: { name: "portal", version: "0.1.0", namespace: "portal", from: "ours" },
  tap: { name: "tap", version: "0.1.0", namespace: "tap", from: "ours" },
  jupyterhub: {
    name: "jupyterhub",
    version: "4.3.5",
    namespace: "lab",
    from: {
      repository: "https://hub.jupyter.org/helm-chart",
      digest: "sha256:4d07481b403670cfdcf11586341018b83046992a95a5ec204aadd88d397aff59",
    },
  },
  // For labs that are not moved yet: JupyterHub 4, to which users' images may be bound.
  jupyterhub3: {
    name: "jupyterhub",
    folder: "jupyterhub-3.3.7",
    version: "3.3.7",
    namespace: "lab-3",
    from: {
      repository: "https://hub.jupyter.org/helm-chart",
      digest: "sha256:59eef46279f5c34736ef901b1b204ea0d55976f41b5f60bc795b8f5bd40b2aa5",
    },
  },
  // The repository could not be asked: the digest is that of another who fetched it. A wrong one only refuses the chart.
  argoCd: {
    name: "argo-cd",
    version: "10.2.2",
    namespace: "argocd",
    from: {
      repository: "https://argoproj.github.io/argo-helm",
      digest: "sha256:4ee0aa7e01697f230c6e946fd5757f61503287db9af2d2d6bb975874ff6393b4",
    },
  },
  kubePrometheusStack: {
    name: "kube-prometheus-stack",
    version: "88.5.3",
    namespace: "monitoring",
    from: {
      repository: "https://prometheus-community.github.io/helm-charts",
      digest: "sha256:3bff576f57c88f9fcac3286cc6e0d22ddaf7d7e1829c14a09257359f02ca64c9",
    },
  },
  nodeExporter: {
    name: "prometheus-node-exporter",
    version: "4.56.1",
    namespace: "node-exporter",
    from: {
      repository: "https://prometheus-community.github.io/helm-charts",
      digest: "sha256:70fab291e00a34c58fd943bb075fecc2e2e73fa95db1bcbbe7cdfe008795354a",
    },
  },
  openstackExporter: {
    name: "openstack-exporter",
    version: "0.1.0",
    namespace: "openstack-exporter",
    // Its makers' chart has neither bounds nor a security context.
    from: "ours",
  },
  kubeBench: { name: "kube-bench", version: "0.1.0", namespace: "kube-bench", from: "ours" },
  gatus: {
    name: "gatus",
    version: "1.4.5",
    namespace: "uptime",
    from: {
      repository: "https://twin.github.io/helm-charts",
      digest: "sha256:98d802648027f18ab1753a8346016c26c36156a73af114602dccc1726ed6df79",
    },
  },
  blackboxExporter: {
    name: "prometheus-blackbox-exporter",
    version: "11.17.2",
    namespace: "blackbox",
    from: {
      repository: "https://prometheus-community.github.io/helm-charts",
      digest: "sha256:2ec042aa69de96f1171f2876e5776fbc2b43d418ec270ec9d52d765211478dd0",
    },
  },
  fileServer: { name: "file-server", version: "0.1.0", namespace: "file-server", from: "ours" },
  registryCache: { name: "registry-cache", version: "0.1.0", namespace: "registry", from: "ours" },
  registryNodes: { name: "registry-nodes", version: "0.1.0", namespace: "registry-nodes", from: "ours" },
  // The other kind of registry: a site has one.
  harbor: {
    name: "harbor",
    version: "1.19.1",
    namespace: "registry",
    from: {
      repository: "https://helm.goharbor.io",
      digest: "sha256:593f47e1ff6cdb58bd571708535ccef436f44ccf842c5f7925cd7b03e827edc1",
    },
  },
  // What a job makes of Harbor.
  registryProjects: { name: "registry-projects", version: "0.1.0", namespace: "registry-projects", from: "ours" },
  htcondor: { name: "htcondor", version: "0.1.0", namespace: "htcondor", from: "ours" },
  batchQueues: { name: "batch-queues", version: "0.1.0", namespace: "batch", from: "ours" },
  kueue: {
    name: "kueue",
    version: "0.19.2",
    namespace: "kueue",
    from: { repository: "oci://registry.k8s.io/kueue/charts", digest: "unrecorded" },
  },
  restic: { name: "restic", version: "0.1.0", namespace: "restic", from: "ours" },
  vaultSecretsOperator: {
    name: "vault-secrets-operator",
    version: "2.7.0",
    namespace: "vault-secrets-operator",
    from: {
      repository: "https://ricoberger.github.io/helm-charts",
      digest: "sha256:7a4c37e5775172170f80392eb4c1cc044aa015866817147d97d02fa190f50e7e",
    },
  },
  vault: {
    name: "vault",
    version: "0.34.1",
    namespace: "vault",
    from: { repository: "https://helm.releases.hashicorp.com", digest: "unrecorded" },
  },
  csiDriverNfs: {
    name: "csi-driver-nfs",
    version: "4.13.4",
    namespace: "csi-driver-nfs",
    from: {
      repository: "https://raw.githubusercontent.com/kubernetes-csi/csi-driver-nfs/master/charts",
      digest: "sha256:3b923d981776f37b19808a3ad790d88517ff437ffce6fa1b97e3a10bb5f771a6",
    },
  },
  keycloak: {
    name: "keycloakx",
    version: "7.1.11",
    namespace: "identity",
    from: {
      repository: "https://codecentric.github.io/helm-charts",
      digest: "sha256:beeb7ac7cee425ad438a6fbc6545b234a636b1c65f3fa7158aae443c076d7559",
    },
  },
  keycloakRealm: { name: "keycloak-realm", version: "0.1.0", namespace: "identity-realm", from: "ours" },
  postgresql: { name: "postgresql", version: "0.1.0", namespace: "database", from: "ours" },
  snapshotController: {
    name: "snapshot-controller",
    version: "5.2.0",
    namespace: "snapshot-controller",
    from: {
      repository: "https://piraeus.io/helm-charts",
      digest: "sha256:fca7813bc103b7b341f0724a2e154c0b421f603f5698ef1b29a868ef43e0cd4e",
    },
  },
  velero: {
    name: "velero",
    version: "12.1.0",
    namespace: "velero",
    from: {
      repository: "https://vmware-tanzu.github.io/helm-charts",
      digest: "sha256:cd23589ad1b2d25cdd3220f6866b3f6f4c5683c4c09494e76a14700b33f81f83",
    },
  },
  // The chart of the community: that of the same name at grafana.github.io goes on for the company's own product only.
  loki: {
    name: "loki",
    version: "18.11.0",
    namespace: "logging",
    from: {
      repository: "https://grafana-community.github.io/helm-charts",
      digest: "sha256:d4d99424d197e1460878093c9fced02346669ab0698a0dca7c575ab76fff7aeb",
    },
  },
  alloy: {
    name: "alloy",
    version: "1.11.1",
    namespace: "alloy",
    from: {
      repository: "https://grafana.github.io/helm-charts",
      digest: "sha256:cc4cd48a885c070fe8b2929971552852375c11e92d95fc6337d0c3fa277ac575",
    },
  },
} as const satisfies Record<string, Chart>;
