/** cert-manager and a certificate, without the rest of the platform. */
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { OpenstackInput } from "../../../config/schema";
import { CertManager } from "../../../platform/foundation/certificates/cert-manager";
import { isAcme } from "../../../platform/foundation/certificates/issuer";
import { platformCertificate } from "../../../platform/foundation/certificates/platform-certificate";
import { exampleConfig } from "../../../platform/testing";

const settings = new pulumi.Config();
const providers = [
  new kubernetes.Provider("cluster", {
    kubeconfig: settings.require("kubeconfig"),
    clusterIdentifier: "engine",
    enableServerSideApply: true,
  }),
];
const { certificates, platform } = exampleConfig(
  {
    charts: { source: "directory", path: "../../../lab/charts" },
    values: settings.getObject<NonNullable<OpenstackInput["platform"]>["values"]>("values"),
  },
  { certificates: settings.requireObject<OpenstackInput["certificates"]>("certificates") },
);
if (!isAcme(certificates)) throw new pulumi.RunError("give it an issuer that needs cert-manager");
const labels = { "science-platform/site": "engine" };
const certManager = new CertManager(
  "cert-manager",
  {
    certificates,
    email: "admin@example.org",
    platform,
    labels,
    replicas: 1,
    zoneKey: settings.requireSecret("key"),
  },
  { providers },
);
const namespace = new kubernetes.core.v1.Namespace(
  "web",
  { metadata: { name: "web", labels } },
  { provider: providers[0] },
);
const { secretName } = platformCertificate(
  {
    site: "engine",
    certificates,
    names: settings.getObject<string[]>("names") ?? ["rsp.example.org"],
    namespace: namespace.metadata.name,
    labels,
    certManager,
  },
  { provider: providers[0] },
);
export const outputs = { secretName };
