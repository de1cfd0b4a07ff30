/**
 * Makes a stack whose `up` or `destroy` was killed fit for the next one: removes the lock of the dead process, takes over what was made
 * but not noted down, forgets what was not made, and clears Helm releases that hang half installed. A stack that ended well is left as it is.
 */
import { capture, passThrough } from "../process";
import type { Captured } from "../process";
import { OpenstackClient } from "../openstack/client";
import { readCloud } from "../openstack/clouds";
import { kubeconfigOf, pendingReleases, removeStuckReleases } from "./helm";
import { removeDeadLocks } from "./lock";
import { lookups } from "./lookups";
import { endOrphanedPlugins } from "./orphans";
import { decide, exportSchema, knownIds, pendingCreates, refreshArguments } from "./plan";
import type { Decision, PendingCreate } from "./plan";

export interface RecoverOptions {
  /** Folder of Pulumi.yaml. */
  cwd: string;
  stack: string;
  project: string;
  /** Entry of clouds.yaml; without one nothing is looked up in a cloud. */
  cloud?: string;
  env: NodeJS.ProcessEnv;
  /** Gets one line per thing that is done. */
  progress: (line: string) => void;
  /** Between two looks at a thing that is still being made, milliseconds. @default 2000 */
  interval?: number;
}

const clusterTypes = ["openstack:containerinfra/cluster:Cluster", "openstack:containerinfra/nodeGroup:NodeGroup"];
/** Magnum's own limit on creating a cluster, milliseconds. */
const clusterLimit = 60 * 60_000;

/** A cluster that is still being made cannot be taken over: its kubeconfig does not exist yet. */
async function settled(client: OpenstackClient, options: RecoverOptions): Promise<void> {
  const deadline = Date.now() + clusterLimit;
  for (;;) {
    const answer = (await client.get("container-infra", "/clusters")) as {
      clusters: { name: string; status: string }[];
    };
    const busy = answer.clusters.filter(({ status }) => status.endsWith("_IN_PROGRESS"));
    if (busy.length === 0) return;
    if (Date.now() > deadline)
      throw new Error(`clusters still in progress: ${busy.map(({ name }) => name).join(", ")}`);
    options.progress(`waiting for ${busy.map(({ name, status }) => `cluster ${name} (${status})`).join(", ")}`);
    await new Promise((resolve) => setTimeout(resolve, options.interval ?? 2000));
  }
}

async function decideAll(pending: PendingCreate[], known: Set<string>, options: RecoverOptions): Promise<Decision[]> {
  if (options.cloud === undefined) return pending.map(({ urn }) => ({ urn, action: "forget" }));
  const client = await OpenstackClient.login(readCloud(options.cloud, options.env));
  if (pending.some(({ type }) => clusterTypes.includes(type))) await settled(client, options);
  return Promise.all(
    pending.map(async (create) => {
      const lookup = lookups[create.type];
      return decide(create, lookup === undefined ? [] : await lookup(client, create.inputs), known);
    }),
  );
}

function report(decision: Decision, options: RecoverOptions): void {
  const name = decision.urn.split("::").slice(2).join(" ");
  if (decision.action === "adopt") options.progress(`${name}: was made as ${decision.id}, taken over`);
  if (decision.action === "forget") options.progress(`${name}: was not made, will be made again`);
}

function demandNoQuestions(decisions: readonly Decision[], options: RecoverOptions): void {
  const open = decisions.flatMap((decision) => (decision.action === "ask" ? [decision] : []));
  if (open.length === 0) return;
  const lines = open.map(({ urn, candidates }) => `  ${urn}: one of ${candidates.join(", ")}`);
  throw new Error(
    `an interrupted run made something that cannot be told apart from other things in the project:\n${lines.join("\n")}\n` +
      `Say which it is, with: pulumi refresh --stack ${options.stack} --import-pending-creates URN --import-pending-creates ID\n` +
      `or, if it is none of them: pulumi refresh --stack ${options.stack} --clear-pending-creates`,
  );
}

function demandSuccess(what: string, result: Captured): string {
  if (result.code !== 0) throw new Error(`${what} ended with ${result.code}: ${result.stderr.trim()}`);
  return result.stdout;
}

/** Returns true when there was something to mend. An Error says what a person has to decide. */
export async function recoverStack(options: RecoverOptions): Promise<boolean> {
  const { cwd, env, stack } = options;
  const orphans = endOrphanedPlugins(env.PULUMI_HOME);
  if (orphans > 0) options.progress(`ended ${orphans} plugins of a run that was killed`);
  const locks = removeDeadLocks(env.PULUMI_BACKEND_URL ?? "", options.project, stack);
  if (locks > 0) options.progress(`removed the lock of a run that was killed`);

  // Shown secrets stay in this process: the kubeconfig is needed to look into the cluster.
  const exported = await capture("pulumi", ["stack", "export", "--stack", stack, "--show-secrets"], { cwd, env });
  const state = exportSchema.parse(JSON.parse(demandSuccess("pulumi stack export", exported)));
  const pending = pendingCreates(state);
  if (pending.length === 0) return locks > 0;

  const kubeconfig = kubeconfigOf(state);
  if (kubeconfig !== undefined) {
    for (const name of await removeStuckReleases(pendingReleases(pending), kubeconfig, env)) {
      options.progress(`Helm release ${name}: half installed, removed`);
    }
  }
  const decisions = await decideAll(pending, knownIds(state), options);
  decisions.forEach((decision) => report(decision, options));
  demandNoQuestions(decisions, options);
  const adopt = refreshArguments(decisions);
  const code = await passThrough(
    "pulumi",
    ["refresh", "--yes", "--stack", stack, "--clear-pending-creates", "--suppress-outputs", ...adopt],
    { cwd, env },
  );
  if (code !== 0) throw new Error(`pulumi refresh ended with ${code}`);
  return true;
}
