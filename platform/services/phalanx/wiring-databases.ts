/** The lines of the wiring table that lead applications to their databases. */
import type { Database } from "../../../infra/contract";
import type { Value } from "../../foundation/values";
import { type Context, Missing, type Wire } from "./wire";

/** Database and user of an application, which have one name. */
const url = (application: string, host: string) => `postgresql://${application}@${host}/${application}`;

/** Applications with a database of their own, and the key of their values that takes its address. */
const databaseUrls: Readonly<Record<string, string>> = {
  gafaelfawr: "config.databaseUrl",
  nublado: "jupyterhub.hub.db.url",
  semaphore: "config.databaseUrl",
  "times-square": "config.databaseUrl",
  wobbly: "config.databaseUrl",
};

/** Those that otherwise take the database in the cluster, and the key that says so. */
const internal: Readonly<Record<string, string>> = {
  gafaelfawr: "config.internalDatabase",
  nublado: "hub.internalDatabase",
};

/** A PostgreSQL that somebody runs. */
export const externalDatabaseWires: readonly Wire[] = [
  ...Object.entries(internal).map(
    ([application, key]): Wire => ({
      application,
      key,
      source: "database.kind",
      value: ({ config: { database } }) => (database === undefined ? undefined : database.kind === "in-cluster"),
    }),
  ),
  ...Object.entries(databaseUrls).map(
    ([application, key]): Wire => ({
      application,
      key,
      source: "database",
      value: ({ config: { database } }) =>
        database?.kind === "external" ? url(application, `${database.host}:${database.port}`) : undefined,
    }),
  ),
];

/** Where an application's values have the section `cloudsql`; TAP's are those of a chart inside theirs. */
const cloudSqlSections: Readonly<Record<string, string>> = {
  gafaelfawr: "cloudsql",
  grafana: "cloudsql",
  nublado: "cloudsql",
  ppdbtap: "cadc-tap.cloudsql",
  repertoire: "cloudsql",
  semaphore: "cloudsql",
  ssotap: "cadc-tap.cloudsql",
  tap: "cadc-tap.cloudsql",
  "times-square": "cloudsql",
  usertap: "cloudsql",
  wobbly: "cloudsql",
};

/** Applications that cannot do without a database of their own. */
const needed: readonly string[] = Object.keys(databaseUrls);

/** Where Cloud SQL's proxy listens, for applications that do not find it by themselves. */
const proxies: Readonly<Record<string, string>> = {
  nublado: "cloud-sql-proxy.nublado",
  "times-square": "localhost",
};

export const cloudSqlWires: readonly Wire[] = Object.entries(cloudSqlSections).flatMap(([application, section]) => {
  const wire = (key: string, source: string, read: (context: Context, database: Database) => Value): Wire => ({
    application,
    key,
    source,
    value: (context) => {
      if (context.config.database?.kind !== "cloudsql") return undefined;
      const { database, identity } = context.infrastructure;
      if (database?.databases[application] !== undefined && identity?.serviceAccounts[application] !== undefined)
        return read(context, database);
      return needed.includes(application)
        ? new Missing("cloudSql.databases", `${application} has no database: add ${application}`)
        : undefined;
    },
  });
  const proxy = proxies[application];
  return [
    wire(`${section}.enabled`, "database.kind", () => true),
    wire(
      `${section}.instanceConnectionName`,
      "infra: database.connectionName",
      (_, { connectionName }) => connectionName ?? "",
    ),
    wire(
      `${section}.serviceAccount`,
      `infra: identity.serviceAccounts.${application}`,
      ({ infrastructure }) => infrastructure.identity?.serviceAccounts[application]?.email ?? "",
    ),
    ...(section.startsWith("cadc-tap.")
      ? [
          wire(
            `${section}.database`,
            `infra: database.databases.${application}`,
            (_, { databases }) => databases[application]?.name ?? "",
          ),
        ]
      : []),
    ...(proxy === undefined
      ? []
      : [
          wire(databaseUrls[application] ?? "", `infra: database.databases.${application}`, () =>
            url(application, proxy),
          ),
        ]),
  ];
});
