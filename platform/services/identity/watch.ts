/** How Keycloak is watched: by the numbers that it tells itself. Pure. */
import type { Alert, Dashboard } from "../../foundation/watch";

/** Label `job` of its series. */
export const keycloakJob = "keycloak";

/** Logins that failed: what users tried, and not what their browsers did. */
const failed = 'keycloak_user_events_total{job="keycloak",event="login",error!=""}';

export const keycloakAlerts: readonly Alert[] = [
  {
    name: "KeycloakDown",
    expr: 'absent(up{job="keycloak"} == 1)',
    for: "3m",
    severity: "critical",
    summary: "No pod of Keycloak answers: nobody can log in.",
    action: "kubectl -n identity describe and logs say why; without its database Keycloak does not start.",
  },
  {
    name: "LoginsFail",
    expr: `sum by (realm) (rate(${failed}[10m])) * 60 > 10`,
    for: "10m",
    severity: "warning",
    summary: "More than ten logins a minute fail in the realm {{ $labels.realm }}.",
    action:
      "Somebody guesses passwords, or an upstream or LDAP does not answer: Events in the administration of the realm say whose logins, from where.",
  },
];

export const keycloakDashboards: readonly Dashboard[] = [
  {
    name: "identity",
    title: "Identity",
    panels: [
      {
        title: "Logins",
        expr: 'sum by (realm) (rate(keycloak_user_events_total{job="keycloak",event="login",error=""}[5m]))',
        legend: "{{realm}}",
        unit: "reqps",
      },
      {
        title: "Failed logins",
        expr: `sum by (realm, error) (rate(${failed}[5m]))`,
        legend: "{{realm}} {{error}}",
        unit: "reqps",
      },
      {
        title: "Pods that answer",
        expr: 'sum(up{job="keycloak"})',
        legend: "pods",
        unit: "short",
      },
    ],
  },
];
