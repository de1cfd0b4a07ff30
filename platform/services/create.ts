/** From declarations of services to what runs: namespace, secret, shared files and release of each. */
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { Config } from "../../config/schema";
import type { Infrastructure, SharedFiles } from "../../infra/contract";
import { HelmService } from "../foundation/helm-service";
import type { IngressController } from "../foundation/ingress";
import type { Labels } from "../foundation/labels";
import type { Opening } from "../foundation/network-policies";
import type { Priorities } from "../foundation/priorities";
import { publishedLabel } from "../foundation/published";
import { ServiceNamespace } from "../foundation/service-namespace";
import { SharedClaim } from "../foundation/shared-claim";
import { fromPrometheus } from "../foundation/watch";
import { fullName } from "../full-name";
import type { SecretStore } from "../secrets/contract";
import { ServiceSecret } from "../secrets/service-secret";
import { endpointsAt } from "./endpoints";
import type { Given, Instance, InstanceSecret, Service } from "./service";
import { backedUpNamespaces, instancesOf } from "./table";
import { watchedAt } from "./watched";

export interface ServiceInstanceArgs {
  service: Service;
  instance: Instance;
  platform: Config["platform"];
  /** Zone of the platform, with its closing dot. */
  zone: string;
  labels: Labels;
  secrets: SecretStore;
  sharedFiles: readonly SharedFiles[];
  given: Given;
  /** Whether the site has Prometheus, which reads the numbers that pods tell. */
  monitored: boolean;
  /** Ingresses need its class, and the webhook that checks them. */
  ingress: IngressController;
  /** Instances that must work before it is installed. */
  after: readonly pulumi.Resource[];
}

export class ServiceInstance extends pulumi.ComponentResource {
  /** Address for users. Missing: nobody comes in from outside. */
  readonly url?: string;

  constructor(name: string, args: ServiceInstanceArgs, opts: pulumi.ComponentResourceOptions) {
    const { service, instance, platform, zone, labels, secrets, sharedFiles, given, ingress, after } = args;
    super(`science-platform:services:${service.component}`, name, { ...instance.settings, zone, labels }, opts);
    const [host] = instance.hosts;
    if (host !== undefined) this.url = `https://${fullName(host, zone)}`;
    const inside = { parent: this };

    const namespace = new ServiceNamespace(
      name,
      {
        ...instance.namespace,
        labels: host === undefined ? labels : { ...labels, ...publishedLabel },
        platform,
        openings: args.monitored ? { ...instance.openings, ...readings(instance) } : instance.openings,
      },
      inside,
    );
    const common = { namespace: namespace.name, labels };
    const needed: pulumi.Resource[] = [namespace];
    if (instance.secret) needed.push(serviceSecret(instance.secret, { ...common, secrets }, this));
    for (const mount of instance.files ?? []) {
      const files = sharedFiles.find((one) => one.name === mount.export);
      // config/checks has made sure of it.
      if (files === undefined)
        throw new Error(`${name} mounts the export ${mount.export}, which the site does not have`);
      needed.push(new SharedClaim(`${name}-${mount.export}`, { ...common, files, readOnly: mount.readOnly }, inside));
    }
    for (const [map, { labels: more = {}, data }] of Object.entries(instance.configMaps?.(given) ?? {}))
      needed.push(
        new kubernetes.core.v1.ConfigMap(
          `${name}-${map}`,
          { metadata: { name: map, namespace: namespace.name, labels: { ...labels, ...more } }, data },
          inside,
        ),
      );
    new HelmService(
      name,
      {
        chart: instance.chart,
        release: name,
        platform,
        namespace: namespace.name,
        values: instance.values(given),
        resources: instance.resources,
        ...(instance.timeout === undefined ? {} : { timeout: instance.timeout }),
      },
      { parent: this, dependsOn: [...needed, ingress, ...after] },
    );

    this.registerOutputs(this.url === undefined ? {} : { url: this.url });
  }
}

/** Openings for Prometheus. */
function readings({ metrics = [] }: Instance): Record<string, Opening> {
  return Object.fromEntries(metrics.map((one) => [`metrics-${one.job}`, fromPrometheus(one)]));
}

function serviceSecret(
  { name, declared, formerParent }: InstanceSecret,
  args: { secrets: SecretStore; namespace: pulumi.Input<string>; labels: Labels },
  parent: ServiceInstance,
): ServiceSecret {
  const aliases = formerParent ? [{ parent: formerParent(parent) }] : [];
  return new ServiceSecret(name, { ...args, service: declared.service, secretName: name, aliases }, { parent });
}

function givenBy({
  cloudCredentials,
  cluster,
  database,
  objectStore,
  identity,
  storage: { fileServer },
}: Infrastructure): Omit<Given, "priority" | "authority" | "backedUp" | "watched" | "endpoints"> {
  const accounts = Object.entries(identity?.serviceAccounts ?? {}).map(([service, { email }]) => [service, email]);
  return {
    pools: cluster.nodePools,
    ...(database === undefined ? {} : { database }),
    ...(objectStore === undefined ? {} : { objectStore }),
    ...(fileServer === undefined ? {} : { fileServer: fileServer.address }),
    ...(cloudCredentials === undefined ? {} : { cloudLogins: cloudCredentials }),
    ...(identity === undefined ? {} : { accounts: Object.fromEntries(accounts) as Given["accounts"] & object }),
  };
}

export interface Services {
  /** Name of each to its address for users. */
  endpoints: Record<string, string>;
  /** What everything that may use shared files comes after. */
  first: readonly pulumi.Resource[];
}

/** Makes every service of the site. */
export function createServices(
  config: Config,
  infrastructure: Infrastructure,
  common: { labels: Labels; secrets: SecretStore; priority: Priorities["names"]; ingress: IngressController },
  opts: pulumi.ComponentResourceOptions,
): Services {
  const { labels, secrets, priority, ingress } = common;
  const instances = instancesOf(config);
  const given: Given = {
    priority,
    ...givenBy(infrastructure),
    ...(ingress.authority === undefined ? {} : { authority: ingress.authority }),
    backedUp: backedUpNamespaces(config),
    watched: watchedAt(config, instances),
    endpoints: endpointsAt(config, instances),
  };
  const made = new Map<string, ServiceInstance>();
  const first: ServiceInstance[] = [];
  const make = ({ service, instance }: (typeof instances)[number]): ServiceInstance =>
    new ServiceInstance(
      instance.name,
      {
        service,
        instance,
        platform: config.platform,
        zone: infrastructure.dns.zone,
        labels,
        secrets,
        sharedFiles: infrastructure.storage.sharedFiles,
        given,
        monitored: config.services.monitoring !== undefined,
        ingress,
        after: (instance.after ?? []).flatMap((name) => made.get(name) ?? []),
      },
      // What is in a component goes before what the component depends on: pods and claims of the namespace too, not only its release.
      instance.first || first.length === 0 ? opts : { ...opts, dependsOn: first },
    );
  for (const one of inOrder(instances)) {
    const created = make(one);
    made.set(one.instance.name, created);
    if (one.instance.first) first.push(created);
  }
  const endpoints = instances.flatMap(({ instance: { name } }): [string, string][] => {
    const url = made.get(name)?.url;
    return url === undefined ? [] : [[name, url]];
  });
  return { endpoints: Object.fromEntries(endpoints), first };
}

/**
 * Those that come first, then each after those that it waits for, otherwise as they are.
 *
 * @throws Error when two wait for each other: a mistake of ours.
 */
export function inOrder<T extends { instance: Pick<Instance, "name" | "after" | "first"> }>(
  instances: readonly T[],
): T[] {
  const ordered: T[] = [];
  let waiting = [...instances].sort((a, b) => Number(b.instance.first ?? false) - Number(a.instance.first ?? false));
  while (waiting.length > 0) {
    const names = new Set(waiting.map(({ instance }) => instance.name));
    const ready = waiting.filter(({ instance: { after = [] } }) => !after.some((name) => names.has(name)));
    if (ready.length === 0) throw new Error(`these instances wait for each other: ${[...names].join(", ")}`);
    ordered.push(...ready);
    waiting = waiting.filter((one) => !ready.includes(one));
  }
  return ordered;
}
