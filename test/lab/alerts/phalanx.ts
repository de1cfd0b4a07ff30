/** Cases of the alerts about Phalanx. Data only. */
import type { Case } from "./case";

const notebook = 'namespace="nublado-ada",pod="ada-nb"';
const pending = (of: string) => `kube_pod_status_phase{${of},phase="Pending"}`;
const deployment = (metric: string, namespace: string) =>
  `kube_deployment_${metric}{namespace="${namespace}",deployment="web"}`;
const set = (metric: string) => `kube_statefulset_${metric}{namespace="nublado",statefulset="db"}`;

export const phalanxCases: readonly Case[] = [
  {
    alert: "NotebookNotPlaced",
    title: "it waits for four minutes",
    series: { [pending(notebook)]: "1x4 _x40" },
    at: "4m",
    told: [
      {
        labels: { namespace: "nublado-ada", pod: "ada-nb", phase: "Pending" },
        summary: "A user's notebook, nublado-ada/ada-nb, has waited for four minutes.",
      },
    ],
  },
  {
    alert: "NotebookNotPlaced",
    title: "it started in time, and pods of Nublado itself",
    series: { [pending(notebook)]: "1x3 0x40", [pending('namespace="nublado",pod="controller"')]: "1x40" },
    at: "10m",
    told: [],
  },
  {
    alert: "NotebookFails",
    title: "its image is not there",
    series: {
      [`kube_pod_container_status_waiting_reason{${notebook},container="notebook",reason="ImagePullBackOff"}`]: "1x40",
    },
    at: "2m",
    told: [
      {
        labels: { namespace: "nublado-ada", pod: "ada-nb", container: "notebook", reason: "ImagePullBackOff" },
        summary: "A user's notebook, nublado-ada/ada-nb, cannot start: ImagePullBackOff.",
      },
    ],
  },
  {
    alert: "NotebookFails",
    title: "it is being made",
    series: {
      [`kube_pod_container_status_waiting_reason{${notebook},container="notebook",reason="ContainerCreating"}`]: "1x40",
    },
    at: "10m",
    told: [],
  },
  {
    alert: "PhalanxDown",
    title: "an application, and a database of one",
    series: {
      [deployment("status_replicas_available", "gafaelfawr")]: "0x40",
      [deployment("spec_replicas", "gafaelfawr")]: "1x40",
      [set("status_replicas_ready")]: "0x40",
      [set("replicas")]: "1x40",
    },
    at: "11m",
    told: [
      {
        labels: { namespace: "gafaelfawr", deployment: "web" },
        summary: "gafaelfawr/web of Phalanx has no pod that works.",
      },
      {
        labels: { namespace: "nublado", statefulset: "db" },
        summary: "nublado/db of Phalanx has no pod that works.",
      },
    ],
  },
  {
    alert: "PhalanxDown",
    title: "one that shall have no pod, one that works, and one of somebody else",
    series: {
      [deployment("status_replicas_available", "gafaelfawr")]: "0x40",
      [deployment("spec_replicas", "gafaelfawr")]: "0x40",
      [deployment("status_replicas_available", "nublado")]: "1x40",
      [deployment("spec_replicas", "nublado")]: "2x40",
      [deployment("status_replicas_available", "elsewhere")]: "0x40",
      [deployment("spec_replicas", "elsewhere")]: "1x40",
    },
    at: "20m",
    told: [],
  },
];
