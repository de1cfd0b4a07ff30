/** What reads the logs of all pods and sends them on: Grafana Alloy, its settings and the values of its chart. Pure. */
import type { Config } from "../../../config/schema";
import type { ContainerResources, Values } from "../../foundation/values";
import type { Given } from "../service";
import { lokiAddress, oldest } from "./loki";

type Logging = NonNullable<Config["services"]["logging"]>;

export const collector = { namespace: "alloy", port: 12345 } as const;
export const collectorPods = { "app.kubernetes.io/name": "alloy" };

export const collectorResources: Record<string, ContainerResources> = {
  "alloy.resources": { requests: { cpu: "50m", memory: "128Mi" }, limits: { cpu: "500m", memory: "512Mi" } },
};

/** Where it keeps how far it has read. */
const folder = "/var/lib/alloy";
/** User of the image that is not root. */
const user = 473;

/**
 * Each pod reads what the pods of its own node write, by the API of Kubernetes: so it needs no file of the node, and keeps to the strictest
 * profile. The API server passes the streams on; per node that is one watch, and one stream for each container.
 */
const reading = `// Pods of this node.
discovery.kubernetes "pods" {
  role = "pod"

  selectors {
    role  = "pod"
    field = "spec.nodeName=" + sys.env("HOSTNAME")
  }
}

// Few labels with few values: each combination is a stream of its own.
discovery.relabel "pods" {
  targets = discovery.kubernetes.pods.targets

  rule {
    source_labels = ["__meta_kubernetes_namespace"]
    target_label  = "namespace"
  }

  rule {
    source_labels = ["__meta_kubernetes_pod_name"]
    target_label  = "pod"
  }

  rule {
    source_labels = ["__meta_kubernetes_pod_container_name"]
    target_label  = "container"
  }

  rule {
    source_labels = ["__meta_kubernetes_pod_node_name"]
    target_label  = "node"
  }

  rule {
    source_labels = ["__meta_kubernetes_pod_label_app_kubernetes_io_name"]
    target_label  = "app"
  }
}

loki.source.kubernetes "pods" {
  targets    = discovery.relabel.pods.output
  forward_to = [loki.process.pods.receiver]
}

// A new collector reads from the beginning, and Loki refuses what is old.
loki.process "pods" {
  stage.drop {
    older_than          = "${oldest - 1}h"
    drop_counter_reason = "old"
  }

  forward_to = [RECEIVER]
}
`;

const toLoki = `
loki.write "loki" {
  endpoint {
    url = "${lokiAddress}/loki/api/v1/push"
  }
}
`;

const toCollector = (address: string) => `
otelcol.receiver.loki "pods" {
  output {
    logs = [otelcol.processor.batch.pods.input]
  }
}

otelcol.processor.batch "pods" {
  output {
    logs = [otelcol.exporter.otlphttp.site.input]
  }
}

otelcol.exporter.otlphttp "site" {
  client {
    endpoint = ${JSON.stringify(address)}
  }
}
`;

/** Settings in Alloy's own language. */
export function collectorSettings(logging: Logging): string {
  return logging.kind === "loki"
    ? reading.replace("RECEIVER", "loki.write.loki.receiver") + toLoki
    : reading.replace("RECEIVER", "otelcol.receiver.loki.pods.receiver") + toCollector(logging.address);
}

export function collectorValues(logging: Logging, { priority }: Pick<Given, "priority">): Values {
  return {
    fullnameOverride: collector.namespace,
    // For logs that are described by objects; ours are those of all pods.
    crds: { create: false },
    rbac: {
      rules: [{ apiGroups: [""], resources: ["pods"], verbs: ["get", "list", "watch"] }],
      clusterRules: [{ apiGroups: [""], resources: ["pods/log"], verbs: ["get"] }],
    },
    // New settings make new pods.
    configReloader: { enabled: false },
    // Nobody asks it but Prometheus, at the pods themselves.
    service: { enabled: false },
    global: { podSecurityContext: { fsGroup: user, seccompProfile: { type: "RuntimeDefault" } } },
    alloy: {
      // The chart takes it for a template, which it is not: doubled braces stand nowhere in it.
      configMap: { content: collectorSettings(logging) },
      enableReporting: false,
      storagePath: folder,
      mounts: { extra: [{ name: "positions", mountPath: folder }] },
      livenessProbe: { httpGet: { path: "/-/ready", port: collector.port }, periodSeconds: 30, failureThreshold: 5 },
      securityContext: {
        ...{ runAsNonRoot: true, runAsUser: user, runAsGroup: user },
        ...{ allowPrivilegeEscalation: false, readOnlyRootFilesystem: true },
        capabilities: { drop: ["ALL"] },
      },
    },
    controller: {
      priorityClassName: priority.service,
      // Whatever a node is kept for, its pods have logs.
      tolerations: [{ operator: "Exists" }],
      volumes: { extra: [{ name: "positions", emptyDir: {} }] },
    },
  };
}
