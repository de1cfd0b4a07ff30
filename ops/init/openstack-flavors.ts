/** Flavors for the machines of a site. Pure. */
import { labSizes } from "../../config/sizing";
import { UserError } from "../errors";
import { hasLabs } from "./common";
import type { Complete } from "./draft";
import type { OpenstackFacts } from "./facts";
import { bySize, capacity, type Machine, notebookMachine, sizesFor, smallest } from "./sizing";

/** Flavors that OpenStack used to come with; written down where the cloud's own are not known. */
const usualFlavors: Machine[] = [
  { name: "m1.small", cpu: 1, memory: 2048 },
  { name: "m1.medium", cpu: 2, memory: 4096 },
  { name: "m1.large", cpu: 4, memory: 8192 },
  { name: "m1.xlarge", cpu: 8, memory: 16384 },
];

/** What each kind of machine is made of. */
export interface Flavors {
  control: Machine;
  workers: Machine;
  notebook?: Machine;
  server?: Machine;
  /** True when the cloud's own are not known. */
  guessed: boolean;
}

/**
 * The flavors that were asked for, or the smallest that carry what runs on them.
 *
 * @throws UserError when the cloud has none.
 */
export function chooseFlavors(answers: Complete, { flavors }: OpenstackFacts): Flavors {
  const known = flavors ?? usualFlavors;
  const production = answers.lifecycle === "production";
  const choose = (name: string | undefined, what: string, least: { cpu: number; memory: number }): Machine => {
    if (name !== undefined) return named(name, flavors, least);
    const found = smallest(known, least);
    if (found) return found;
    throw new UserError(
      `No flavor of the project has ${least.cpu} cores and ${least.memory} MiB, as ${what} needs: it has ${list(known)}.`,
    );
  };
  return {
    control: choose(answers.controlFlavor, "the control plane", { cpu: 2, memory: 4096 }),
    workers: choose(
      answers.workerFlavor,
      "the platform itself",
      production ? { cpu: 4, memory: 8192 } : { cpu: 2, memory: 4096 },
    ),
    ...(hasLabs(answers)
      ? {
          notebook: chooseNotebook(answers, known, flavors),
          server: choose(
            answers.serverFlavor,
            "the file server",
            production ? { cpu: 2, memory: 4096 } : { cpu: 1, memory: 2048 },
          ),
        }
      : {}),
    guessed: flavors === undefined,
  };
}

function chooseNotebook(answers: Complete, known: readonly Machine[], flavors: Machine[] | undefined): Machine {
  const [smallestSize] = labSizes;
  const found =
    answers.notebookFlavor === undefined
      ? notebookMachine(known, answers.users)
      : named(answers.notebookFlavor, flavors, { cpu: 8, memory: 16384 });
  if (found && sizesFor([capacity(found)]).length > 0) return found;
  const what = found ? `Flavor "${found.name}" does not hold` : "No flavor of the project holds";
  throw new UserError(
    `${what} even one notebook of the smallest size, ${smallestSize?.cpu.limit} core and ${smallestSize?.memory.limit} (and what a node keeps for itself): the project has ${list(known)}.`,
  );
}

/** @param guess Its size where the cloud's flavors are not known. */
function named(name: string, flavors: Machine[] | undefined, guess: { cpu: number; memory: number }): Machine {
  if (flavors === undefined) return { name, ...guess };
  const found = flavors.find((one) => one.name === name);
  if (found) return found;
  throw new UserError(`The project has no flavor "${name}": it has ${list(flavors)}.`);
}

function list(machines: readonly Machine[]): string {
  return bySize(machines)
    .map(({ name, cpu, memory }) => `${name} (${cpu} cores, ${memory} MiB)`)
    .join(", ");
}
