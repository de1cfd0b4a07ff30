/** Every service that a site can switch on. A new one is a file beside this one, and a line here: docs/adding-a-service.md. */
import type { Config } from "../../config/schema";
import { catalog } from "../catalog";
import { backup } from "./backup";
import { batch } from "./batch";
import { database } from "./database";
import { fileServer } from "./file-server";
import { identity } from "./identity";
import { vaultNamespace } from "../secrets/place";
import { landingPage } from "./landing-page";
import { logging } from "./logging";
import { monitoring } from "./monitoring";
import { installed } from "../../config/checks/phalanx-applications";
import { registry } from "./registry";
import { portal } from "./portal";
import type { Instance, Service } from "./service";
import { tap } from "./tap";
import { uptime } from "./uptime";
import { virtualLabs } from "./virtual-labs";

export const services: readonly Service[] = [
  landingPage,
  virtualLabs,
  portal,
  tap,
  monitoring,
  uptime,
  logging,
  backup,
  database,
  identity,
  registry,
  batch,
  fileServer,
];

/** What runs of all of them at a site, in the table's order. */
export function instancesOf(config: Config): { service: Service; instance: Instance }[] {
  return services.flatMap((service) => service.instances(config).map((instance) => ({ service, instance })));
}

/**
 * Namespaces with volumes that hold what nobody can make again, sorted: those of services that say so, of Vault's own copies, and of
 * Phalanx's applications, which have the names of their namespaces and do not say.
 */
export function backedUpNamespaces(config: Config): string[] {
  const services = instancesOf(config).flatMap(({ instance }) =>
    instance.backup.kind === "volumes" ? [instance.name] : [],
  );
  const { phalanx, secrets } = config;
  const vault = secrets.backend === "vault-in-cluster" ? [vaultNamespace] : [];
  return [...new Set([...services, ...installed(phalanx), ...vault])].sort();
}

/** Releases that a site may give values to. Those of services are named like the service, because a site may have several of a chart. */
export function releaseNames(config: Config): string[] {
  const ofServices = new Set(services.flatMap(({ charts }) => charts.map(({ name }) => name)));
  const ofCharts = Object.values(catalog).flatMap(({ name }) => (ofServices.has(name) ? [] : [name]));
  return [...new Set([...ofCharts, ...instancesOf(config).map(({ instance }) => instance.name)])];
}
