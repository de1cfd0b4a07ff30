import { parse } from "yaml";
import { kubeconfig } from "./kubeconfig";

test("names the cluster and the plugin that logs in, and holds no credential", () => {
  const text = kubeconfig({ name: "rsp", endpoint: "192.0.2.7", certificateAuthority: "LS0tLS1DQQ==" });
  expect(parse(text)).toEqual({
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name: "rsp", cluster: { server: "https://192.0.2.7", "certificate-authority-data": "LS0tLS1DQQ==" } }],
    users: [
      {
        name: "rsp",
        user: {
          exec: {
            apiVersion: "client.authentication.k8s.io/v1beta1",
            command: "gke-gcloud-auth-plugin",
            // The login that Pulumi has, in a pipeline too.
            args: ["--use_application_default_credentials=true"],
            installHint: "gcloud components install gke-gcloud-auth-plugin",
            provideClusterInfo: true,
            interactiveMode: "Never",
          },
        },
      },
    ],
    contexts: [{ name: "rsp", context: { cluster: "rsp", user: "rsp" } }],
    "current-context": "rsp",
  });
  expect(text).not.toMatch(/token|password|client-(key|certificate)/);
});
