import { boundsOf } from "./facts";
import { addLab, onGcp, onOpenstack, openstackConfig } from "./testing";

const bounds = (cpu: [string, string], memory: [string, string]) => ({
  cpu: { request: cpu[0], limit: cpu[1] },
  memory: { request: memory[0], limit: memory[1] },
});
const usual = bounds(["500m", "2"], ["1Gi", "2Gi"]);

describe("requests and limits", () => {
  onOpenstack([
    [
      "equal ones",
      (input) =>
        (input.services = { portal: { host: "portal", resources: bounds(["1", "1000m"], ["1Gi", "1024Mi"]) } }),
      [],
    ],
    [
      "requests above limits, wherever they stand",
      (input) => {
        input.platform = {
          containerDefaults: bounds(["1", "500m"], ["64Mi", "256Mi"]),
          ingress: { resources: bounds(["100m", "1"], ["513Mi", "512Mi"]) },
        };
        input.services = {};
        addLab(input, { sizes: [{ name: "odd", ...bounds(["2", "1"], ["1G", "2G"]) }] });
      },
      [
        {
          path: "platform.containerDefaults.cpu.request",
          message: '"1" is more than the limit "500m": lower it, or raise the limit',
        },
        {
          path: "platform.ingress.resources.memory.request",
          message: '"513Mi" is more than the limit "512Mi": lower it, or raise the limit',
        },
        {
          path: "services.virtualLabs.labs[0].sizes[0].cpu.request",
          message: '"2" is more than the limit "1": lower it, or raise the limit',
        },
      ],
    ],
    [
      "values of charts are not ours to read",
      (input) => (input.platform = { values: { grafana: { cpu: { request: "2", limit: "1" } } } }),
      [],
    ],
  ]);

  test("are found wherever they stand, by path", () => {
    const config = openstackConfig((input) => {
      input.services = { portal: { host: "portal", resources: usual } };
    });
    expect(boundsOf(config).map(({ path, request, limit }) => [path, request, limit])).toEqual([
      ["platform.containerDefaults.cpu", "50m", "500m"],
      ["platform.containerDefaults.memory", "64Mi", "256Mi"],
      ["platform.ingress.resources.cpu", "100m", "1"],
      ["platform.ingress.resources.memory", "128Mi", "512Mi"],
      ["services.portal.resources.cpu", "500m", "2"],
      ["services.portal.resources.memory", "1Gi", "2Gi"],
    ]);
  });
});

describe("limits and policies", () => {
  onOpenstack([
    [
      "more than one container may have",
      (input) => {
        input.policies = { container: { cpu: "1500m", memory: "2Gi" } };
        input.services = { portal: { host: "portal", resources: bounds(["1", "2"], ["1Gi", "3Gi"]) } };
      },
      [
        {
          path: "services.portal.resources.cpu.limit",
          message: '"2" is more than policies.container.cpu "1500m": lower it, or raise that',
        },
        {
          path: "services.portal.resources.memory.limit",
          message: '"3Gi" is more than policies.container.memory "2Gi": lower it, or raise that',
        },
      ],
    ],
    [
      "just as much",
      (input) => {
        input.policies = { container: { cpu: "2", memory: "2Gi" } };
        input.services = { portal: { host: "portal", resources: usual } };
      },
      [],
    ],
  ]);
});

describe("pods and nodes", () => {
  const room = (input: Parameters<typeof addLab>[0], cpu: string, memory: string) => {
    input.services = { portal: { host: "portal", resources: bounds([cpu, "8"], [memory, "60Gi"]) } };
  };
  onOpenstack([
    [
      "a node keeps half a core and a tenth of its memory",
      (input) => {
        room(input, "7500m", "57Gi");
        input.platform = { quota: { cpu: "8", memory: "64Gi", pods: 50, storage: "500Gi", claims: 20 } };
        input.policies = { container: { memory: "64Gi" } };
      },
      [],
    ],
    [
      "more than a node has",
      (input) => {
        room(input, "7600m", "58Gi");
        input.platform = { quota: { cpu: "8", memory: "64Gi", pods: 50, storage: "500Gi", claims: 20 } };
        input.policies = { container: { memory: "64Gi" } };
      },
      [
        {
          path: "services.portal.resources",
          message:
            'a pod asks for "7600m" cores and "58Gi", but the largest node has 7.5 cores and 57.6 GiB for pods: lower the requests, or choose larger nodes',
        },
      ],
    ],
  ]);
  onGcp([
    [
      "only nodes that keep no pods away count",
      (input) => {
        const [, lab] = input.cluster.nodePools;
        if (lab) lab.taints = [{ key: "lab", value: "true", effect: "NoSchedule" }];
        input.services = { portal: { host: "portal", resources: bounds(["7600m", "8"], ["2Gi", "8Gi"]) } };
      },
      [
        {
          path: "services.portal.resources",
          message:
            'a pod asks for "7600m" cores and "2Gi", but the largest node has 7.5 cores and 28.8 GiB for pods: lower the requests, or choose larger nodes',
        },
      ],
    ],
  ]);
});
