import { eachContainer, isNamed, literal, nameVariable, podVariable, workloads } from "../admission/cel";
import { matchesAny } from "../patterns";
import { objectName, reporter, type ResourceRule } from "../rule";
import { podTemplates } from "../workloads";

export type Settings = {
  /** Probes that each container has. */
  probes: string[];
  /** Workloads of others, whose makers give them none: patterns of namespace/name. */
  unprobed: string[];
};

const why =
  "without a readiness probe users are sent to pods that cannot answer yet, and without a liveness probe one that hangs stays";

/** How a probe can ask. */
const handlers = ["httpGet", "tcpSocket", "exec", "grpc"];
/** What runs to its end is not probed, and a template says nothing of how its pods are used. */
const excluded = ["Job", "CronJob", "PodTemplate"];

export const probes: ResourceRule<Settings> = {
  name: "probes",
  group: "resource-limits",
  description: "Every container that serves says how its readiness and its life are probed.",
  why,
  fix: "give each container a readinessProbe and a livenessProbe with httpGet, tcpSocket, exec or grpc",
  severity: "medium",
  disposable: "advisory",
  defaults: { probes: ["readinessProbe", "livenessProbe"], unprobed: [] },
  settings: {
    probes: {
      type: "array",
      items: { type: "string", enum: ["readinessProbe", "livenessProbe", "startupProbe"] },
      description: "Probes that each container has.",
    },
    unprobed: {
      type: "array",
      items: { type: "string" },
      description: "Workloads of others without probes: namespace/name, * stands for any characters.",
    },
  },
  check(resource, settings) {
    if (matchesAny(settings.unprobed, objectName(resource))) return [];
    const report = reporter(resource, why);
    for (const { kind, patch, spec } of podTemplates(resource)) {
      const restart = spec.get("restartPolicy");
      if (patch || excluded.includes(kind) || (restart.text ?? "Always") !== "Always") continue;
      const list = spec.get("containers");
      for (const container of list.unknown ? [list] : list.items)
        for (const name of settings.probes) {
          const probe = container.get(name);
          const asks = handlers.map((handler) => probe.get(handler));
          if (probe.unknown) report.unknown(probe);
          else if (asks.every((handler) => handler.absent))
            report.violation(
              probe.path,
              probe.absent ? "is not set" : "says no way to ask",
              `give it ${handlers.slice(0, -1).join(", ")} or ${handlers.at(-1)}`,
            );
        }
    }
    return report.findings;
  },
  admission: (settings) => ({
    match: workloads()
      .map((match) => ({
        ...match,
        resources: match.resources.filter((resource) => !["jobs", "cronjobs", "podtemplates"].includes(resource)),
      }))
      .filter(({ resources }) => resources.length > 0),
    variables: {
      ...podVariable,
      ...nameVariable,
      probed: `!${isNamed(settings.unprobed)}`,
      serving: `variables.probed && variables.pod.spec.?restartPolicy.orValue("Always") == "Always" ? variables.pod.spec.containers : []`,
    },
    // A probe without a way to ask is refused by the API server itself.
    problems: settings.probes.map((probe) =>
      eachContainer("variables.serving", `!has(c.${probe})`, literal(`${probe} is not set`)),
    ),
  }),
};
