/** What Argo CD says of the applications, and what is to be done about each that is not well. Pure. */
import { z } from "zod";

const health = z.object({ status: z.string().optional(), message: z.string().optional() });

/** What we read of an Argo CD Application. */
export const applicationSchema = z.object({
  metadata: z.object({ name: z.string(), deletionTimestamp: z.string().optional() }),
  spec: z.object({
    project: z.string().optional(),
    source: z
      .object({
        repoURL: z.string().default(""),
        targetRevision: z.string().default("HEAD"),
        path: z.string().optional(),
      })
      .optional(),
  }),
  status: z
    .object({
      sync: z.object({ status: z.string().optional(), revision: z.string().optional() }).optional(),
      health: health.optional(),
      conditions: z.array(z.object({ type: z.string(), message: z.string().default("") })).default([]),
      operationState: z.object({ phase: z.string().optional(), message: z.string().optional() }).optional(),
      resources: z
        .array(
          z.object({
            kind: z.string(),
            namespace: z.string().optional(),
            name: z.string(),
            health: health.optional(),
          }),
        )
        .default([]),
    })
    .prefault({}),
});

export type Application = z.infer<typeof applicationSchema>;

export interface ApplicationStatus {
  name: string;
  /** Synced, OutOfSync, Unknown; "-" where nobody has looked yet. */
  sync: string;
  /** Healthy, Progressing, Degraded, Missing, Suspended, Unknown; "-" as above. */
  health: string;
  ok: boolean;
  /** What is wrong, each with the place and what to do; empty when all is well. */
  problems: string[];
}

export interface Expected {
  environment: string;
  appOfApps: string;
  repository: string;
  revision: string;
  /** Applications that must be there. */
  members: readonly string[];
}

/** The app of apps first, then the others in the order in which they are expected. */
export function statuses(applications: readonly Application[], expected: Expected): ApplicationStatus[] {
  const { appOfApps, members } = expected;
  return [appOfApps, ...members].map((name) => {
    const found = applications.find(({ metadata }) => metadata.name === name);
    if (found !== undefined) return statusOf(found, expected);
    const maker =
      name === appOfApps ? "`pulumi up` has not made it" : `the app of apps (${appOfApps}) has not made it yet`;
    return { name, sync: "-", health: "-", ok: false, problems: [`is not there: ${maker}`] };
  });
}

function statusOf(application: Application, expected: Expected): ApplicationStatus {
  const { metadata, status } = application;
  const { name, deletionTimestamp } = metadata;
  const sync = status.sync?.status ?? "-";
  const state = status.health?.status ?? "-";
  const problems = [
    ...(deletionTimestamp === undefined ? [] : ["is being deleted"]),
    ...status.conditions
      .filter(({ type }) => type.endsWith("Error"))
      .map(({ message }) => withCure(message, application, expected)),
    ...operationProblems(application, expected),
    ...status.resources.flatMap(resourceProblem),
  ];
  const ok = problems.length === 0 && state === "Healthy" && (sync === "Synced" || finished(application));
  const idle = !ok && problems.length === 0 ? [waiting(application)] : [];
  return { name, sync, health: state, ok, problems: [...new Set([...problems, ...idle])] };
}

/** Some applications differ from their repository always, because something in the cluster writes into their objects. */
function finished({ status }: Application): boolean {
  return status.operationState?.phase === "Succeeded";
}

function operationProblems(application: Application, expected: Expected): string[] {
  const { phase = "", message = "" } = application.status.operationState ?? {};
  return ["Failed", "Error"].includes(phase)
    ? [withCure(`the synchronization failed: ${message}`, application, expected)]
    : [];
}

function resourceProblem({ kind, namespace, name, health: of }: Application["status"]["resources"][number]): string[] {
  const { status = "Healthy", message } = of ?? {};
  if (["Healthy", "Suspended"].includes(status)) return [];
  return [
    `${kind} ${namespace === undefined ? "" : `${namespace}/`}${name} is ${status}${message ? `: ${message}` : ""}`,
  ];
}

function waiting({ spec, status }: Application): string {
  const { phase } = status.operationState ?? {};
  if (spec.source?.path === undefined) return "waits for the app of apps";
  if (phase === "Running") return "is being synchronized";
  if (phase === undefined && status.sync?.status === "OutOfSync")
    return "was never synchronized: Argo CD does it by itself with phalanx.sync automatic, else `argocd app sync` does";
  if (status.health?.status === undefined)
    return "Argo CD has not looked at it yet: is its application controller running?";
  return `is ${status.health.status}`;
}

interface Cure {
  /** Argo CD's words. */
  when: RegExp;
  /** What to do; `found` is what the expression has caught. */
  then: (found: string, application: Application, expected: Expected) => string;
}

const isRoot = ({ metadata }: Application, { appOfApps }: Expected) => metadata.name === appOfApps;

const cures: readonly Cure[] = [
  {
    when: /unable to resolve '([^']+)' to a commit SHA/i,
    then: (found, application, expected) =>
      `${isRoot(application, expected) || found === expected.revision ? "phalanx.revision" : `phalanx.revisions.${application.metadata.name}`}: "${found}" is no branch, tag or commit of ${expected.repository}: push it, or write one that is there`,
  },
  {
    when: /values-([\w-]+)\.yaml: no such file or directory/i,
    then: (found, application, expected) =>
      isRoot(application, expected)
        ? `phalanx.environment: "${found}" has no environments/values-${found}.yaml in ${expected.repository} at ${expected.revision}: write another, or a revision that has it`
        : `applications/${application.metadata.name}/values-${found}.yaml is not in the repository: \`science-platform phalanx diff --patch\` writes it for the fork`,
  },
  {
    when: /(?:app path does not exist|no such file or directory)/i,
    then: (_, { metadata, spec }, expected) =>
      `phalanx.applications: ${spec.source?.path ?? metadata.name} is not in ${expected.repository} at ${spec.source?.targetRevision ?? expected.revision}: take ${metadata.name} out, or write a revision that has it`,
  },
  {
    when: /(?:is not permitted in project|project .* (?:does not exist|not exist)|referencing project)/i,
    then: (_, { metadata }) => `phalanx.projects.${metadata.name}: write the project that the fork has for it`,
  },
  {
    when: /(?:repository not found|authentication required|failed to list refs|no such host|connection refused|i\/o timeout|dial tcp)/i,
    then: (_, __, { repository }) =>
      `phalanx.repository: ${repository} cannot be read from the cluster: is the address right, is it public, and may the cluster reach it?`,
  },
];

function withCure(message: string, application: Application, expected: Expected): string {
  const text = message.replace(/\s+/g, " ").trim();
  for (const { when, then } of cures) {
    const found = when.exec(text);
    if (found !== null) return `${then(found[1] ?? "", application, expected)} (Argo CD: ${shortened(text)})`;
  }
  return shortened(text);
}

/** Helm's errors hold whole templates. */
function shortened(text: string): string {
  return text.length <= 300 ? text : `${text.slice(0, 297)}...`;
}
