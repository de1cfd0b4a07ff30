/** How endpoints are watched: by the answers that the exporter gets. Pure. */
import type { Alert, Dashboard } from "../../foundation/watch";

const days = 14;

export const endpointAlerts: readonly Alert[] = [
  {
    name: "EndpointDown",
    expr: 'probe_success{job="endpoints", spare!="true"} == 0',
    for: "3m",
    severity: "critical",
    summary: "{{ $labels.endpoint }} does not answer as it should: {{ $labels.instance }}.",
    action:
      "Ask it yourself (curl -v): name, certificate, and whether the ingress controller has a pod to send the question to.",
  },
  {
    name: "EndpointCertificateExpires",
    expr: `probe_ssl_earliest_cert_expiry{job="endpoints"} - time() < ${days} * 86400`,
    for: "1h",
    severity: "critical",
    summary: `The certificate of {{ $labels.instance }} ends in less than ${days} days.`,
    action:
      "Renew it, or see why it is not renewed; one that you brought is the stack secrets tls-certificate and tls-key.",
  },
];

export const endpointDashboards: readonly Dashboard[] = [
  {
    name: "endpoints",
    title: "Endpoints",
    panels: [
      {
        title: "Answers as it should",
        expr: 'min by (endpoint, instance) (probe_success{job="endpoints"})',
        legend: "{{endpoint}} {{instance}}",
        unit: "percentunit",
      },
      {
        title: "Time to the answer",
        expr: 'max by (endpoint, instance) (probe_duration_seconds{job="endpoints"})',
        legend: "{{endpoint}} {{instance}}",
        unit: "s",
      },
      {
        title: "Time until the certificate ends",
        expr: 'min by (instance) (probe_ssl_earliest_cert_expiry{job="endpoints"}) - time()',
        legend: "{{instance}}",
        unit: "s",
      },
      {
        title: "Part of the last day that it answered",
        expr: 'avg by (endpoint, instance) (avg_over_time(probe_success{job="endpoints"}[1d]))',
        legend: "{{endpoint}} {{instance}}",
        unit: "percentunit",
      },
    ],
  },
];
