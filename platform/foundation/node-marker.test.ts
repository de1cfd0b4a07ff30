import { validConfig } from "../../config/testing";
import { record } from "../../test/mocks";
import { NodeMarker, markCommands } from "./node-marker";

const mark = {
  pool: "gpu",
  selector: ["capi.stackhpc.com/node-group", "gpu"] as [string, string],
  labels: { purpose: "gpu", rack: "1" },
  taints: [
    { key: "gpu", value: "", effect: "NoSchedule" as const },
    { key: "owner", value: "lab", effect: "NoExecute" as const },
  ],
  annotations: { "cluster-autoscaler.kubernetes.io/scale-down-disabled": "true" },
};

test("one command for each kind of mark, none for what there is none of", () => {
  const common = ["nodes", "--selector=capi.stackhpc.com/node-group=gpu", "--overwrite"];
  expect(markCommands([mark, { ...mark, pool: "plain", labels: {}, taints: [], annotations: {} }])).toEqual([
    { name: "label-gpu", args: ["label", ...common, "purpose=gpu", "rack=1"] },
    {
      name: "annotate-gpu",
      args: ["annotate", ...common, "cluster-autoscaler.kubernetes.io/scale-down-disabled=true"],
    },
    { name: "taint-gpu", args: ["taint", ...common, "gpu=:NoSchedule", "owner=lab:NoExecute"] },
  ]);
});

test("a job every minute, which may do nothing but change nodes", async () => {
  const { platform } = validConfig();
  const { resources } = await record("test", () => {
    new NodeMarker("node-marker", { marks: [mark], platform, priority: "high", labels: {} }, {});
    return {};
  });
  const of = (type: string) => resources.find((one) => one.type.endsWith(`:${type}`))?.inputs;
  expect(of("ClusterRole")).toMatchObject({
    rules: [{ apiGroups: [""], resources: ["nodes"], verbs: ["get", "list", "patch"] }],
  });
  expect(of("ClusterRoleBinding")).toMatchObject({
    subjects: [{ kind: "ServiceAccount", name: "node-marker", namespace: "node-marker" }],
  });
  expect(of("CronJob")).toMatchObject({
    spec: {
      schedule: "* * * * *",
      concurrencyPolicy: "Forbid",
      jobTemplate: {
        spec: {
          template: {
            spec: {
              serviceAccountName: "node-marker",
              containers: [{ name: "label-gpu" }, { name: "annotate-gpu" }, { name: "taint-gpu" }],
            },
          },
        },
      },
    },
  });
});
