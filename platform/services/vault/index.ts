/** Vault in the cluster: raft, TLS, a copy of its data every day. Who starts and opens it: docs/secrets.md. */
import * as pulumi from "@pulumi/pulumi";
import type { Config } from "../../../config/schema";
import type { Infrastructure } from "../../../infra/contract";
import { catalog } from "../../catalog";
import { HelmService } from "../../foundation/helm-service";
import type { Labels } from "../../foundation/labels";
import type { Opening } from "../../foundation/network-policies";
import { ServiceNamespace } from "../../foundation/service-namespace";
import { vaultNamespace } from "../../secrets/place";
import { VaultCertificate } from "./certificate";
import { snapshotPods, VaultSnapshots } from "./snapshots";
import { bounds, serverConfig, serverNames, vaultValues, type VaultSettings } from "./values";

export interface VaultArgs {
  platform: Config["platform"];
  settings: VaultSettings;
  /** The cloud's key, if Vault opens itself, and the account that may use it. */
  infrastructure: Pick<Infrastructure, "sealKey" | "identity">;
  /** PriorityClass of the servers. */
  priority: pulumi.Input<string>;
  labels: Labels;
}

const servers = { "app.kubernetes.io/name": "vault", component: "server" };

export class Vault extends pulumi.ComponentResource {
  /** PEM of the authority that signed the servers' certificate. */
  readonly authority: pulumi.Output<string>;

  constructor(name: string, args: VaultArgs, opts: pulumi.ComponentResourceOptions) {
    const { platform, settings, infrastructure, priority, labels } = args;
    super("science-platform:services:Vault", name, { settings, labels }, opts);

    const namespace = new ServiceNamespace(
      vaultNamespace,
      { labels, platform, owner: "operators", openings },
      { parent: this },
    );
    const certificate = new VaultCertificate(
      "vault-tls",
      { namespace: namespace.name, labels, dnsNames: serverNames(vaultNamespace) },
      { parent: this },
    );
    this.authority = certificate.authority;
    const seal = settings.unseal === "gcp-kms" ? infrastructure.sealKey : undefined;
    const account = infrastructure.identity?.serviceAccounts["vault"]?.email;
    const hcl = seal
      ? pulumi
          .all([seal.keyRing, seal.key])
          .apply(([keyRing, key]) => serverConfig(settings, { ...seal, keyRing, key }))
      : serverConfig(settings);
    const release = new HelmService(
      catalog.vault.name,
      {
        chart: catalog.vault,
        platform,
        namespace: namespace.name,
        values: vaultValues(
          {
            settings,
            certificate: certificate.secretName,
            priority,
            ...(seal ? { seal } : {}),
            ...(account ? { account } : {}),
          },
          hcl,
        ),
        resources: { "server.resources": bounds },
        timeout: 600,
      },
      { parent: this, dependsOn: [namespace, certificate] },
    );
    new VaultSnapshots(
      "vault-snapshots",
      { namespace: namespace.name, labels, settings, certificate: certificate.secretName },
      { parent: this, dependsOn: [release] },
    );

    // `science-platform vault` reads it in the state.
    this.registerOutputs({ authority: this.authority });
  }
}

/** Clients everywhere in the cluster; the servers among themselves; and they ask Kubernetes who a service account is. */
const openings: Record<string, Opening> = {
  clients: { kind: "from-anywhere", pods: servers, ports: [8200] },
  "from-servers": {
    kind: "from-namespace",
    namespace: vaultNamespace,
    fromPods: servers,
    pods: servers,
    ports: [8200, 8201],
  },
  servers: { kind: "to-namespaces", pods: servers, namespaces: { "kubernetes.io/metadata.name": vaultNamespace } },
  "api-server": { kind: "to-api-server", pods: servers },
  snapshots: {
    kind: "to-namespaces",
    pods: snapshotPods,
    namespaces: { "kubernetes.io/metadata.name": vaultNamespace },
  },
};
