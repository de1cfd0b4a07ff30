import { acme, landingPlatform, nfsDriver, operators, sum, testStack } from "./stack-tests";

testStack("existing", {
  file: "examples/lifewatch-existing.yaml",
  // Nothing of the hardware, and not the storage class that is there already.
  counts: {
    ...sum(landingPlatform, acme, nfsDriver, operators),
    "kubernetes:core/v1:PersistentVolume": 4,
    "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding": 4,
    // Of the exports that may be written.
    "kubernetes:storage.k8s.io/v1:StorageClass": 3,
  },
  open: [],
  stays: [],
  proved: {
    solvers: [{ http01: { ingress: { ingressClassName: "nginx", serviceType: "ClusterIP" } } }],
    names: ["www.labs.example.org"],
  },
  secrets: ["kubeconfig", "objectStore.credentials.accessKey", "objectStore.credentials.secretKey", "secrets"],
});
