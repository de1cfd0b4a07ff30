/**
 * Destroys a stack and proves that it is gone: empties the cluster first of what the cloud would keep, ends what an earlier run left
 * half done, has Pulumi delete the rest, and lists what the cloud still has of it. Every step can be run again.
 */
import * as path from "node:path";
import type { Config } from "../../config/schema";
import { stacksIn } from "../../config/stack-file-siblings";
import { appOfApps } from "../../platform/services/phalanx/applications";
import { resolvedConfig } from "../config-check";
import { UserError } from "../errors";
import { OpenstackClient } from "../openstack/client";
import { readCloud } from "../openstack/clouds";
import { survey } from "../openstack/inventory";
import { passThrough } from "../process";
import { noPulumi, pulumi } from "../pulumi";
import { recoverStack } from "../recover";
import { cureReleases, kubeconfigOf, pendingReleases } from "../recover/helm";
import { removeDeadLocks } from "../recover/lock";
import { exportSchema, pendingCreates, type StackExport } from "../recover/plan";
import { removeApplications } from "./applications";
import { namesOf, rememberClusters, rememberedClusters } from "./clusters";
import { withKubectl } from "./cluster-access";
import { drain, lookInto } from "./drain";
import { drainPlan, type DrainPlan, isDrained } from "./drain-plan";
import { expected } from "./expected";
import { remaining, type Remaining } from "./remaining";
import { announcement, type ClusterLook } from "./report";
import { clustersOf, inClusterOf, keysOf, planOf, type Resource, resourcesOf } from "./state";

const project = "science-platform";

export interface DestroyOptions {
  stack: string;
  /** Folder of Pulumi.yaml and the stack files. */
  directory: string;
  env: NodeJS.ProcessEnv;
  /** Leave the cluster as it is, and go on when it does not answer. @default false */
  skipDrain?: boolean;
  /** Minutes that load balancers and volumes may take to go. @default 15 */
  drainLimit?: number;
  /** Shows what will happen, and says whether it shall. */
  confirm: (announcement: string) => Promise<boolean>;
  /** Gets one line per thing that is done. */
  progress: (line: string) => void;
  /** Where Pulumi's own output goes. @default "stdout" */
  output?: "stdout" | "stderr";
  /** Milliseconds between two looks. @default 3000 */
  interval?: number;
}

export interface DestroyResult {
  cloud: Config["cloud"];
  /** Entry of clouds.yaml. */
  entry?: string;
  /** What was done to the cluster; missing where nobody looked. */
  drained?: DrainPlan;
  /** Missing for clouds that are not listed. */
  left?: Remaining;
  /** Kinds that could not be listed, each with why; `forbidden`: the login may not see such things, and so has made none. */
  unseen: { kind: string; why: string; forbidden: boolean }[];
  /** True: the state holds nothing any more. */
  empty: boolean;
}

/** @throws UserError when something stands in the way; what is done stays done. */
export async function destroyStack(options: DestroyOptions): Promise<DestroyResult> {
  const run = await Run.begin(options);
  if (!(await run.announce())) throw new UserError("Nothing was done.");
  await run.mend();
  const drained = await run.drain();
  if (drained !== undefined) await run.removeApplications();
  await run.destroy();
  const listed = await run.list();
  return { cloud: run.config.cloud, ...(drained ? { drained } : {}), ...listed };
}

class Run {
  private constructor(
    private readonly options: DestroyOptions,
    readonly config: Config,
    /** Logged in; missing for clouds that are not OpenStack. */
    private readonly client: OpenstackClient | undefined,
    private state: StackExport,
    /** Names of the stack's clusters, the newest first. */
    private clusters: string[],
  ) {}

  static async begin(options: DestroyOptions): Promise<Run> {
    const { directory, env, stack } = options;
    const config = resolvedConfig(path.join(directory, `Pulumi.${stack}.yaml`), directory);
    const state = await exportState(options);
    const client = config.cloud === "openstack" ? await login(config.openstack.cloud, env) : undefined;
    return new Run(options, config, client, state, await rememberedClusters(stack, options));
  }

  private get resources(): Resource[] {
    return resourcesOf(this.state);
  }

  /** Nothing is asked when there is nothing to delete. */
  async announce(): Promise<boolean> {
    const plan = planOf(this.resources);
    if (plan.deleted.length + plan.retained.length === 0 && !this.state.deployment.pending_operations?.length)
      return true;
    return this.options.confirm(announcement(this.options.stack, plan, await this.look()));
  }

  /** Takes over or forgets what a killed run has left, and frees the stack of its lock. */
  async mend(): Promise<void> {
    const { directory: cwd, env, interval, progress, stack } = this.options;
    const { config } = this;
    if (config.cloud === "openstack") {
      const { cloud } = config.openstack;
      await explained(recoverStack({ cwd, stack, project, cloud, env, progress, ...(interval ? { interval } : {}) }));
    } else {
      await explained(this.mendWithoutCloud());
    }
    this.state = await exportState(this.options);
  }

  /** Creations that nobody can look up stay noted: Pulumi warns of them, and a person can see whether they came about. */
  private async mendWithoutCloud(): Promise<void> {
    const { env, progress, stack } = this.options;
    if (removeDeadLocks(env.PULUMI_BACKEND_URL ?? "", project, stack) > 0)
      progress("removed the lock of a run that was killed");
    const kubeconfig = kubeconfigOf(this.state);
    if (kubeconfig === undefined) return;
    (await cureReleases(pendingReleases(this.state), kubeconfig, env)).forEach(progress);
    for (const { urn } of pendingCreates(this.state))
      progress(`${urn}: a killed run had begun to make it; look whether it is there, and delete it yourself`);
  }

  async drain(): Promise<DrainPlan | undefined> {
    const { drainLimit = 15, env, interval = 3000, progress, stack } = this.options;
    await this.learnClusters();
    const look = await this.look();
    if ("skipped" in look) {
      progress(look.skipped);
      return undefined;
    }
    const { plan } = look;
    if (isDrained(plan) && plan.kept.length === 0) return plan;
    progress(`emptying the cluster of ${stack}`);
    const { client: cloud, clusters } = this;
    await explained(
      withKubectl(kubeconfigOf(this.state) ?? "", env, (kubectl) =>
        drain(plan, { kubectl, clusters, progress, interval, limit: drainLimit * 60_000, ...(cloud ? { cloud } : {}) }),
      ),
    );
    return plan;
  }

  /** After the drain, which keeps the volumes that are to be kept from what Argo CD deletes. */
  async removeApplications(): Promise<void> {
    const { env, interval = 3000, progress, skipDrain = false } = this.options;
    // Others' Argo CD, in a cluster that was there before, is none of our business.
    if (skipDrain || !this.resources.some(({ type }) => type === "kubernetes:argoproj.io/v1alpha1:Application")) return;
    await explained(
      withKubectl(kubeconfigOf(this.state) ?? "", env, (kubectl) =>
        removeApplications({ kubectl, root: appOfApps, progress, interval, patience: 300_000 }),
      ),
    );
  }

  /** While they are there, and before anything is deleted. */
  private async learnClusters(): Promise<void> {
    const { client } = this;
    if (client === undefined) return;
    const now = await explained(Promise.all(clustersOf(this.resources).map(({ id }) => namesOf(client, id))));
    const names = [...new Set([...now.flat(), ...this.clusters])];
    if (names.length > this.clusters.length) await rememberClusters(this.options.stack, names, this.options);
    this.clusters = names;
  }

  /** What is in the cluster. @throws UserError when it does not answer, and that was not foreseen */
  private async look(): Promise<ClusterLook> {
    const { env, skipDrain = false } = this.options;
    const { lifecycle } = this.config;
    const { deleted } = planOf(this.resources);
    const kubeconfig = kubeconfigOf(this.state);
    if (kubeconfig === undefined) return { skipped: "The stack has nothing in a cluster." };
    const clusterGoes = clustersOf(deleted).length > 0;
    const scope = { own: inClusterOf(this.resources), clusterGoes, keepsData: lifecycle === "production" };
    try {
      const objects = await withKubectl(kubeconfig, env, lookInto);
      const plan = drainPlan(objects, scope);
      // Data is kept in any case.
      return { plan: skipDrain ? { ...plan, services: [], claims: [], pods: [], going: [] } : plan, clusterGoes };
    } catch (error) {
      if (error instanceof UserError) throw error;
      const why = `The cluster does not answer: ${(error as Error).message}`;
      if (skipDrain)
        return { skipped: `${why}\nWhat its controllers made in the cloud stays there, and is listed at the end.` };
      throw new UserError(
        `${why}\nLoad balancers and volumes that were made in it would stay in the cloud. If it will never answer again: --skip-drain`,
      );
    }
  }

  async destroy(): Promise<void> {
    const { directory: cwd, env, output = "stdout", stack } = this.options;
    const guarded = planOf(this.resources).protected.length > 0;
    const line = [
      "destroy",
      "--yes",
      "--stack",
      stack,
      "--suppress-outputs",
      ...(guarded ? ["--exclude-protected"] : []),
    ];
    const code = await passThrough("pulumi", line, { cwd, env, output }).catch(noPulumi);
    if (code === 0) return;
    throw new UserError(
      "pulumi destroy did not finish (see above). What is done is noted: run the command again to go on from there.",
    );
  }

  async list(): Promise<Pick<DestroyResult, "entry" | "left" | "unseen" | "empty">> {
    const { client, config, options } = this;
    const before = this.resources;
    const after = resourcesOf(await exportState(options));
    const empty = after.length === 0;
    if (client === undefined || config.cloud !== "openstack") return { unseen: [], empty };
    const { items, refused } = await survey(client);
    const others = Object.values(stacksIn(options.directory, options.stack)).map(({ site }) => site);
    // A router that was there before the site is nobody's left-over, whatever its name.
    const ours = items.filter(({ kind, name }) => kind !== "router" || name !== config.network.router);
    const { clusters } = this;
    const whose = { site: config.site, otherSites: others, clusters, made: keysOf(before) };
    return {
      entry: config.openstack.cloud,
      left: remaining(ours, whose, expected(config, before, after)),
      unseen: refused.map(({ kind, error }) => ({
        kind,
        why: error.message,
        forbidden: error.message.includes(": 403 "),
      })),
      empty,
    };
  }
}

async function login(cloud: string, env: NodeJS.ProcessEnv): Promise<OpenstackClient> {
  return explained(Promise.resolve().then(() => OpenstackClient.login(readCloud(cloud, env))));
}

/** With secrets, which stay in this process: the kubeconfig is one. */
async function exportState({ directory, env, stack }: DestroyOptions): Promise<StackExport> {
  const text = await pulumi(["stack", "export", "--show-secrets", "--stack", stack], { directory, env });
  return exportSchema.parse(JSON.parse(text));
}

/** What the cloud or the cluster refuses is nothing that a stack trace explains. */
async function explained<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof UserError) throw error;
    const { message, cause } = error as Error & { cause?: { code?: string } };
    throw new UserError(`${message}${cause?.code === undefined ? "" : ` (${cause.code})`}`);
  }
}
