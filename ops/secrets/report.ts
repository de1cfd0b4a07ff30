/** What the commands about secrets print: names, never values. Pure. */
import type { SecretSource } from "../../platform/secrets/contract";
import type { DeclaredService } from "../../platform/secrets/declared";
import { type Located, nameOf } from "./audit";
import type { Step } from "./compare";

const places: Record<Located["place"], string> = { vault: "in Vault", kubernetes: "in the cluster" };

const meanings: Record<Located["problem"], string> = {
  missing: "is missing",
  mismatched: "has another value",
  unknown: "is declared nowhere",
};

/** One line for each finding; empty when there is none. */
export function auditText(findings: readonly Located[]): string {
  return findings.map((one) => `${nameOf(one)} ${meanings[one.problem]} ${places[one.place]}\n`).join("");
}

export function stepText({ action, service, written, removed }: Step): string {
  const keys = [...written, ...removed.map((key) => `-${key}`)].join(", ");
  return `${action} ${service}: ${keys}`;
}

/** The steps without the values. */
export function stepsForPrograms(steps: readonly Step[]) {
  return steps.map(({ action, service, written, removed }) => ({ service, action, written, removed }));
}

export interface Row {
  secret: string;
  /** How its value comes to be. */
  from: string;
  description: string;
}

/** @param givenOnly Only what a person must set. */
export function rows(declared: readonly DeclaredService[], givenOnly: boolean): Row[] {
  return declared.flatMap(({ service, keys }) =>
    Object.entries(keys)
      .filter(([, { source }]) => !givenOnly || source.kind === "stack")
      .map(([key, { source, description }]) => ({ secret: `${service}/${key}`, from: origin(source), description })),
  );
}

function origin(source: SecretSource): string {
  switch (source.kind) {
    case "stack":
      return `stack secret ${source.secret}`;
    case "copy":
      return `copy of ${source.service}/${source.key}`;
    case "former":
      return `former ${source.service}/${source.key}`;
    case "bcrypt":
      return `hash of ${source.of}`;
    case "aws-credentials":
      return `file of ${source.accessKey} and ${source.secretKey}`;
    case "changed":
      return `time of ${source.of}`;
    case "wired":
      return "the hardware";
    case "text":
      return "fixed, no secret";
    default:
      return `generated: ${source.kind}`;
  }
}

export function listText(list: readonly Row[]): string {
  const width = (column: "secret" | "from") => Math.max(0, ...list.map((row) => row[column].length));
  const [secret, from] = [width("secret"), width("from")];
  return list.map((row) => `${row.secret.padEnd(secret)}  ${row.from.padEnd(from)}  ${row.description}\n`).join("");
}
