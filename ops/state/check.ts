/** What can be said of the place of a state: is it there, versioned, private, free, encrypted? */
import { parseBackend, shown } from "./backend";
import { bucketOf } from "./bucket";
import { contentOf, encryptionOf } from "./deployment";
import { atBackend, projectOf, type Place } from "./engine";
import { locksOf } from "./locks";

export interface StateCheck {
  backend: string;
  exists: boolean;
  /** Undefined: the service does not say, or it is no bucket. */
  versioned?: boolean | undefined;
  private?: boolean | undefined;
  /** Missing: the stack is not there. */
  stack?: { resources: number; pending: number; encryption: string; locks: string[] };
  /** What should be otherwise, each with what to do. */
  problems: string[];
}

export async function checkState(address: string, place: Place): Promise<StateCheck> {
  const backend = parseBackend(address);
  const where = shown(address);
  const bucket = backend.kind === "other" ? undefined : await bucketOf(backend, place.env);
  const condition = (await bucket?.condition()) ?? { exists: true, versioned: undefined, open: undefined };
  const told = {
    backend: where,
    exists: condition.exists,
    versioned: condition.versioned,
    private: condition.open === undefined ? undefined : !condition.open,
  };
  if (!condition.exists)
    return {
      ...told,
      problems: [`${where} is not there: \`science-platform state create --backend ${where}\` makes it.`],
    };
  const problems = [
    ...(condition.versioned === false
      ? [
          backend.kind === "file"
            ? "A folder keeps no older versions, and only this machine sees it: a team's state belongs into a bucket."
            : "Older versions are not kept: `science-platform state create` turns that on.",
        ]
      : []),
    ...(condition.open === true ? ["Others may read it: take that right away."] : []),
  ];
  const locks = bucket === undefined ? [] : await locksOf(bucket, projectOf(place.directory), place.stack);
  const stack = await atBackend(address, place, async (engine) => {
    if (!(await engine.exists())) return undefined;
    const { parsed } = await engine.export();
    const { resources, pending } = contentOf(parsed);
    const { text, warning } = encryptionOf(parsed, place.env);
    if (warning !== undefined) problems.push(warning);
    if (pending > 0)
      problems.push(
        `A killed run has left ${pending} operations open: \`science-platform recover --stack ${place.stack}\`.`,
      );
    return { resources, pending, encryption: text, locks: locks.map(({ holder }) => holder) };
  });
  return { ...told, ...(stack === undefined ? {} : { stack }), problems };
}

export function checkText({ backend, exists, private: shut, stack, problems, versioned }: StateCheck): string {
  const said = (value: boolean | undefined) => (value === undefined ? "not told" : value ? "yes" : "no");
  return [
    backend,
    `  there: ${said(exists)}, versioned: ${said(versioned)}, private: ${said(shut)}`,
    ...(stack === undefined
      ? ["  the stack is not in it"]
      : [
          `  ${stack.resources} resources, secrets encrypted with ${stack.encryption}`,
          ...stack.locks.map((holder) => `  being worked on by ${holder}`),
        ]),
    ...problems.map((problem) => `  - ${problem}`),
  ].join("\n");
}
