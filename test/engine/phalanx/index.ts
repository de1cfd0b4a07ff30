/** An environment's Applications, in a cluster that knows what Applications are. */
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { PhalanxEnvironment } from "../../../platform/services/phalanx/environment";

const config = new pulumi.Config();
const provider = new kubernetes.Provider("cluster", {
  kubeconfig: config.require("kubeconfig"),
  clusterIdentifier: "test",
  enableServerSideApply: true,
});
new PhalanxEnvironment(
  "site",
  {
    phalanx: {
      environment: "site",
      fqdn: "data.example.org",
      repository: config.require("repository"),
      revision: "v1",
      applications: ["tap"],
      without: ["repertoire"],
      projects: {},
      revisions: {},
      sync: "automatic",
      waitForHealth: true,
      portal: { replicas: 1 },
      values: {},
      sharedFiles: {},
    },
    wired: [{ application: "tap", key: "config.host", source: "test", value: "192.0.2.85:30040" }],
    namespace: "argocd",
    labels: { "science-platform/site": "test" },
  },
  { providers: [provider] },
);
