import type { OpenstackInput } from "../schema";
import { onOpenstack } from "./testing";

const quota = { cpu: "8", memory: "16Gi", pods: 50, storage: "500Gi", claims: 20 };
const portal = (replicas: number) => ({ host: "portal", replicas, workArea: "homes" });

describe("what the namespace of a service may have", () => {
  onOpenstack([
    ["just enough for two", (input) => (input.services = { portal: portal(2) }), []],
    [
      "not for three, nor for TAP of its usual size beside a small quota",
      (input) => {
        input.platform = { quota: { ...quota, cpu: "6", memory: "15Gi" } };
        input.objectStore.buckets = ["tap-results"];
        input.services = { portal: portal(2), tap: { host: "tap", backend: { kind: "qserv", host: "192.0.2.85" } } };
      },
      [
        {
          path: "services.portal.resources.memory.limit",
          message:
            '"8Gi" for each of 2 replicas is more than platform.quota.memory "15Gi": raise the quota or lower either',
        },
        {
          path: "services.tap.resources.memory.limit",
          message: '"16Gi" is more than platform.quota.memory "15Gi": raise the quota or lower either',
        },
      ],
    ],
    [
      "fewer pods than replicas",
      (input) => {
        input.platform = { quota: { ...quota, pods: 3 } };
        input.services = { landingPage: { host: "rsp", replicas: 4 } };
      },
      [
        {
          path: "services.landingPage.replicas",
          message: "4 is more than platform.quota.pods 3: raise the quota or lower it",
        },
      ],
    ],
    [
      "a container that asks for nothing gets more than all",
      (input) =>
        (input.platform = {
          quota,
          containerDefaults: { cpu: { request: "1", limit: "8" }, memory: { request: "1Gi", limit: "17Gi" } },
        }),
      [
        {
          path: "platform.containerDefaults.memory.limit",
          message: '"17Gi" is more than platform.quota.memory "16Gi": raise the quota or lower it',
        },
      ],
    ],
  ]);
});

describe("volumes of services", () => {
  const volumes = (size: string) => (input: OpenstackInput) => {
    input.services = { monitoring: { storage: size }, registry: { kind: "cache", storage: size } };
    input.database = { kind: "in-cluster", storage: size };
  };
  const more = (path: string) => ({
    path,
    message: '"501Gi" is more than platform.quota.storage "500Gi": raise the quota or lower it',
  });
  onOpenstack([
    ["as much as the quota", volumes("500Gi"), []],
    [
      "more",
      volumes("501Gi"),
      [more("services.monitoring.storage"), more("services.registry.storage"), more("database.storage")],
    ],
    ["three of Vault", (input) => (input.secrets = { backend: "vault-in-cluster", storage: "166Gi" }), []],
    [
      "three of Vault, larger",
      (input) => (input.secrets = { backend: "vault-in-cluster", storage: "167Gi" }),
      [
        {
          path: "secrets.storage",
          message:
            '"167Gi" for each of 3 volumes is more than platform.quota.storage "500Gi": raise the quota or lower it',
        },
      ],
    ],
  ]);
});
