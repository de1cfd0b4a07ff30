/** A restore: what the cluster says beforehand, and the object that begins it. */
import { z } from "zod";
import type { Kubectl } from "../destroy/cluster-access";
import { errorText } from "../error-text";
import { storedClaims } from "./contents";
import { plan, usableBackup, type Facts, type NamespaceFacts, type Plan, type Question } from "./preflight";
import { apiVersion, inventory, namespace, stamp } from "./velero";

const named = z.object({ metadata: z.object({ name: z.string() }) });
const quantities = z.record(z.string(), z.string()).default({});
const namespaceList = z.object({ items: z.array(named) });
const quotaList = z.object({
  items: z.array(named.extend({ status: z.object({ hard: quantities, used: quantities }).prefault({}) })),
});

/** Looks, and changes nothing but a question to Velero, which is taken away again. */
export async function planRestore(kubectl: Kubectl, question: Question): Promise<Plan> {
  const velero = await inventory(kubectl);
  const usable = usableBackup(velero, question.backup, question.now);
  if ("problems" in usable) return plan(question, { ...velero, namespaces: [], contents: [] });
  const [namespaces, contents] = await Promise.all([
    namespaceFacts(kubectl, question.namespaces),
    storedClaims(kubectl, question.backup, question.now).catch((error: unknown): Facts["contents"] => ({
      unknown: errorText(error),
    })),
  ]);
  return plan(question, { ...velero, namespaces, contents });
}

async function namespaceFacts(kubectl: Kubectl, names: readonly string[]): Promise<NamespaceFacts[]> {
  const get = async (...what: string[]): Promise<unknown> =>
    JSON.parse(await kubectl.run("get", ...what, "--output", "json"));
  const there = namespaceList.parse(await get("namespaces")).items.map(({ metadata }) => metadata.name);
  return Promise.all(
    names.map(async (name): Promise<NamespaceFacts> => {
      if (!there.includes(name)) return { name, exists: false, claims: [], quotas: [] };
      const [claims, quotas] = await Promise.all([
        get("persistentvolumeclaims", "--namespace", name),
        get("resourcequotas", "--namespace", name),
      ]);
      return {
        name,
        exists: true,
        claims: namespaceList.parse(claims).items.map(({ metadata }) => metadata.name),
        quotas: quotaList
          .parse(quotas)
          .items.map(({ metadata, status }) => ({ name: metadata.name, hard: status.hard, used: status.used })),
      };
    }),
  );
}

/**
 * What a running cluster makes by itself, and what only this cluster's nodes mean. Pods above all: JupyterHub and the controllers make
 * new ones, and a user's server of last night is nobody's any more.
 */
const excluded = [
  "pods",
  "replicasets.apps",
  "jobs.batch",
  "endpoints",
  "endpointslices.discovery.k8s.io",
  "events",
  "events.events.k8s.io",
  "nodes",
  "csinodes.storage.k8s.io",
  "volumeattachments.storage.k8s.io",
  "backups.velero.io",
  "restores.velero.io",
  "backuprepositories.velero.io",
];

export function restoreOf({ backup, namespaces, now }: Question) {
  return {
    apiVersion,
    kind: "Restore",
    metadata: { name: `${backup}-${stamp(now)}`, namespace },
    spec: {
      backupName: backup,
      includedNamespaces: [...namespaces],
      excludedResources: excluded,
      restorePVs: true,
    },
  };
}
