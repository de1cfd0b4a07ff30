import { parse } from "yaml";
import { renderKubeconfig } from "./render";

test("a kubeconfig names the plugin and holds no credential", () => {
  const text = renderKubeconfig({
    name: "roe",
    server: "https://192.0.2.7:6443",
    authority: "PEM",
    command: "./bin/science-platform",
    cloud: "somerville",
    uuid: "0-1",
  });
  expect(parse(text)).toEqual({
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name: "roe", cluster: { server: "https://192.0.2.7:6443", "certificate-authority-data": "UEVN" } }],
    users: [
      {
        name: "roe",
        user: {
          exec: {
            apiVersion: "client.authentication.k8s.io/v1",
            command: "./bin/science-platform",
            args: ["kubernetes-credential", "--cloud", "somerville", "--cluster", "0-1"],
            interactiveMode: "Never",
            provideClusterInfo: false,
            installHint: "The plugin is bin/science-platform of the repository that made this cluster.",
          },
        },
      },
    ],
    contexts: [{ name: "roe", context: { cluster: "roe", user: "roe" } }],
    "current-context": "roe",
  });
});
