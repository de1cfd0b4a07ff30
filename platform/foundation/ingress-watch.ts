/** What the ingress controller tells of the answers that users get, and how a service is watched by them. Pure. */
import { catalog } from "../catalog";
import { controllerPods } from "./ingress-values";
import type { Alert, Metrics } from "./watch";

/** Its counters, with the namespace and name of the Ingress that each is about. */
export const ingressMetrics: Metrics = {
  job: "ingress-nginx",
  namespace: catalog.ingressNginx.namespace,
  pods: controllerPods,
  port: 10254,
};

export interface FailingAnswers extends Pick<Alert, "name" | "summary" | "action"> {
  namespace: string;
  /** Name of the Ingress whose answers count. */
  ingress: string;
}

/**
 * An alert of a service that answers, and answers wrongly: codes of 500 and more, by it or by the controller that waited for it in vain.
 * Of what users do wrong themselves (4xx) nobody is told, and it does not hide what fails beside it.
 */
export function failingAnswers({ namespace, ingress, ...words }: FailingAnswers): Alert {
  const of = (status: string) =>
    `nginx_ingress_controller_requests{namespace="${namespace}",ingress="${ingress}",status${status}}`;
  const sum = (text: string) => `sum by (namespace, ingress) (${text})`;
  const failed = of('=~"5.."');
  return {
    ...words,
    expr:
      `${sum(`rate(${failed}[15m])`)} / ${sum(`rate(${of('!~"4.."')}[15m])`)} > 0.1 ` +
      // A single one of very few is no sign of anything.
      `and ${sum(`increase(${failed}[15m])`)} >= 3`,
    for: "5m",
    severity: "warning",
  };
}
