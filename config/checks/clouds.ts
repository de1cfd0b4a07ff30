/** Choices that only one cloud has, or that need another section. */
import type { Problem } from "../problems";
import type { Config } from "../schema";
import type { Check } from "./context";

const home = { designate: "openstack", clouddns: "gcp" } as const;

export const dnsProvider: Check = ({ cloud, dns }) => provider("dns.provider", dns.provider, cloud);

export const certificateSolver: Check = ({ cloud, certificates }) =>
  certificates.issuer === "dns01" ? provider("certificates.solver.provider", certificates.solver.provider, cloud) : [];

function provider(path: string, name: string, cloud: Config["cloud"]): Problem[] {
  if (name !== "designate" && name !== "clouddns") return [];
  return home[name] === cloud
    ? []
    : [{ path, message: `"${name}" needs cloud ${home[name]}, but cloud is "${cloud}"` }];
}

export const vaultUnseal: Check = (config) => {
  const { secrets } = config;
  if (secrets.backend !== "vault-in-cluster" || secrets.unseal !== "gcp-kms") return [];
  const path = "secrets.unseal";
  if (config.cloud !== "gcp")
    return [{ path, message: `"gcp-kms" needs cloud gcp, but cloud is "${config.cloud}": write shamir` }];
  return config.vaultUnseal
    ? []
    : [{ path, message: '"gcp-kms" needs the key that vaultUnseal makes: set vaultUnseal: true' }];
};

export const cloudDatabase: Check = (config) => {
  if (config.database?.kind !== "cloudsql") return [];
  const path = "database.kind";
  if (config.cloud !== "gcp")
    return [
      { path, message: `"cloudsql" needs cloud gcp, but cloud is "${config.cloud}": write external or in-cluster` },
    ];
  return config.cloudSql ? [] : [{ path, message: '"cloudsql" needs the section cloudSql: add it' }];
};

/** A pod's database is lost with its volume, and nobody backs it up. */
export const productionDatabase: Check = ({ database, lifecycle }) =>
  lifecycle === "production" && database?.kind === "in-cluster"
    ? [{ path: "database.kind", message: '"in-cluster" is not for production: write external, or cloudsql on gcp' }]
    : [];

export const openstackExporter: Check = ({ cloud, services }) =>
  services.monitoring?.openstackExporter && cloud !== "openstack"
    ? [
        {
          path: "services.monitoring.openstackExporter",
          message: `true needs cloud openstack, but cloud is "${cloud}": remove it`,
        },
      ]
    : [];
