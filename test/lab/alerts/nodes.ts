/** Cases of the alerts of nodes. Data only. */
import type { Case } from "./case";

const condition = (name: string, status = "true") =>
  `kube_node_status_condition{node="worker-1",condition="${name}",status="${status}"}`;
const problem = (name: string): Case => ({
  alert: "NodeProblem",
  title: `${name} for five minutes`,
  series: { [condition(name)]: "0x5 1x20" },
  at: "12m",
  told: [{ labels: { node: "worker-1", condition: name, status: "true" }, summary: `The node worker-1 says ${name}.` }],
});
const cordoned = 'kube_node_spec_unschedulable{node="worker-1"}';

export const nodeCases: readonly Case[] = [
  problem("MemoryPressure"),
  problem("DiskPressure"),
  problem("PIDPressure"),
  problem("NetworkUnavailable"),
  {
    alert: "NodeProblem",
    title: "a ready node without any",
    series: {
      [condition("Ready")]: "1x20",
      [condition("DiskPressure")]: "0x20",
      [condition("DiskPressure", "false")]: "1x20",
    },
    at: "12m",
    told: [],
  },
  {
    alert: "NodeProblem",
    title: "pressure of four minutes",
    series: { [condition("MemoryPressure")]: "0x5 1x3 0x20" },
    at: "12m",
    told: [],
  },
  {
    alert: "NodeUnschedulable",
    title: "cordoned and forgotten",
    series: { [cordoned]: "0x5 1x400" },
    at: "367m",
    told: [
      {
        labels: { node: "worker-1" },
        summary: "The node worker-1 has taken no new pods for six hours: somebody has cordoned it.",
      },
    ],
  },
  {
    alert: "NodeUnschedulable",
    title: "cordoned for an upgrade",
    series: { [cordoned]: "0x5 1x180 0x200" },
    at: "367m",
    told: [],
  },
];
