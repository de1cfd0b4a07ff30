/** The front page of the platform. */
import { catalog } from "../catalog";
import { ingressClass } from "../foundation/ingress-values";
import { fromIngress } from "../foundation/published";
import { containerResources } from "../foundation/values";
import { fullName } from "../full-name";
import { formerStatus } from "../secrets/former";
import { passwordAt } from "./access";
import { landingPageAlerts, landingPageDashboards } from "./landing-page-watch";
import type { Instance, InstanceSecret, Service } from "./service";

/** User name for /status, the web server's counters. */
const statusUser = "status";

const secret: InstanceSecret = {
  name: "landing-page-status",
  formerParent: formerStatus,
  declared: {
    service: "landing-page",
    delivery: "platform",
    keys: passwordAt(statusUser, "Who may see the counters at /status."),
  },
};

export const landingPage: Service = {
  name: "landing-page",
  title: "Landing page",
  purpose: "The front page of the platform: what it is, and the message of the day.",
  section: "landingPage",
  component: "LandingPage",
  charts: [catalog.landingPage],
  example: {
    services: {
      landingPage: {
        host: "www",
        title: "Science platform",
        messageOfTheDay: "https://raw.githubusercontent.com/example/platform/main/motd.txt",
      },
    },
  },
  notes: [
    "The message of the day is fetched by the browser of whoever looks at the page, and shown as plain text. Its server must let other " +
      "sites read it (CORS), as raw.githubusercontent.com does; when it does not answer, the page is shown without.",
    "The Secret landing-page-status has user and password for /status, the web server's counters.",
  ],
  alerts: () => landingPageAlerts,
  dashboards: () => landingPageDashboards,
  instances: ({ services: { landingPage: page }, dns }): Instance[] => {
    if (page === undefined) return [];
    return [
      {
        name: catalog.landingPage.name,
        settings: { page },
        chart: catalog.landingPage,
        values: ({ priority }) => ({
          host: fullName(page.host, dns.zone),
          title: page.title,
          ...(page.messageOfTheDay === undefined ? {} : { messageOfTheDay: page.messageOfTheDay }),
          replicaCount: page.replicas,
          priorityClassName: priority.service,
          ingressClassName: ingressClass,
          status: { secretName: secret.name },
        }),
        resources: { resources: containerResources(page.resources) },
        secret,
        openings: { ingress: fromIngress({ "app.kubernetes.io/name": "landing-page" }, [8080]) },
        hosts: [page.host],
        readiness: [{ host: page.host, path: "/healthz", status: 200 }],
        backup: { kind: "nothing", why: "Its content is the stack file." },
      },
    ];
  },
};
