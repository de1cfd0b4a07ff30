/**
 * Makes a stack whose `up` or `destroy` was killed fit for the next one: removes the lock of the dead process, takes over what was made
 * but not noted down, forgets what was not made, and clears Helm releases that hang half installed. A stack that ended well is left as it is.
 */
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { z } from "zod";
import { capture } from "../process";
import type { Captured } from "../process";
import { OpenstackClient } from "../openstack/client";
import { readCloud } from "../openstack/clouds";
import { cureReleases, kubeconfigOf, pendingReleases } from "./helm";
import { removeDeadLocks } from "./lock";
import { lookups, lookupsWithoutName, places, statusOf } from "./lookups";
import { endOrphanedPlugins } from "./orphans";
import { carryOut, decide, exportSchema, knownIds, pendingCreates } from "./plan";
import type { Decision, PendingCreate, StackExport } from "./plan";
import { dependents, type Ending, endingOf, settled as settledState, unfinished, type Unfinished } from "./unfinished";

export interface RecoverOptions {
  /** Folder of Pulumi.yaml. */
  cwd: string;
  stack: string;
  project: string;
  /** Entry of clouds.yaml; without one nothing is looked up in a cloud. */
  cloud?: string;
  /** The project holds nothing but this stack, so that even things without a name must be ours. @default false */
  exclusive?: boolean;
  env: NodeJS.ProcessEnv;
  /** Ends the waiting. */
  signal?: AbortSignal;
  /** Gets one line per thing that is done. */
  progress: (line: string) => void;
  /** How long what is still being made is waited for, milliseconds. @default 10 minutes */
  patience?: number;
  /** Between two looks at a thing that is still being made, milliseconds. @default 2000 */
  interval?: number;
}

const clusterTypes = ["openstack:containerinfra/cluster:Cluster", "openstack:containerinfra/nodeGroup:NodeGroup"];
/** Magnum's own limit on creating a cluster, milliseconds. */
const clusterLimit = 60 * 60_000;

const clustersSchema = z.object({ clusters: z.array(z.object({ name: z.string(), status: z.string() })) });

/** A cluster that is still being made cannot be taken over: its kubeconfig does not exist yet. */
async function settled(client: OpenstackClient, options: RecoverOptions): Promise<void> {
  const deadline = Date.now() + clusterLimit;
  for (;;) {
    options.signal?.throwIfAborted();
    const { clusters } = clustersSchema.parse(await client.get("container-infra", "/clusters"));
    const busy = clusters.filter(({ status }) => status.endsWith("_IN_PROGRESS"));
    if (busy.length === 0) return;
    if (Date.now() > deadline)
      throw new Error(`clusters still in progress: ${busy.map(({ name }) => name).join(", ")}`);
    options.progress(`waiting for ${busy.map(({ name, status }) => `cluster ${name} (${status})`).join(", ")}`);
    await new Promise((resolve) => setTimeout(resolve, options.interval ?? 2000));
  }
}

async function decideAll(
  client: OpenstackClient,
  pending: PendingCreate[],
  known: Set<string>,
  options: RecoverOptions,
): Promise<Decision[]> {
  if (pending.some(({ type }) => clusterTypes.includes(type))) await settled(client, options);
  const all = options.exclusive === true ? { ...lookups, ...lookupsWithoutName } : lookups;
  return Promise.all(
    pending.map(async (create) => {
      const lookup = all[create.type];
      return decide(create, lookup === undefined ? [] : await lookup(client, create.inputs), known);
    }),
  );
}

/** Deletes what came to nothing, and waits for clusters to be gone: two of one name would fight over their things. */
async function discardFailed(
  client: OpenstackClient,
  decisions: readonly Decision[],
  types: ReadonlyMap<string, string>,
  options: RecoverOptions,
): Promise<void> {
  for (const decision of decisions) {
    if (decision.action !== "discard") continue;
    const place = places[types.get(decision.urn) ?? ""];
    if (place === undefined) throw new Error(`${decision.urn}: ${decision.id} has failed; delete it, and try again`);
    await client.delete(place.service, place.path(decision.id));
  }
  if (decisions.some(({ action }) => action === "discard") && client.has("container-infra")) {
    await settled(client, options);
  }
}

function report(decision: Decision, options: RecoverOptions): void {
  const name = decision.urn.split("::").slice(2).join(" ");
  if (decision.action === "adopt") options.progress(`${name}: was made as ${decision.id}, taken over`);
  if (decision.action === "discard") options.progress(`${name}: ${decision.id} came to nothing, deleted`);
  if (decision.action === "forget") options.progress(`${name}: was not made, will be made again`);
}

function demandNoQuestions(decisions: readonly Decision[]): void {
  const open = decisions.flatMap((decision) => (decision.action === "ask" ? [decision] : []));
  if (open.length === 0) return;
  const lines = open.map(({ urn, candidates }) => `  ${urn}: one of ${candidates.join(", ")}`);
  throw new Error(
    `an interrupted run made something that cannot be told apart from other things in the project:\n${lines.join("\n")}\n` +
      "Delete those that nothing uses, and run the command again.",
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
  const kubeconfig = kubeconfigOf(state);
  const cured = kubeconfig === undefined ? [] : await cureReleases(pendingReleases(state), kubeconfig, env);
  cured.forEach(options.progress);

  const changes = [await pendingChange(state, options), await unfinishedChange(state, options)].filter(
    (change) => change !== undefined,
  );
  if (changes.length === 0) return locks > 0 || cured.length > 0;
  // Exported again without shown secrets: what is written back stays encrypted all the way.
  const encrypted = await capture("pulumi", ["stack", "export", "--stack", stack], { cwd, env });
  const before = exportSchema.parse(JSON.parse(demandSuccess("pulumi stack export", encrypted)));
  const after = changes.reduce((one, change) => change(one), before);
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "recover-"));
  try {
    const file = path.join(folder, "state.json");
    fs.writeFileSync(file, JSON.stringify(after), { mode: 0o600 });
    const imported = await capture("pulumi", ["stack", "import", "--stack", stack, "--file", file], { cwd, env });
    demandSuccess("pulumi stack import", imported);
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
  return true;
}

type Change = (stack: StackExport) => StackExport;

/** undefined: nothing was being made when the run was killed. */
async function pendingChange(state: StackExport, options: RecoverOptions): Promise<Change | undefined> {
  const pending = pendingCreates(state);
  if (pending.length === 0) return undefined;
  const decisions = await takeOver(pending, knownIds(state), options);
  return (before) => carryOut(before, decisions);
}

/** undefined: the state has nothing that came to nothing. */
async function unfinishedChange(state: StackExport, options: RecoverOptions): Promise<Change | undefined> {
  const { cloud, env, progress } = options;
  const begun = unfinished(state, Object.keys(places));
  if (begun.length === 0 || cloud === undefined) return undefined;
  const client = await OpenstackClient.login(readCloud(cloud, env));
  const endings = new Map<string, Ending>();
  for (const one of begun) {
    const name = one.urn.split("::").slice(2).join(" ");
    const ending = await endOf(client, one, options);
    if (ending === "failed" || ending === "gone") {
      const users = dependents(state, one.urn).map((urn) => `  ${urn}`);
      if (users.length > 0)
        throw new Error(
          `${name} (${one.id}) has failed, and others of the stack depend on it:\n${users.join("\n")}\n` +
            `Have it made anew with \`pulumi up --replace '${one.urn}'\`.`,
        );
    }
    if (ending === "failed") await remove(client, one, options);
    progress(
      `${name}: ${one.id} ${ending === "complete" ? "is whole after all" : "came to nothing; it will be made anew"}`,
    );
    endings.set(one.urn, ending);
  }
  return (before) => settledState(before, endings);
}

/** How the cloud says that it ended; waits for what is still in progress. */
async function endOf(
  client: OpenstackClient,
  one: Unfinished,
  options: RecoverOptions,
): Promise<Exclude<Ending, "in progress">> {
  const { interval = 2000, patience = 10 * 60_000, progress, signal } = options;
  const deadline = Date.now() + patience;
  for (let said = ""; ; ) {
    signal?.throwIfAborted();
    const status = await statusOf(client, one);
    const ending = endingOf(status);
    if (ending !== "in progress") return ending;
    const what = `${one.urn.split("::").slice(2).join(" ")} (${one.id}) is ${status}`;
    if (Date.now() > deadline)
      throw new Error(
        `${what}, and has been for ${Math.round(patience / 60_000)} minutes. If it hangs, delete it ` +
          "(`openstack coe cluster delete` for a cluster) and run this again; if it still goes on, only run this again.",
      );
    if (said !== what) progress(`waiting: ${what}`);
    said = what;
    await new Promise((resolve) => setTimeout(resolve, interval));
  }
}

/** Deletes it, and waits until it is gone: two of one name would fight over their things. */
async function remove(client: OpenstackClient, one: Unfinished, options: RecoverOptions): Promise<void> {
  const { interval = 2000, patience = 10 * 60_000, signal } = options;
  const place = places[one.type];
  if (place === undefined) return;
  await client.delete(place.service, place.path(one.id));
  for (const deadline = Date.now() + patience; ; ) {
    signal?.throwIfAborted();
    const status = await statusOf(client, one);
    if (status === undefined || /^deleted$/i.test(status)) return;
    if (/delete_failed|error_deleting/i.test(status) || Date.now() > deadline)
      throw new Error(`${one.id} cannot be deleted: the cloud says ${status}. Delete it yourself, and run this again.`);
    await new Promise((resolve) => setTimeout(resolve, interval));
  }
}

/** Finds out what became of each creation, and deletes what came to nothing. */
async function takeOver(pending: PendingCreate[], known: Set<string>, options: RecoverOptions): Promise<Decision[]> {
  if (options.cloud === undefined) return [];
  const client = await OpenstackClient.login(readCloud(options.cloud, options.env));
  const decisions = await decideAll(client, pending, known, options);
  demandNoQuestions(decisions);
  await discardFailed(client, decisions, new Map(pending.map(({ urn, type }) => [urn, type])), options);
  decisions.forEach((decision) => report(decision, options));
  return decisions;
}
