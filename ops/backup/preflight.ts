/** Whether a restore would do what is meant by it, and what that is. Pure. */
import { closest } from "../../config/problems";
import { amount } from "../../config/quantity";
import type { StoredClaim } from "./contents";
import { locationProblem } from "./health";
import type { Backup, Inventory } from "./velero";

/** What the cluster says of a namespace. */
export interface NamespaceFacts {
  name: string;
  exists: boolean;
  /** Names of its claims. */
  claims: readonly string[];
  /** Its ResourceQuotas: name to what is allowed and what is taken, by resource. */
  quotas: readonly { name: string; hard: Readonly<Record<string, string>>; used: Readonly<Record<string, string>> }[];
}

export interface Question {
  backup: string;
  namespaces: readonly string[];
  /** Claims that are there may stay as they are. */
  keepExisting: boolean;
  now: Date;
}

export interface Facts extends Inventory {
  namespaces: readonly NamespaceFacts[];
  /** What the backup holds, or why nobody could look. */
  contents: readonly StoredClaim[] | { unknown: string };
}

export interface Plan {
  backup: string;
  /** Why the restore is refused; none: it is not. */
  problems: string[];
  /** What it would do, and what to know of it. */
  steps: string[];
}

/** The backup, when it can be restored from at all. */
export function usableBackup(
  { backups, locations }: Inventory,
  name: string,
  now: Date,
): Backup | { problems: string[] } {
  const found = backups.find(({ metadata }) => metadata.name === name);
  if (found === undefined) {
    const nearest = closest(
      name,
      backups.map(({ metadata }) => metadata.name),
    );
    return { problems: [`There is no backup ${name}${nearest === undefined ? "" : `: did you mean ${nearest}?`}`] };
  }
  const { phase, errors, expiration } = found.status;
  const target = found.spec.storageLocation;
  const location = locations.find(({ metadata }) => metadata.name === target);
  const problems = [
    ...(phase === "Completed" ? [] : [`${name} is ${phase}${errors > 0 ? ` (errors: ${errors})` : ""}, not Completed`]),
    ...(expiration !== undefined && expiration <= now
      ? [`${name} expired on ${expiration.toISOString()}: its data may be gone at any moment`]
      : []),
    ...locationProblem(location).map((text) => `Its target ${target}: ${text}`),
  ];
  return problems.length === 0 ? found : { problems };
}

export function plan(question: Question, facts: Facts): Plan {
  const { backup, namespaces, now } = question;
  const usable = usableBackup(facts, backup, now);
  if ("problems" in usable) return { backup, problems: usable.problems, steps: [] };
  const parts = namespaces.map((name) => inNamespace(name, question, facts, usable));
  const { contents } = facts;
  return {
    backup,
    problems: parts.flatMap(({ problems }) => problems),
    steps: [
      ...("unknown" in contents
        ? [`What ${backup} holds could not be looked up (${contents.unknown}): claims and quotas are judged without.`]
        : []),
      ...parts.flatMap(({ steps }) => steps),
    ],
  };
}

type Part = Pick<Plan, "problems" | "steps">;

function inNamespace(name: string, { keepExisting }: Question, { namespaces, contents }: Facts, backup: Backup): Part {
  const covered = backup.spec.includedNamespaces;
  if (covered.length > 0 && !covered.includes("*") && !covered.includes(name))
    return { problems: [`${backup.metadata.name} has nothing of ${name}: it covers ${covered.join(", ")}`], steps: [] };
  const facts = namespaces.find((one) => one.name === name);
  const there = facts?.claims ?? [];
  const stored = "unknown" in contents ? undefined : contents.filter((claim) => claim.namespace === name);
  const inTheWay = there.filter((claim) => stored === undefined || stored.some((one) => one.name === claim)).sort();
  const coming = stored?.filter((claim) => !there.includes(claim.name));
  return {
    problems: [
      ...(keepExisting
        ? []
        : inTheWay.map(
            (claim) =>
              `${name}: the claim ${claim} is there, so its data would not come back: delete it when nothing of it is needed, or say --keep-existing`,
          )),
      ...(coming === undefined ? [] : quotaProblems(facts, coming)),
    ],
    steps: [
      facts?.exists
        ? `${name}: what is there stays as it is; what is missing is made.`
        : `${name}: the namespace is made, without the quota and network policies that \`pulumi up\` gives it: run that before.`,
      ...(coming ?? []).map(
        (claim) =>
          `${name}: the claim ${claim.name} comes back${claim.bytes === undefined ? "" : ` with ${size(claim.bytes)} of data`}.`,
      ),
      ...(keepExisting ? inTheWay.map((claim) => `${name}: the claim ${claim} stays as it is.`) : []),
    ],
  };
}

const storage = "requests.storage";
const claimCount = "persistentvolumeclaims";

/** A claim asks for at least as much as its data take. */
function quotaProblems(facts: NamespaceFacts | undefined, coming: readonly StoredClaim[]): string[] {
  const bytes = coming.reduce((sum, claim) => sum + (claim.bytes ?? 0), 0);
  return (facts?.quotas ?? []).flatMap(({ name, hard, used }) => {
    const free = (resource: string) =>
      hard[resource] === undefined ? Infinity : amount(hard[resource]) - amount(used[resource] ?? "0");
    const place = `${facts?.name}: the quota ${name}`;
    return [
      ...(coming.length > free(claimCount)
        ? [`${place} has room for ${free(claimCount)} claims more, and ${coming.length} come back: raise it`]
        : []),
      ...(bytes > free(storage)
        ? [`${place} has room for ${size(free(storage))} more, and at least ${size(bytes)} come back: raise it`]
        : []),
    ];
  });
}

/** "2.5 GiB". */
export function size(bytes: number): string {
  if (bytes >= 2 ** 30) return `${Math.round((bytes / 2 ** 30) * 10) / 10} GiB`;
  if (bytes < 2 ** 20 / 10) return `${Math.ceil(bytes / 2 ** 10)} KiB`;
  return `${Math.round((bytes / 2 ** 20) * 10) / 10} MiB`;
}

export function planText({ backup, problems, steps }: Plan): string {
  return [
    `Restore from ${backup}:`,
    ...steps.map((step) => `  ${step}`),
    ...(problems.length === 0 ? [] : ["", "Refused:", ...problems.map((problem) => `  ${problem}`)]),
  ].join("\n");
}
