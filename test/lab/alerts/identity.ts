/** Cases of the alerts of identity. Data only. */
import type { Case } from "./case";

const logins = (error: string, pod = "identity-0") =>
  `keycloak_user_events_total{error="${error}",event="login",job="keycloak",pod="${pod}",realm="platform"}`;

export const identityCases: readonly Case[] = [
  {
    alert: "KeycloakDown",
    title: "no pod answers, for three minutes",
    series: { 'up{job="keycloak",pod="identity-0"}': "1x5 0x10", 'up{job="keycloak",pod="identity-1"}': "0x20" },
    at: "9m",
    told: [{ labels: {}, summary: "No pod of Keycloak answers: nobody can log in." }],
  },
  {
    alert: "KeycloakDown",
    title: "one pod is enough",
    series: { 'up{job="keycloak",pod="identity-0"}': "1x20", 'up{job="keycloak",pod="identity-1"}': "0x20" },
    at: "15m",
    told: [],
  },
  {
    alert: "LoginsFail",
    title: "eleven a minute, on two pods together",
    series: {
      [logins("invalid_user_credentials", "identity-0")]: "0+6x40",
      [logins("user_not_found", "identity-1")]: "0+5x40",
    },
    at: "25m",
    told: [{ labels: { realm: "platform" }, summary: "More than ten logins a minute fail in the realm platform." }],
  },
  { alert: "LoginsFail", title: "as many that succeed", series: { [logins("")]: "0+60x40" }, at: "25m", told: [] },
  {
    alert: "LoginsFail",
    title: "nine a minute",
    series: { [logins("invalid_user_credentials")]: "0+9x40" },
    at: "25m",
    told: [],
  },
];
