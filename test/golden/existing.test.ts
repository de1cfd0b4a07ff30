import { acme, landingPlatform, sum, testStack } from "./stack-tests";

testStack("existing", {
  file: "examples/lifewatch-existing.yaml",
  // Nothing of the hardware, and not the storage class that is there already.
  counts: { ...sum(landingPlatform, acme), "kubernetes:core/v1:PersistentVolume": 4 },
  open: [],
  stays: [],
  proved: {
    solvers: [{ http01: { ingress: { ingressClassName: "nginx", serviceType: "ClusterIP" } } }],
    names: ["www.labs.example.org"],
  },
  secrets: ["kubeconfig", "objectStore.credentials.accessKey", "objectStore.credentials.secretKey"],
});
