/** Values of the blackbox exporter. Pure. */
import type { Config } from "../../../config/schema";
import type { ContainerResources, Values } from "../../foundation/values";
import type { Endpoint } from "../endpoints";
import type { Given } from "../service";

/** Namespace of the exporter that asks, and its port. */
export const asker = { namespace: "blackbox", port: 9115 } as const;

export const askerResources: Record<string, ContainerResources> = {
  resources: { requests: { cpu: "10m", memory: "32Mi" }, limits: { cpu: "200m", memory: "128Mi" } },
};

/** Name of the way to ask an endpoint. */
export function moduleOf({ status, own }: Pick<Endpoint, "status" | "own">): string {
  return `${own ? "own" : "further"}-${status ?? "success"}`;
}

/**
 * How endpoints are asked: once, without following to another address, because the answer of a login page says nothing of the service.
 *
 * @param issuer Who signs the platform's certificate: of an authority of our own nobody but its clients knows.
 */
export function askerValues(
  { endpoints, priority }: Pick<Given, "endpoints" | "priority">,
  issuer: Config["certificates"]["issuer"],
): Values {
  return {
    fullnameOverride: asker.namespace,
    priorityClassName: priority.service,
    podSecurityContext: { seccompProfile: { type: "RuntimeDefault" } },
    config: {
      modules: Object.fromEntries(
        endpoints.map((endpoint): [string, Values] => [
          moduleOf(endpoint),
          {
            prober: "http",
            timeout: "10s",
            http: {
              preferred_ip_protocol: "ip4",
              follow_redirects: false,
              fail_if_not_ssl: true,
              ...(endpoint.status === undefined ? {} : { valid_status_codes: [endpoint.status] }),
              ...(endpoint.own && issuer === "private-ca" ? { tls_config: { insecure_skip_verify: true } } : {}),
            },
          },
        ]),
      ),
    },
  };
}

/** The question goes to the exporter, and is about the endpoint. */
const relabeling: Values[] = [
  { source_labels: ["__address__"], target_label: "__param_target" },
  { source_labels: ["__param_target"], target_label: "instance" },
  { target_label: "__address__", replacement: `${asker.namespace}.${asker.namespace}.svc:${asker.port}` },
  { target_label: "job", replacement: "endpoints" },
];

/** What Prometheus asks of the exporter: each endpoint every minute; `instance` is its address, `endpoint` its name. */
export function scrapeConfigs(endpoints: readonly Endpoint[]): Values[] {
  const modules = [...new Set(endpoints.map(moduleOf))];
  return modules.map((module) => ({
    job_name: `endpoints-${module}`,
    scrape_interval: "1m",
    scrape_timeout: "15s",
    metrics_path: "/probe",
    params: { module: [module] },
    static_configs: endpoints
      .filter((endpoint) => moduleOf(endpoint) === module)
      .map(({ name, url, spare }) => ({ targets: [url], labels: { endpoint: name, ...(spare && { spare: "true" }) } })),
    relabel_configs: relabeling,
  }));
}
