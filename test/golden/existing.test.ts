import {
  acme,
  backup,
  copies,
  filePods,
  imageCache,
  keycloak,
  landingPlatform,
  logging,
  monitoring,
  nfsDriver,
  operators,
  snapshotClass,
  sum,
  testStack,
  uptime,
  virtualLabs,
} from "./stack-tests";

testStack("existing", {
  file: "examples/lifewatch-existing.yaml",
  // Nothing of the hardware, and not the storage class that is there already.
  counts: {
    ...sum(
      landingPlatform,
      acme,
      nfsDriver,
      operators,
      virtualLabs(8, 10, { keycloak: true }),
      snapshotClass,
      backup,
      copies(0),
      logging(1),
      monitoring(3, 1),
      uptime,
      filePods,
      keycloak,
      imageCache(4),
      {
        // Of the exports themselves.
        "kubernetes:core/v1:PersistentVolume": 4,
        // Two in each lab: operators and labAdmins.
        "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding": 17 + 2 * 8,
      },
    ),
    // Of the exports that may be written.
    "kubernetes:storage.k8s.io/v1:StorageClass": 3,
  },
  open: [],
  stays: [],
  proved: {
    solvers: [{ http01: { ingress: { ingressClassName: "nginx", serviceType: "ClusterIP" } } }],
    names: [
      "bird-migration.labs.example.org",
      "camera-traps.labs.example.org",
      "environmental-dna.labs.example.org",
      "field-school.labs.example.org",
      "grafana.labs.example.org",
      "laser-scanning.labs.example.org",
      "login.labs.example.org",
      "phytoplankton.labs.example.org",
      "registry.labs.example.org",
      "soundscapes.labs.example.org",
      "species-distribution.labs.example.org",
      "status.labs.example.org",
      "www.labs.example.org",
    ],
  },
  secrets: ["kubeconfig", "objectStore.credentials.accessKey", "objectStore.credentials.secretKey", "secrets"],
});
