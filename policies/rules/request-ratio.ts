import { containerVariables, eachContainer, literal, workloads } from "../admission/cel";
import { amount, exceeds } from "../quantities";
import { reporter, type ResourceRule } from "../rule";
import { containerResources } from "../workloads";

export type Settings = {
  /** Largest limit as a multiple of the request, cores; 0: any. */
  cpu: number;
  /** Largest limit as a multiple of the request, memory; 0: any. */
  memory: number;
};

const why =
  "nodes are filled by requests: pods that may use many times what they asked for are all killed or slowed at once when they do";

export const requestRatio: ResourceRule<Settings> = {
  name: "request-ratio",
  group: "resource-limits",
  description: "No container's limit is too many times what it requests, and none requests more than its limit.",
  why,
  fix: "raise the request to what the container usually needs, or lower the limit",
  severity: "medium",
  disposable: "advisory",
  defaults: { cpu: 20, memory: 8 },
  settings: {
    cpu: { type: "number", minimum: 0, description: "Largest limit of cores as a multiple of the request; 0 for any." },
    memory: {
      type: "number",
      minimum: 0,
      description: "Largest limit of memory as a multiple of the request; 0 for any.",
    },
  },
  check(resource, settings) {
    const report = reporter(resource, why);
    for (const resources of containerResources(resource))
      for (const what of ["cpu", "memory"] as const) {
        const [request, limit] = [resources.get("requests", what), resources.get("limits", what)];
        const unknown = [request, limit].find((field) => field.unknown);
        if (unknown !== undefined) report.unknown(unknown);
        const [least, most] = [amount(request), amount(limit)];
        // What is not set, or zero, is the business of container-limits.
        if (least === undefined || most === undefined || least <= 0 || most <= 0) continue;
        if (exceeds(least, most))
          report.violation(request.path, `is ${request.text}, more than the limit of ${limit.text}`, "raise the limit");
        else if (settings[what] > 0 && exceeds(most, least * settings[what]))
          report.violation(
            limit.path,
            `is ${limit.text}, more than ${settings[what]} times the request of ${request.text}`,
            "raise the request to what is usually needed, or lower the limit",
          );
      }
    return report.findings;
  },
  admission: (settings) => ({
    match: workloads(),
    variables: containerVariables,
    // The API server itself refuses requests above limits.
    problems: (["cpu", "memory"] as const)
      .filter((what) => settings[what] > 0)
      .map((what) => {
        const request = `c.?resources.?requests[?"${what}"]`;
        const limit = `c.?resources.?limits[?"${what}"]`;
        const number = (field: string) => `quantity(string(${field}.value())).asApproximateFloat()`;
        const ratio = (settings[what] * (1 + 1e-9)).toFixed(9);
        return eachContainer(
          "variables.containers",
          `${request}.hasValue() && ${limit}.hasValue() && ${number(request)} > 0.0 && ${number(limit)} > ${number(request)} * ${ratio}`,
          `"the limit of ${what}, " + string(${limit}.value()) + ${literal(`, is more than ${settings[what]} times the request of `)} + string(${request}.value())`,
        );
      }),
  }),
};
