import { quantity } from "../../config/quantity";
import { containerVariables, eachContainer, literal, workloads } from "../admission/cel";
import { amount, exceeds, quantitySetting } from "../quantities";
import { reporter, type ResourceRule } from "../rule";
import { containerResources } from "../workloads";

export type Settings = {
  /** Most cores that one container may use; "": any. */
  cpu: string;
  /** Most memory that one container may use; "": any. */
  memory: string;
};

const why =
  "a container that may take more than a node has is never placed, and one that may take nearly all starves its neighbours";

export const containerMaxima: ResourceRule<Settings> = {
  name: "container-maxima",
  group: "resource-limits",
  description: "No container may take more than the site's maximum of cores and memory.",
  why,
  fix: "lower the limit, or split the work over several pods; a site raises its maximum in policies.container of its stack file",
  severity: "high",
  disposable: "mandatory",
  defaults: { cpu: "", memory: "" },
  settings: {
    cpu: quantitySetting('Largest limit of cores, like "8"; "" for any.'),
    memory: quantitySetting('Largest limit of memory, like "32Gi"; "" for any.'),
  },
  check(resource, settings) {
    const report = reporter(resource, why);
    for (const resources of containerResources(resource))
      for (const [what, maximum] of maxima(settings)) {
        // A request above the maximum without a limit beside it is as bad.
        for (const bound of ["limits", "requests"]) {
          const field = resources.get(bound, what);
          if (field.unknown) report.unknown(field);
          if (field.absent) continue;
          const found = amount(field);
          if (found !== undefined && exceeds(found, quantity(maximum) ?? Infinity))
            report.violation(
              field.path,
              `is ${field.text}, more than this site's maximum of ${maximum}`,
              `set it to at most "${maximum}", or split the work over several pods`,
            );
          break;
        }
      }
    return report.findings;
  },
  admission: (settings) => ({
    match: workloads(),
    variables: containerVariables,
    problems: maxima(settings).map(([what, maximum]) => {
      const limit = `c.?resources.?limits[?"${what}"]`;
      const bound = `${limit}.or(c.?resources.?requests[?"${what}"])`;
      const more = `quantity(string(${bound}.value())).isGreaterThan(quantity(${literal(maximum)}))`;
      return eachContainer(
        "variables.containers",
        `${bound}.hasValue() && ${more}`,
        `"${what} is " + string(${bound}.value()) + ${literal(`, more than this site's maximum of ${maximum}`)}`,
      );
    }),
  }),
};

function maxima({ cpu, memory }: Settings): ["cpu" | "memory", string][] {
  const all: ["cpu" | "memory", string][] = [
    ["cpu", cpu],
    ["memory", memory],
  ];
  return all.filter(([, maximum]) => maximum !== "");
}
