/** A second cluster beside the first (blue and green): all that is checked of the one holds of the other too. */
import { generations } from "../cluster-generations";
import type { Problem } from "../problems";
import type { Config, OpenstackConfig } from "../schema";

/** @param check Everything that is checked of a configuration with one cluster. */
export function ofGenerations(config: OpenstackConfig, check: (config: Config) => Problem[]): Problem[] {
  const [first, second] = generations(config).map((one) => check(one.config));
  const { generation, next } = config.cluster;
  if (first === undefined || second === undefined || next === undefined) return first ?? [];
  const known = new Set(first.map(textOf));
  const path = "cluster.next.generation";
  return [
    ...first,
    ...second
      .filter((problem) => !known.has(textOf(problem)))
      .map((problem) => ({ ...problem, path: placeOf(problem.path, next) })),
    ...(next.generation === generation
      ? [{ path, message: `"${next.generation}" is the name of the cluster that it shall replace: choose another` }]
      : []),
  ];
}

const textOf = ({ message, path }: Problem): string => `${path}\0${message}`;

/** Where one would mend it: in `next`, when it says the key itself. */
function placeOf(path: string, next: object): string {
  const key = /^cluster\.(\w+)/.exec(path)?.[1];
  return key !== undefined && key in next ? path.replace(/^cluster\./, "cluster.next.") : path;
}
