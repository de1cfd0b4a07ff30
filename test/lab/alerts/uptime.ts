/** Cases of the alerts about endpoints. Data only. */
import type { Case } from "./case";

const days = (number: number) => number * 86400;

const endpoint = 'endpoint="landing-page",instance="https://www.example.org/healthz",job="endpoints"';

const endpointLabels = { endpoint: "landing-page", instance: "https://www.example.org/healthz", job: "endpoints" };

export const uptimeCases: readonly Case[] = [
  {
    alert: "EndpointDown",
    title: "no right answer for three minutes",
    series: { [`probe_success{${endpoint}}`]: "1x5 0x10" },
    at: "9m",
    told: [
      {
        labels: endpointLabels,
        summary: "landing-page does not answer as it should: https://www.example.org/healthz.",
      },
    ],
  },
  {
    alert: "EndpointDown",
    title: "one answer missing",
    series: { [`probe_success{${endpoint}}`]: "1x5 0 1x10" },
    at: "9m",
    told: [],
  },
  {
    alert: "EndpointDown",
    title: "a cache that its clients go on without",
    series: { [`probe_success{${endpoint},spare="true"}`]: "1x5 0x10" },
    at: "9m",
    told: [],
  },
  {
    alert: "EndpointCertificateExpires",
    title: "in 13 days",
    series: { [`probe_ssl_earliest_cert_expiry{${endpoint}}`]: `${days(13)}x70` },
    at: "61m",
    told: [
      {
        labels: endpointLabels,
        summary: "The certificate of https://www.example.org/healthz ends in less than 14 days.",
      },
    ],
  },
  {
    alert: "EndpointCertificateExpires",
    title: "in 15 days",
    series: { [`probe_ssl_earliest_cert_expiry{${endpoint}}`]: `${days(15)}x70` },
    at: "61m",
    told: [],
  },
];
