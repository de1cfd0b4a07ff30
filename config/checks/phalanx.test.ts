import { phalanxWindow, kubernetesWindow } from "../versions";
import { addPhalanx, onGcp, onOpenstack } from "./testing";

const fork = "https://github.com/lsst-uk/phalanx.git";

describe("secrets", () => {
  onOpenstack([
    ["in a Vault that is there", (input) => addPhalanx(input), []],
    [
      "in Vault as a service of the platform",
      (input) => {
        input.secrets = { backend: "vault-in-cluster" };
        addPhalanx(input);
      },
      [],
    ],
    [
      "in the cluster",
      (input) => {
        addPhalanx(input);
        delete input.secrets;
      },
      [
        {
          path: "secrets.backend",
          message:
            '"kubernetes" is not enough for Phalanx, which reads its secrets from Vault: write vault or vault-in-cluster',
        },
      ],
    ],
  ]);
});

describe("applications", () => {
  onOpenstack([
    [
      "those of ROE, and ones that nobody has heard of",
      (input) =>
        addPhalanx(input, {
          applications: ["mobu", "nublado", "portal", "postgres", "squareone", "tap", "ssotap", "squarebot", "sia"],
        }),
      [],
    ],
    [
      "one twice, one that is always there, and slips",
      (input) => addPhalanx(input, { applications: ["tap", "tap", "gafaelfawr", "nubaldo", "portl", "squareonee"] }),
      [
        { path: "phalanx.applications[1]", message: '"tap" is in the list already: remove it' },
        { path: "phalanx.applications[2]", message: '"gafaelfawr" is always there: remove it' },
        {
          path: "phalanx.applications[3]",
          message: 'Phalanx has no application "nubaldo": did you mean "nublado"?',
        },
        { path: "phalanx.applications[4]", message: 'Phalanx has no application "portl": did you mean "portal"?' },
        {
          path: "phalanx.applications[5]",
          message: 'Phalanx has no application "squareonee": did you mean "squareone"?',
        },
      ],
    ],
    ["a fork has its own", (input) => addPhalanx(input, { repository: fork, applications: ["portals"] }), []],
    [
      "revisions and values of what is there",
      (input) =>
        addPhalanx(input, { applications: ["tap"], revisions: { tap: "try", argocd: "try" }, values: { tap: {} } }),
      [],
    ],
    [
      "revisions and values of what is not",
      (input) =>
        addPhalanx(input, { applications: ["tap"], revisions: { portal: "try" }, values: { gafaelfaw: { a: 1 } } }),
      [
        {
          path: "phalanx.revisions.portal",
          message:
            '"portal" is not in phalanx.applications: known there: argocd, cert-manager, gafaelfawr, ingress-nginx, repertoire, tap, vault-secrets-operator',
        },
        {
          path: "phalanx.values.gafaelfaw",
          message: '"gafaelfaw" is not in phalanx.applications: did you mean "gafaelfawr"?',
        },
      ],
    ],
  ]);
});

describe("files", () => {
  onOpenstack([
    [
      "exports and a class that are there",
      (input) => addPhalanx(input, { sharedFiles: { "/home": "homes" }, postgresStorageClass: "standard" }),
      [],
    ],
    [
      "ones that are not",
      (input) => addPhalanx(input, { sharedFiles: { "/home": "home" }, postgresStorageClass: "ceph-hdd" }),
      [
        {
          path: 'phalanx.sharedFiles["/home"]',
          message: '"home" is not in storage.fileServer.exports: did you mean "homes"?',
        },
        {
          path: "phalanx.postgresStorageClass",
          message: '"ceph-hdd" is not in storage.classes: known there: standard',
        },
      ],
    ],
    [
      "no file server at all",
      (input) => {
        delete input.storage.fileServer;
        addPhalanx(input, { sharedFiles: { "/home": "homes" } });
      },
      [
        {
          path: 'phalanx.sharedFiles["/home"]',
          message: '"homes" is not in storage.fileServer.exports: known there: none',
        },
      ],
    ],
  ]);
});

describe("the version of Kubernetes", () => {
  const version = (kubernetesVersion: string) => ({ kubernetesVersion, image: "any" });
  const windows = `${kubernetesWindow.oldest} to ${kubernetesWindow.newest}`;
  onOpenstack([
    ["the oldest", (input) => Object.assign(input.cluster, version(`v${kubernetesWindow.oldest}.0`)), []],
    ["the newest", (input) => Object.assign(input.cluster, version(`v${kubernetesWindow.newest}.9`)), []],
    [
      "too old",
      (input) => Object.assign(input.cluster, version("v1.23.17")),
      [
        {
          path: "cluster.kubernetesVersion",
          message: `"v1.23.17" is too old: this program is tested with ${windows}`,
        },
      ],
    ],
    [
      "too old for Phalanx",
      (input) => {
        Object.assign(input.cluster, version("v1.29.9"));
        addPhalanx(input);
      },
      [
        {
          path: "cluster.kubernetesVersion",
          message: `"v1.29.9" is too old: Phalanx works with ${phalanxWindow.oldest} to ${phalanxWindow.newest}`,
        },
      ],
    ],
  ]);
  onGcp([
    [
      "too new, on GKE",
      (input) => (input.cluster.kubernetesVersion = "1.100.1-gke.1000"),
      [
        {
          path: "cluster.kubernetesVersion",
          message: `"1.100.1-gke.1000" is too new: this program is tested with ${windows}`,
        },
      ],
    ],
  ]);
});
