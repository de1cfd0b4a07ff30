/** Who sends users to Keycloak: a client each. Pure. */
import type { Config } from "../../../config/schema";
import { fullName } from "../../full-name";
import { grafanaClient, grafanaCallback } from "../monitoring/login";
import { argocdCallback, argocdClient, argocdClientKey } from "../phalanx/argocd-login";
import { argocdUrl } from "../phalanx/wiring";
import { gafaelfawrCallback, gafaelfawrClient } from "../phalanx/wiring-identity";
import { labs } from "../virtual-labs/lab";
import { callback, keycloakClient } from "../virtual-labs/login";
import { secretKeys as labKeys } from "../virtual-labs/values";
import { secretKeys as monitoringKeys } from "../monitoring/values";
import { harborCallback, harborClient, projectsKeys, projectsName } from "../registry/projects";
import { realmRoles } from "./names";

export interface Client {
  /** Its ID at Keycloak. */
  id: string;
  title: string;
  /** Where its users begin. */
  home: string;
  /** The one address to which Keycloak sends them back. */
  redirect: string;
  /** The declared secret that both sides know. */
  secret: { service: string; key: string };
  /** Roles that it is told of. @default none: it goes by groups */
  roles?: readonly string[];
  /** Whether it proves that an answer is to a question of its own (PKCE), so that Keycloak may insist. @default false */
  pkce?: true;
  /** Whether it may ask after its users when they have long been gone. @default false */
  offline?: true;
}

/** Every client of a site, sorted by ID. */
export function clients(config: Config): Client[] {
  const { dns, phalanx, services } = config;
  const ofLabs = labs(config).map((lab): Client => {
    const host = fullName(lab.host, dns.zone);
    return {
      ...{ id: keycloakClient(lab), title: lab.title, home: `https://${host}/` },
      redirect: callback(host),
      secret: { service: `lab-${lab.name}`, key: labKeys.client },
    };
  });
  const all = [...ofLabs];
  if (services.monitoring !== undefined) {
    const host = fullName(services.monitoring.host, dns.zone);
    all.push({
      ...{ id: grafanaClient, title: "Grafana", home: `https://${host}/`, redirect: grafanaCallback(host) },
      secret: { service: "monitoring", key: monitoringKeys.client },
      roles: [realmRoles.operators, realmRoles.serviceOwners, realmRoles.labAdmins],
      pkce: true,
    });
  }
  if (services.registry?.kind === "harbor") {
    const host = fullName(services.registry.host, dns.zone);
    all.push({
      ...{ id: harborClient, title: "Harbor", home: `https://${host}/`, redirect: harborCallback(host) },
      secret: { service: projectsName, key: projectsKeys.client },
      roles: Object.values(realmRoles),
      pkce: true,
      offline: true,
    });
  }
  if (phalanx !== undefined) {
    all.push({
      ...{ id: gafaelfawrClient, title: "Science platform", home: `https://${phalanx.fqdn}/` },
      redirect: gafaelfawrCallback(phalanx.fqdn),
      secret: { service: "gafaelfawr", key: "oidc-client-secret" },
    });
    const url = argocdUrl(phalanx);
    all.push({
      ...{ id: argocdClient, title: "Argo CD", home: url, redirect: argocdCallback(url) },
      secret: { service: "argocd", key: argocdClientKey },
    });
  }
  return all.sort((a, b) => (a.id < b.id ? -1 : 1));
}
