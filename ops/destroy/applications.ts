/**
 * Takes Argo CD's Applications away while Argo CD is there to remove what they made. One that it does not manage to remove, because it is
 * broken or gone itself, is freed of its finalizer: otherwise its namespace, and `pulumi destroy`, would wait for it for ever.
 */
import { z } from "zod";
import { isNoSuchKind, kind, namespace } from "../phalanx/cluster";
import type { Kubectl } from "./cluster-access";

const waveKey = "argocd.argoproj.io/sync-wave";

const listSchema = z.object({
  items: z.array(
    z.object({
      metadata: z.object({ name: z.string(), annotations: z.record(z.string(), z.string()).default({}) }),
      status: z.object({ resources: z.array(z.unknown()).default([]) }).prefault({}),
    }),
  ),
});

type Application = z.infer<typeof listSchema>["items"][number];

export interface ApplicationsOptions {
  kubectl: Kubectl;
  /** Name of the app of apps, which goes last. */
  root: string;
  /** Gets one line per thing that is done. */
  progress: (line: string) => void;
  /** Milliseconds without any change until Argo CD counts as unable. */
  patience: number;
  /** Milliseconds between two looks. */
  interval: number;
}

/**
 * In the reverse order of their waves; those without one, which only the app of apps has made, go first.
 *
 * @returns the applications whose finalizers were taken off, so that what they made may still be in the cluster
 */
export async function removeApplications(options: ApplicationsOptions): Promise<string[]> {
  const { kubectl, root, progress } = options;
  const all = await list(kubectl);
  // It would make the others again.
  if (all.some(({ metadata }) => metadata.name === root))
    await kubectl.run(...patch(root, { spec: { syncPolicy: null } }));
  const freed: string[] = [];
  for (const names of inOrder(all, root)) {
    progress(`removing the applications ${names.join(", ")}`);
    await kubectl.run("delete", kind, "--namespace", namespace, "--ignore-not-found", "--wait=false", ...names);
    freed.push(...(await untilGone(names, options)));
  }
  return freed;
}

async function list(kubectl: Kubectl): Promise<Application[]> {
  try {
    const text = await kubectl.run("get", kind, "--namespace", namespace, "--output", "json");
    return listSchema.parse(JSON.parse(text)).items;
  } catch (error) {
    // An installation that failed early has none.
    if (isNoSuchKind((error as Error).message)) return [];
    throw error;
  }
}

function inOrder(applications: readonly Application[], root: string): string[][] {
  const wave = ({ metadata: { name, annotations } }: Application) =>
    name === root ? -Infinity : Number(annotations[waveKey] ?? Infinity);
  const waves = [...new Set(applications.map(wave))].sort((a, b) => b - a);
  return waves.map((one) =>
    applications
      .filter((application) => wave(application) === one)
      .map(({ metadata }) => metadata.name)
      .sort(),
  );
}

/** @returns those that had to be freed */
async function untilGone(names: readonly string[], options: ApplicationsOptions): Promise<string[]> {
  const { kubectl, progress, patience, interval } = options;
  let since = Date.now();
  let before = "";
  for (;;) {
    const left = (await list(kubectl)).filter(({ metadata }) => names.includes(metadata.name));
    if (left.length === 0) return [];
    const now = left.map(({ metadata, status }) => `${metadata.name} ${status.resources.length}`).join();
    if (now !== before) since = Date.now();
    before = now;
    if (Date.now() - since >= patience) {
      const stuck = left.map(({ metadata }) => metadata.name);
      for (const name of stuck) await kubectl.run(...patch(name, { metadata: { finalizers: null } }));
      progress(
        `Argo CD does not remove ${stuck.join(", ")}: let go without it. What they made stays in the cluster, in the namespaces of the same names.`,
      );
      return stuck;
    }
    await new Promise((resolve) => setTimeout(resolve, interval));
  }
}

function patch(name: string, change: object): string[] {
  return ["patch", kind, name, "--namespace", namespace, "--type", "merge", "--patch", JSON.stringify(change)];
}
