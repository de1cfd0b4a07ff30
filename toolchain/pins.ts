/**
 * The tools, their exact versions and where each comes from. One table, one place to change a version.
 *
 * A plugin's version is the version of its npm package; pins.test.ts fails when they drift apart. Go modules are pinned
 * in go/<module>/go.mod and go.sum.
 */
import type { GoBuild, Tool, VersionCheck } from "./types";

const escaped = (text: string): string => text.replaceAll(".", "\\.");
/** The version as a word of the output, with or without a leading v and build metadata. */
const word = (version: string): RegExp => new RegExp(`(^|[\\s":v])${escaped(version)}(?=$|[\\s+",])`, "m");

/** What `--version` of the Kubernetes programs says. The commit is not known to a build from modules. */
const componentBase = (version: string): Record<string, string> => {
  const [major = "", minor = ""] = version.split(".");
  const base = "k8s.io/component-base/version";
  return {
    [`${base}.gitVersion`]: `v${version}`,
    [`${base}.gitMajor`]: major,
    [`${base}.gitMinor`]: minor,
    [`${base}.gitCommit`]: "",
    [`${base}.gitTreeState`]: "archive",
  };
};

/** A provider plugin as Pulumi publishes it. */
function plugin(name: string, version: string, go: GoBuild, check?: VersionCheck): Tool {
  const program = `pulumi-resource-${name}`;
  const file = `${program}-v{version}-linux-{arch}.tar.gz`;
  return {
    name: `plugin-${name}`,
    version,
    plugin: { name, npm: `@pulumi/${name}` },
    programs: [{ name: program, check: check ?? { args: ["-version"], expect: word(version) } }],
    downloads: [
      {
        url: `https://get.pulumi.com/releases/plugins/${file}`,
        checksums: `https://github.com/pulumi/pulumi-${name}/releases/download/v{version}/pulumi-${name}_{version}_checksums.txt`,
        programs: { [program]: program },
      },
    ],
    go,
  };
}

/** A plugin that is a Terraform provider behind Pulumi's bridge; its schema is made at build time. */
const bridged = (name: string, version: string, seconds: number, megabytes: number): Tool =>
  plugin(name, version, {
    module: `provider-${name}`,
    packages: [{ package: ".", program: `pulumi-resource-${name}` }],
    variables: { [`science-platform/toolchain/provider-${name}/provider.Version`]: version },
    generate: [{ from: "run", package: "./schema", output: "schema-embed.json" }],
    seconds,
    megabytes,
  });

// Renovate raises these, as the comments say (renovate.json). etcd's is Debian's, see there.
// renovate: datasource=go depName=github.com/f1bonacc1/process-compose
const PROCESS_COMPOSE = "1.64.1";
// renovate: datasource=go depName=k8s.io/kubernetes
const KUBERNETES = "1.34.2";
// renovate: datasource=go depName=sigs.k8s.io/kwok
const KWOK = "0.7.0";
// renovate: datasource=go depName=k8s.io/cloud-provider-openstack
const CLOUD_PROVIDER = "1.33.0";
// renovate: datasource=go depName=github.com/kubernetes-csi/external-provisioner/v5
const CSI_PROVISIONER = "5.3.0";
// renovate: datasource=go depName=github.com/pulumi/pulumi/pkg/v3
const PULUMI = "3.259.0";
// renovate: datasource=npm depName=@pulumi/openstack
const OPENSTACK_PLUGIN = "3.15.2";
// renovate: datasource=npm depName=@pulumi/random
const RANDOM_PLUGIN = "4.18.5";
// renovate: datasource=npm depName=@pulumi/tls
const TLS_PLUGIN = "5.2.0";
// renovate: datasource=npm depName=@pulumi/kubernetes
const KUBERNETES_PLUGIN = "4.25.0";
// renovate: datasource=go depName=helm.sh/helm/v3
const HELM = "3.19.2";
// renovate: datasource=go depName=github.com/hashicorp/vault
const VAULT = "1.21.4";
// As the chart in platform/catalog.ts installs it.
// renovate: datasource=go depName=github.com/cert-manager/cert-manager
const CERT_MANAGER = "1.21.1";
// renovate: datasource=go depName=github.com/letsencrypt/pebble/v2
const PEBBLE = "2.10.3";
// Prometheus numbers its Go module 0.314.0 where the program is 3.14.0; as the chart in platform/catalog.ts installs it.
// renovate: datasource=go depName=github.com/prometheus/prometheus
const PROMETHEUS = "0.314.0";

const kubernetesPrograms = ["kube-apiserver", "kube-controller-manager", "kube-scheduler", "kubectl"];

export const tools: readonly Tool[] = [
  {
    name: "process-compose",
    version: PROCESS_COMPOSE,
    programs: [{ name: "process-compose", check: { args: ["version"], expect: word(PROCESS_COMPOSE) } }],
    downloads: [
      {
        url: "https://github.com/F1bonacc1/process-compose/releases/download/v{version}/process-compose_linux_{arch}.tar.gz",
        checksums:
          "https://github.com/F1bonacc1/process-compose/releases/download/v{version}/process-compose_checksums.txt",
        programs: { "process-compose": "process-compose" },
      },
    ],
    go: {
      module: "process-compose",
      packages: [{ package: "github.com/f1bonacc1/process-compose/src", program: "process-compose" }],
      variables: { "github.com/f1bonacc1/process-compose/src/config.Version": `v${PROCESS_COMPOSE}` },
      seconds: 60,
      megabytes: 600,
    },
  },
  {
    name: "kubernetes",
    version: KUBERNETES,
    programs: kubernetesPrograms.map((name) => ({
      name,
      check: { args: name === "kubectl" ? ["version", "--client"] : ["--version"], expect: word(KUBERNETES) },
    })),
    downloads: kubernetesPrograms.map((name) => ({
      url: `https://dl.k8s.io/release/v{version}/bin/linux/{arch}/${name}`,
      checksums: `https://dl.k8s.io/release/v{version}/bin/linux/{arch}/${name}.sha256`,
      programs: { [name]: "" },
    })),
    go: {
      module: "kubernetes",
      packages: [
        {
          package: ".",
          program: "kube-apiserver",
          alsoCalled: ["kube-controller-manager", "kube-scheduler", "kubectl"],
        },
      ],
      variables: componentBase(KUBERNETES),
      seconds: 430,
      megabytes: 3000,
    },
  },
  {
    name: "etcd",
    // The version of Debian 12, because Debian's package is the way where GitHub cannot be reached.
    version: "3.4.23",
    programs: [{ name: "etcd", check: { args: ["--version"], expect: word("3.4.23") } }],
    downloads: [
      {
        url: "https://github.com/etcd-io/etcd/releases/download/v{version}/etcd-v{version}-linux-{arch}.tar.gz",
        checksums: "https://github.com/etcd-io/etcd/releases/download/v{version}/SHA256SUMS",
        programs: { etcd: "etcd-v{version}-linux-{arch}/etcd" },
      },
    ],
    debian: { package: "etcd-server", programs: { etcd: "usr/bin/etcd" } },
  },
  {
    // Its releases come without checksums, so it is always built.
    name: "kwok",
    version: KWOK,
    programs: [{ name: "kwok", check: { args: ["--version"], expect: word(KWOK) } }],
    go: {
      module: "kwok",
      packages: [{ package: "sigs.k8s.io/kwok/cmd/kwok", program: "kwok" }],
      variables: { "sigs.k8s.io/kwok/pkg/consts.Version": `v${KWOK}` },
      seconds: 80,
      megabytes: 900,
    },
  },
  {
    // Published as images only.
    name: "cloud-provider-openstack",
    version: CLOUD_PROVIDER,
    programs: [
      {
        name: "openstack-cloud-controller-manager",
        check: { args: ["--version"], expect: word(CLOUD_PROVIDER) },
      },
      {
        name: "cinder-csi-plugin",
        check: { args: ["--help"], expect: /cinder-csi-plugin/, identifies: false },
      },
    ],
    go: {
      module: "cloud-provider-openstack",
      packages: ["openstack-cloud-controller-manager", "cinder-csi-plugin"].map((program) => ({
        package: `k8s.io/cloud-provider-openstack/cmd/${program}`,
        program,
      })),
      variables: {
        ...componentBase(CLOUD_PROVIDER),
        "k8s.io/cloud-provider-openstack/pkg/version.Version": `v${CLOUD_PROVIDER}`,
      },
      seconds: 195,
      megabytes: 1600,
    },
  },
  {
    // Published as images only.
    name: "csi-provisioner",
    version: CSI_PROVISIONER,
    programs: [{ name: "csi-provisioner", check: { args: ["--version"], expect: word(CSI_PROVISIONER) } }],
    go: {
      module: "csi-provisioner",
      packages: [
        {
          package: "github.com/kubernetes-csi/external-provisioner/v5/cmd/csi-provisioner",
          program: "csi-provisioner",
        },
      ],
      variables: { "main.version": `v${CSI_PROVISIONER}` },
      seconds: 90,
      megabytes: 1000,
    },
  },
  {
    name: "pulumi",
    version: PULUMI,
    programs: [
      { name: "pulumi", check: { args: ["version"], expect: word(PULUMI) } },
      { name: "pulumi-language-nodejs", check: { args: ["-version"], expect: word(PULUMI) } },
    ],
    downloads: [
      {
        url: "https://get.pulumi.com/releases/sdk/pulumi-v{version}-linux-{arch}.tar.gz",
        arch: { amd64: "x64" },
        checksums: "https://github.com/pulumi/pulumi/releases/download/v{version}/pulumi-{version}-checksums.txt",
        programs: { pulumi: "pulumi/pulumi", "pulumi-language-nodejs": "pulumi/pulumi-language-nodejs" },
      },
    ],
    go: {
      module: "pulumi",
      packages: [
        { package: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi", program: "pulumi" },
        { package: "./language-host", program: "pulumi-language-nodejs" },
      ],
      variables: { "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version": `v${PULUMI}` },
      seconds: 330,
      megabytes: 2600,
    },
  },
  plugin("openstack", OPENSTACK_PLUGIN, {
    module: "provider-openstack",
    packages: [{ package: ".", program: "pulumi-resource-openstack" }],
    variables: { "main.version": OPENSTACK_PLUGIN },
    seconds: 75,
    megabytes: 900,
  }),
  bridged("random", RANDOM_PLUGIN, 90, 1000),
  bridged("tls", TLS_PLUGIN, 20, 100),
  {
    name: "helm",
    version: HELM,
    programs: [{ name: "helm", check: { args: ["version", "--short"], expect: word(HELM) } }],
    downloads: [
      {
        url: "https://get.helm.sh/helm-v{version}-linux-{arch}.tar.gz",
        checksums: "https://get.helm.sh/helm-v{version}-linux-{arch}.tar.gz.sha256sum",
        programs: { helm: "linux-{arch}/helm" },
      },
    ],
    go: {
      module: "helm",
      packages: [{ package: "helm.sh/helm/v3/cmd/helm", program: "helm" }],
      variables: { "helm.sh/helm/v3/internal/version.version": `v${HELM}` },
      seconds: 70,
      megabytes: 700,
    },
  },
  plugin(
    "kubernetes",
    KUBERNETES_PLUGIN,
    {
      module: "provider-kubernetes",
      packages: [{ package: ".", program: "pulumi-resource-kubernetes" }],
      variables: { "github.com/pulumi/pulumi-kubernetes/provider/v4/pkg/version.Version": KUBERNETES_PLUGIN },
      generate: ["schema", "terraform-mapping"].map((name) => ({
        from: "module" as const,
        module: "github.com/pulumi/pulumi-kubernetes/provider/v4",
        path: `cmd/pulumi-resource-kubernetes/${name}.json`,
        set: name === "schema" ? { version: KUBERNETES_PLUGIN } : ({} as Record<string, string>),
        output: `${name}-embed.json`,
      })),
      seconds: 145,
      megabytes: 1700,
      // It has no flag that shows the version.
    },
    { args: ["-h"], expect: /stderrthreshold/, identifies: false },
  ),
  {
    // The official program would do as well, but is a .zip of 200 MB; this is Vault's own core with what the tests use of it.
    name: "vault",
    version: VAULT,
    onDemand: true,
    programs: [{ name: "vault-core", check: { args: ["-version"], expect: word(VAULT) } }],
    go: {
      module: "vault",
      packages: [{ package: ".", program: "vault-core" }],
      variables: {},
      seconds: 270,
      megabytes: 1500,
    },
  },
  {
    // Published as images only; this is its controllers with what the tests use of them.
    name: "cert-manager",
    version: CERT_MANAGER,
    onDemand: true,
    programs: [{ name: "cert-manager-controllers", check: { args: ["-version"], expect: word(CERT_MANAGER) } }],
    go: {
      module: "cert-manager",
      packages: [{ package: ".", program: "cert-manager-controllers" }],
      variables: {},
      seconds: 240,
      megabytes: 1800,
    },
  },
  {
    // Let's Encrypt's own small authority for tests. Its releases come without checksums, so it is always built.
    name: "pebble",
    version: PEBBLE,
    onDemand: true,
    programs: [{ name: "pebble", check: { args: ["-version"], expect: word(PEBBLE) } }],
    go: {
      module: "pebble",
      packages: [{ package: "github.com/letsencrypt/pebble/v2/cmd/pebble", program: "pebble" }],
      variables: { "main.version": PEBBLE },
      seconds: 20,
      megabytes: 150,
    },
  },
  {
    // In the archive of Prometheus, of 150 MB, with the server that nobody here runs. Without what finds targets in clouds.
    name: "promtool",
    version: PROMETHEUS,
    onDemand: true,
    programs: [{ name: "promtool", check: { args: ["--version"], expect: word(PROMETHEUS) } }],
    go: {
      module: "promtool",
      packages: [{ package: "github.com/prometheus/prometheus/cmd/promtool", program: "promtool" }],
      tags: ["remove_all_sd"],
      variables: { "github.com/prometheus/common/version.Version": PROMETHEUS },
      seconds: 330,
      megabytes: 1400,
    },
  },
];

/** The tool of this name, or of the tool that has a program or plugin of this name. */
export function findTool(name: string): Tool | undefined {
  return tools.find(
    (tool) =>
      tool.name === name || tool.plugin?.name === name || tool.programs.some((program) => program.name === name),
  );
}
