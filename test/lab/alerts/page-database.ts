/** Cases of the alerts of the landing page and of the database in the cluster. Data only. */
import type { Case } from "./case";

const page = 'kube_deployment_status_replicas_available{namespace="landing-page",deployment="landing-page"}';
const database = 'kube_statefulset_status_replicas_ready{namespace="database",statefulset="database"}';

export const pageDatabaseCases: readonly Case[] = [
  {
    alert: "LandingPageDown",
    title: "no pod for five minutes",
    series: { [page]: "2x5 0x30" },
    at: "12m",
    told: [
      {
        labels: { namespace: "landing-page", deployment: "landing-page" },
        summary: "No pod of the landing page is ready.",
      },
    ],
  },
  { alert: "LandingPageDown", title: "one of two is enough", series: { [page]: "1x60" }, at: "30m", told: [] },
  { alert: "LandingPageDown", title: "back after three minutes", series: { [page]: "0x2 2x60" }, at: "10m", told: [] },
  {
    alert: "DatabaseDown",
    title: "its volume hangs at a node that is gone",
    series: { [database]: "1x5 0x30" },
    at: "12m",
    told: [
      {
        labels: { namespace: "database", statefulset: "database" },
        summary: "The database in the cluster has not answered for five minutes.",
      },
    ],
  },
  {
    alert: "DatabaseDown",
    title: "it moves to another node in three minutes",
    series: { [database]: "1x5 0x3 1x30" },
    at: "12m",
    told: [],
  },
  {
    alert: "DatabaseDown",
    title: "the database of TAP, which has its own alert",
    series: { 'kube_statefulset_status_replicas_ready{namespace="tap",statefulset="tap-db"}': "0x60" },
    at: "30m",
    told: [],
  },
];
