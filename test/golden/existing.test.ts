import { landingPlatform, testStack } from "./stack-tests";

testStack("existing", {
  file: "examples/lifewatch-existing.yaml",
  // Nothing of the hardware, and not the storage class that is there already.
  counts: { ...landingPlatform, "kubernetes:core/v1:PersistentVolume": 4 },
  open: [],
  stays: [],
  secrets: ["kubeconfig", "objectStore.credentials.accessKey", "objectStore.credentials.secretKey"],
});
