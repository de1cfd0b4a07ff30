/** Cases of the alerts about virtual labs. Data only. */
import type { Case } from "./case";

const server = (metric: string, more: string, namespace = "lab-birds", pod = "jupyter-ada") =>
  `${metric}{namespace="${namespace}",pod="${pod}",${more}}`;

const pending = (namespace?: string, pod?: string) =>
  server("kube_pod_status_phase", 'phase="Pending"', namespace, pod);

const waiting = (reason: string) =>
  server("kube_pod_container_status_waiting_reason", `container="notebook",reason="${reason}"`);

export const labsCases: readonly Case[] = [
  {
    alert: "LabServerNotPlaced",
    title: "it waits for four minutes",
    series: { [pending()]: "1x4 _x40" },
    at: "4m",
    told: [
      {
        labels: { namespace: "lab-birds", pod: "jupyter-ada", phase: "Pending" },
        summary: "A user's server, lab-birds/jupyter-ada, has waited for four minutes.",
      },
    ],
  },
  {
    alert: "LabServerNotPlaced",
    title: "told on after the hub has given up",
    series: { [pending()]: "1x4 stale _x60" },
    at: "30m",
    told: [
      {
        labels: { namespace: "lab-birds", pod: "jupyter-ada", phase: "Pending" },
        summary: "A user's server, lab-birds/jupyter-ada, has waited for four minutes.",
      },
    ],
  },
  {
    alert: "LabServerNotPlaced",
    title: "and then no more",
    series: { [pending()]: "1x4 stale _x60" },
    at: "40m",
    told: [],
  },
  {
    alert: "LabServerNotPlaced",
    title: "it started in time",
    series: { [pending()]: "1x3 0x40" },
    at: "10m",
    told: [],
  },
  {
    alert: "LabServerNotPlaced",
    title: "other pods of labs, and other namespaces",
    series: { [pending("lab-birds", "hub-0")]: "1x40", [pending("portal", "jupyter-ada")]: "1x40" },
    at: "10m",
    told: [],
  },
  {
    alert: "LabServerFails",
    title: "an image that is not there",
    series: { [waiting("ImagePullBackOff")]: "1x10" },
    at: "1m",
    told: [
      {
        labels: { namespace: "lab-birds", pod: "jupyter-ada", container: "notebook", reason: "ImagePullBackOff" },
        summary: "A user's server, lab-birds/jupyter-ada, cannot start: ImagePullBackOff.",
      },
    ],
  },
  {
    alert: "LabServerFails",
    title: "it only starts",
    series: { [waiting("ContainerCreating")]: "1x10" },
    at: "5m",
    told: [],
  },
  {
    alert: "LabDown",
    title: "no hub",
    series: { 'kube_deployment_status_replicas_available{namespace="lab-birds",deployment="hub"}': "1x2 0x20" },
    at: "8m",
    told: [
      {
        labels: { namespace: "lab-birds", deployment: "hub" },
        summary: "The hub of the lab lab-birds is down.",
      },
    ],
  },
  {
    alert: "LabDown",
    title: "another Deployment",
    series: { 'kube_deployment_status_replicas_available{namespace="lab-birds",deployment="other"}': "0x20" },
    at: "8m",
    told: [],
  },
];
