/** What only the cloud and the cluster know: how much of the quotas is in use, when certificates end. Read-only. */
import { z } from "zod";
import { quantity } from "../../config/quantity";
import type { Config } from "../../config/schema";
import { withKubectl, type Kubectl } from "../destroy/cluster-access";
import { errorText } from "../error-text";
import { login } from "../preflight/login";
import { computeQuotas, networkQuotas, volumeQuotas, type Quota } from "../openstack/quotas";
import type { Usage } from "./capacity";
import type { LiveCertificate } from "./certificates";

export interface Live {
  usage: Usage[];
  certificates: LiveCertificate[];
  /** What did not answer, each with why. */
  errors: string[];
}

/**
 * @param stack Its name, for messages.
 * @param kubeconfig Of the stack's cluster; undefined: it has none yet.
 */
export async function lookLive(
  stack: string,
  config: Config,
  kubeconfig: string | undefined,
  env: NodeJS.ProcessEnv,
): Promise<Live> {
  const errors: string[] = [];
  const attempt = async <T>(what: string, nothing: T, work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      errors.push(`${what}: ${errorText(error)}`);
      return nothing;
    }
  };
  const inCluster = kubeconfig === undefined ? undefined : { kubeconfig };
  const [cloud, quotas, certificates] = await Promise.all([
    attempt<Usage[]>("quotas of the project", [], () => projectUsage(config, stack)),
    inCluster === undefined
      ? []
      : attempt<Usage[]>("quotas in the cluster", [], () => withKubectl(inCluster.kubeconfig, env, namespaceUsage)),
    inCluster === undefined
      ? []
      : attempt<LiveCertificate[]>("certificates", [], () => withKubectl(inCluster.kubeconfig, env, liveCertificates)),
  ]);
  return { usage: [...cloud, ...quotas], certificates, errors };
}

async function projectUsage(config: Config, stack: string): Promise<Usage[]> {
  if (config.cloud !== "openstack") return [];
  const client = await login(config.openstack, stack);
  const [compute, network, volumes] = await Promise.all([
    computeQuotas(client),
    networkQuotas(client),
    volumeQuotas(client),
  ]);
  const row = (label: string, { limit, used }: Quota, unit = "") => ({ label, used, limit, unit });
  return [
    {
      title: `Project ${client.projectName} of the cloud`,
      rows: [
        row("instances", compute.instances),
        row("cores", compute.cores),
        row("memory", { limit: compute.memory.limit / 1024, used: compute.memory.used / 1024 }, "GiB"),
        row("volumes", volumes.volumes),
        row("volume storage", volumes.gigabytes, "GiB"),
        row("floating addresses", network.floatingIps),
        row("networks", network.networks),
      ],
    },
  ];
}

const quotaList = z.object({
  items: z.array(
    z.object({
      metadata: z.object({ name: z.string(), namespace: z.string() }),
      status: z
        .object({
          hard: z.record(z.string(), z.string()).default({}),
          used: z.record(z.string(), z.string()).default({}),
        })
        .default({ hard: {}, used: {} }),
    }),
  ),
});

async function namespaceUsage(kubectl: Kubectl): Promise<Usage[]> {
  const { items } = quotaList.parse(
    JSON.parse(await kubectl.run("get", "resourcequotas", "--all-namespaces", "--output", "json")),
  );
  return items.map(({ metadata, status: { hard, used } }) => ({
    title: `Quota of namespace ${metadata.namespace}`,
    rows: Object.keys(hard)
      .sort()
      .map((label) => {
        const bytes = /memory|storage$/.test(label);
        const amount = (text: string | undefined) => {
          const value = text === undefined ? undefined : quantity(text);
          return value === undefined || !bytes ? value : value / 2 ** 30;
        };
        return { label, used: amount(used[label]), limit: amount(hard[label]), unit: bytes ? "GiB" : "" };
      }),
  }));
}

const certificateList = z.object({
  items: z.array(
    z.object({
      metadata: z.object({ name: z.string(), namespace: z.string() }),
      spec: z.object({ dnsNames: z.array(z.string()).default([]) }),
      status: z
        .object({
          notAfter: z.string().optional(),
          conditions: z.array(z.object({ type: z.string(), status: z.string() })).default([]),
        })
        .default({ conditions: [] }),
    }),
  ),
});

async function liveCertificates(kubectl: Kubectl): Promise<LiveCertificate[]> {
  const known = await kubectl.run("get", "customresourcedefinitions", "--output", "name");
  if (!known.includes("/certificates.cert-manager.io\n")) return [];
  const text = await kubectl.run("get", "certificates.cert-manager.io", "--all-namespaces", "--output", "json");
  return certificateList.parse(JSON.parse(text)).items.map(({ metadata, spec, status }) => ({
    name: `${metadata.namespace}/${metadata.name}`,
    hosts: spec.dnsNames,
    ends: status.notAfter,
    ready: status.conditions.some((one) => one.type === "Ready" && one.status === "True"),
  }));
}
