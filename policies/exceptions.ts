/** Known violations: data with a reason, an owner and an end. */
import { matchesAny } from "./patterns";
import { objectName, type Finding, type Resource } from "./rule";

export interface Exception {
  /** Name of the rule. */
  rule: string;
  /** Logical name, object name or namespace/name of the resource; `*` stands for any characters. */
  resource: string;
  reason: string;
  owner: string;
  /** Last day on which it holds, like "2027-03-31". */
  expires: string;
}

/** Today, UTC, as exceptions write it. */
export function today(now = new Date()): string {
  return now.toISOString().slice(0, 10);
}

/** What has no day as its end has never held. */
export function isExpired({ expires }: Pick<Exception, "expires">, day: string): boolean {
  return !isDay(expires) || expires < day;
}

/** The exception that holds today for a finding, if any. */
export function exceptionFor(
  rule: string,
  { resource }: Finding,
  exceptions: readonly Exception[],
  day: string,
): Exception | undefined {
  return exceptions.find(
    (exception) => exception.rule === rule && !isExpired(exception, day) && isOf(exception, resource),
  );
}

function isOf({ resource: pattern }: Exception, resource: Resource): boolean {
  const own = resource.props.get("metadata", "name").text;
  return [resource.name, objectName(resource), ...(own === undefined ? [] : [own])].some((name) =>
    matchesAny([pattern], name),
  );
}

/** What is wrong with the exceptions themselves; each sentence says which, and what to do. */
export function exceptionProblems(exceptions: readonly Exception[], rules: readonly string[], day: string): string[] {
  return exceptions.flatMap((exception) => {
    const { rule, resource, reason, owner, expires } = exception;
    const name = `The exception of ${resource} from ${rule}`;
    return [
      ...(rules.includes(rule) ? [] : [`${name} names a rule that does not exist: write one of docs/policies.md.`]),
      ...([reason, owner].every((text) => (text ?? "").trim() !== "") ? [] : [`${name} has no reason or no owner.`]),
      ...(!isDay(expires)
        ? [`${name} has no end: write its last day as \`expires\`, like 2027-03-31.`]
        : isExpired(exception, day)
          ? [`${name} expired on ${expires}: comply with the rule, or let ${owner} renew it with a reason of today.`]
          : []),
    ];
  });
}

function isDay(text: string | undefined): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text ?? "") && !Number.isNaN(Date.parse(text ?? ""));
}

/** How one exception is told beside the violations. */
export function exceptionText({ reason, owner, expires }: Exception): string {
  return `Excepted until ${expires} by ${owner}: ${reason.replace(/\.$/, "")}.`;
}

/** All exceptions as a Markdown table, for a pull request's comment; "" when there are none. */
export function exceptionTable(exceptions: readonly Exception[], day: string): string {
  if (exceptions.length === 0) return "";
  const cell = (text: string) => text.replaceAll("|", "\\|").replaceAll("\n", " ");
  const rows = exceptions.map((one) => {
    const end = isExpired(one, day) ? `${one.expires} **expired**` : one.expires;
    return `| \`${cell(one.rule)}\` | ${cell(one.resource)} | ${cell(one.reason)} | ${cell(one.owner)} | ${end} |`;
  });
  return ["| rule | resource | reason | owner | until |", "| --- | --- | --- | --- | --- |", ...rows, ""].join("\n");
}
