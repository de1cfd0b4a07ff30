/** How the landing page is watched. Pure. */
import { catalog } from "../catalog";
import { answers, answerTime, memoryOfLimit, readyPods } from "../foundation/panels";
import type { Alert, Dashboard } from "../foundation/watch";

const { name, namespace } = catalog.landingPage;

export const landingPageAlerts: readonly Alert[] = [
  {
    name: "LandingPageDown",
    expr: `kube_deployment_status_replicas_available{namespace="${namespace}",deployment="${name}"} == 0`,
    for: "5m",
    severity: "critical",
    summary: "No pod of the landing page is ready.",
    action: "Who comes to the platform's front page finds an error. kubectl -n landing-page describe pods says why.",
  },
];

export const landingPageDashboards: readonly Dashboard[] = [
  {
    name,
    title: "Landing page",
    panels: [readyPods(namespace), answers(namespace, name), answerTime(namespace, name), memoryOfLimit(namespace)],
  },
];
