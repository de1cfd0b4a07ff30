import { parse } from "yaml";
import { fromAnywhere, pluginCommand, renderKubeconfig } from "./kubeconfig";

test("a kubeconfig names the plugin and holds no credential", () => {
  const text = renderKubeconfig({
    name: "roe",
    server: "https://192.0.2.7:6443",
    authority: "PEM",
    command: pluginCommand,
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

test("for other folders the plugin is named by its whole path, and any other plugin is left alone", () => {
  const exec = (command: string) => JSON.stringify({ users: [{ user: { exec: { command } } }, { user: {} }] });
  const command = (text: string) =>
    (parse(text) as { users: { user: { exec: { command: string } } }[] }).users[0]?.user.exec;
  expect(command(fromAnywhere(exec(pluginCommand), "/srv/platform"))).toEqual({
    command: "/srv/platform/bin/science-platform",
  });
  expect(command(fromAnywhere(exec("gke-gcloud-auth-plugin"), "/srv/platform"))).toEqual({
    command: "gke-gcloud-auth-plugin",
  });
});
